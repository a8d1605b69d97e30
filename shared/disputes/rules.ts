/** How a case opens and is spoken about; `outcome.ts` says how it ends. The invoice says of each case how much is disputed, from when until when. */
import type { Invoice } from '../invoices/invoice.ts';
import type { Disputed } from '../invoices/state.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { toText } from '../kernel/money.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import { DECIDED, MOST_TURNS, UNDECIDED, type Dispute, type Turn } from './dispute.ts';
import { DisputeAnswered, DisputeOpened } from './events.ts';
import { KEPT } from './file.ts';
import type { DisputeRules } from './policy.ts';

/** What one commit makes true together. */
export interface Effect {
  readonly dispute: Dispute;
  /** The invoice that says so; absent where it says so already. */
  readonly head?: Invoice | undefined;
  readonly facts: readonly Fact[];
  /** The customer hears of the last turn by mail. */
  readonly tell?: boolean;
}
/** Who acts, and when. */
export interface By {
  readonly by: string;
  readonly at: Instant;
  readonly on: LocalDate;
}
export type Times = Pick<DisputeRules, 'answerDays' | 'informDays' | 'graceDays' | 'closeDays' | 'version'>;

/** Monday to Friday; there is no calendar of countries here. */
export const businessDay = (from: LocalDate, days: number): LocalDate => {
  let day = from;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (!isWeekend(day)) left -= 1;
  }
  return day;
};
const isWeekend = (day: LocalDate): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

type Made = Pick<Dispute, 'id' | 'side' | 'trace'> &
  By & { readonly text: string } & Partial<Pick<Dispute, 'contact'>>;
export const opened = (
  head: Invoice,
  said: Pick<Dispute, 'reason' | 'amount' | 'lines' | 'taxes'>,
  { id, side, trace, text, contact, ...by }: Made,
  times: Times,
): Effect => {
  const { amount } = said;
  const answerBy = businessDay(by.on, times.answerDays);
  const dispute: Dispute = {
    ...said,
    id,
    version: 1,
    state: 'OPEN',
    entity: head.entity,
    customerId: head.customerId,
    invoiceId: head.id,
    invoiceNumber: head.number,
    ...(contact !== undefined && { contact }),
    disputed: amount,
    answerBy,
    thread: [{ what: 'opened', side, ...by, text, amount, until: answerBy }],
    rules: times.version,
    openedOn: by.on,
    side,
    by: by.by,
    at: by.at,
    trace,
  };
  const mark: Disputed = { id, state: 'OPEN', minor: amount.minor, on: by.on };
  return {
    dispute,
    head: { ...head, version: head.version + 1, disputes: [...(head.disputes ?? []), mark] },
    facts: [announce(DisputeOpened, id, factOf(dispute))],
    tell: true,
  };
};

export const isUndecided = ({ state }: Pick<Dispute, 'state'>): boolean => UNDECIDED.includes(state);
export const isSpokenOf = ({ state }: Pick<Dispute, 'state'>): boolean =>
  UNDECIDED.includes(state) || DECIDED.includes(state);

/**
 * Undefined where it may be done. Each file that is kept has a turn to come: what a scanner finds in it has to be said, and cannot be refused. A file takes
 * two of them, what is left after it is how the case ends.
 */
export const whyOver = (
  { state, thread, files = [] }: Pick<Dispute, 'state' | 'thread' | 'files'>,
  may: (dispute: Pick<Dispute, 'state'>) => boolean,
): Refusal<'disputes.over'> | Refusal<'disputes.full'> | undefined =>
  !may({ state })
    ? refuse('disputes.over', `The case is ${state}: nothing is to be done about it.`)
    : thread.length + files.filter((file) => KEPT.includes(file.state)).length >= MOST_TURNS - 3
      ? refuse('disputes.full', 'So much was said that the case has to be decided on now.')
      : undefined;

export const next = (before: Dispute, change: Partial<Dispute>, turn: Turn): Dispute => ({
  ...before,
  version: before.version + 1,
  ...change,
  thread: [...before.thread, turn],
});

export const taken = (before: Dispute, owner: string, by: By): Effect => ({
  dispute: next(
    before,
    { owner, ...(before.state === 'OPEN' && { state: 'IN_REVIEW' as const }) },
    { what: 'taken', side: 'us', ...by, text: owner },
  ),
  facts: [],
});

/** What the customer says gives us our days anew where we had asked; what we ask gives it its own. */
export const said = (
  before: Dispute,
  { side, text, ask }: { readonly side: Turn['side']; readonly text: string; readonly ask: boolean },
  by: By,
  times: Times,
): Effect => {
  const asked = ask && side === 'us' && isUndecided(before);
  const informed = side === 'customer' && before.state === 'INFO_NEEDED';
  const informBy = addDays(by.on, times.informDays);
  const dispute = next(
    informed ? without(before, 'informBy') : before,
    asked
      ? { state: 'INFO_NEEDED', informBy }
      : informed
        ? { state: 'IN_REVIEW', answerBy: businessDay(by.on, times.answerDays) }
        : {},
    { what: asked ? 'asked' : 'said', side, ...by, text, ...(asked && { until: informBy }) },
  );
  return {
    dispute,
    facts: [announce(DisputeAnswered, before.id, { ...factOf(dispute), side, asked })],
    tell: side === 'us',
  };
};

/** What every event says of it. */
export const factOf = ({ id, invoiceId, customerId, invoiceNumber, reason, disputed }: Dispute) => ({
  disputeId: id,
  invoiceId,
  customerId,
  number: invoiceNumber,
  reason,
  amount: disputed,
});

/** What waits for somebody: told in the task. */
export const whyOf = ({ disputed, invoiceNumber, reason }: Dispute): string =>
  `${toText(disputed)} ${disputed.currency} of ${invoiceNumber} are disputed (${reason}): answer the customer, credit it, or ask for it again.`;
