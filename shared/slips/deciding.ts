/** A person says which bank line a slip came in with, that it was another one, or that a cheque was not paid. */
import type { BankLine } from '../bank/statement.ts';
import { lineById, putLine } from '../bank/store.ts';
import { none } from '../cash/decision.ts';
import { paymentOf, today } from '../cash/keeping.ts';
import { decided, receiptOf } from '../cash/verdict.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { minus } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import { actsOf } from '../payments/exchanging.ts';
import type { Payment } from '../payments/payment.ts';
import { becomePayout, noPayout } from '../payments/payout.ts';
import { receive, type Effect } from '../payments/rules.ts';
import { writesOf as paymentWrites } from '../payments/store.ts';
import type { Act } from '../runtime/act.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commitAll, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { dishonour, paymentsOf } from './banking.ts';
import { beside } from './finding.ts';
import { cleared, isWaiting, uncleared } from './rules.ts';
import type { Slip, SlipItem } from './slip.ts';
import { slipById, writesOf } from './store.ts';

interface OfLine {
  readonly id: Slip['id'];
  readonly lineId: BankLine['id'];
}

export const clearSlip = (
  { id, lineId, payments: wanted }: OfLine & { readonly payments?: readonly string[] | undefined },
  deps: Deps,
) =>
  untilFresh(async () => {
    const slip = await read(slipById(deps.tenant, id));
    if (!slip) return unknown(id);
    if (slip.state !== 'DEPOSITED' && slip.state !== 'PART_CLEARED')
      return refuse(
        'slips.not_deposited',
        `Slip ${slip.number} is ${slip.state}: nothing of it is on its way.`,
      );
    const line = await read(lineById(deps.tenant, lineId));
    if (!line) return noLine(lineId);
    const receipt = await paymentOf(line, deps);
    if (!isItsLine(slip, line) || line.amount.minor <= 0 || (receipt && !isFree(receipt)))
      return refuse(
        'slips.not_its_line',
        `Line ${lineId} brought no money for this slip, or is something else.`,
      );
    const items = slip.items.filter(
      (one) => isWaiting(one) && (wanted === undefined || wanted.includes(one.paymentId)),
    );
    const left = items.reduce((all, one) => minus(all, one.amount), line.amount);
    if (left.minor !== 0 || (wanted && wanted.length !== items.length))
      return refuse('slips.amount', 'What is on its way of these does not add up to the line.', [
        {
          pointer: wanted ? '/payments' : '/lineId',
          detail: `of ${line.amount.minor}, ${left.minor} is left`,
        },
      ]);
    const kept = receipt && { receipt, on: await today(line, deps) };
    const moved = cleared(slip, items, await paymentsOf(items, deps), line, kept);
    const undone = receipt ? paymentWrites(deps.tenant, becomePayout(receipt, slip.reference)) : [];
    return keepSlip(
      moved.slip,
      { action: 'slips.clear', entry: moved.entry, events: moved.facts },
      [...writesOf(deps.tenant, moved), ...undone, putLine(deps.tenant, saidBy(line, slip, items, deps))],
      deps,
    );
  });

/** The money of the line is a receipt again, of whoever it was kept for before, or of nobody known. */
export const unclearSlip = ({ id, lineId, reason }: OfLine & { readonly reason: string }, deps: Deps) =>
  untilFresh(async () => {
    const slip = await read(slipById(deps.tenant, id));
    if (!slip) return unknown(id);
    const line = await read(lineById(deps.tenant, lineId));
    const items = slip.items.filter((one) => one.cleared?.lineId === lineId);
    if (!line || items.length === 0)
      return refuse('slips.not_its_line', `Nothing of slip ${slip.number} came in with line ${lineId}.`);
    const kept = await paymentOf(line, deps);
    const payId = idOfCause('pay', `${line.bookedOn}T00:00:00Z`, line.id);
    const back = kept ? noPayout(kept) : receive(receiptOf(line, payId, undefined, deps.now), []);
    const on = await today(line, deps);
    const moved = uncleared(slip, await paymentsOf(items, deps), line, { on, receipt: kept && back.payment });
    const match = {
      ...none(`Taken back by ${deps.actor}: ${reason}`),
      evidence: line.match ? [`Before: ${line.match.reason}`] : [],
    };
    return keepSlip(
      moved.slip,
      { action: `slips.unclear: ${reason}`, entry: moved.entry },
      [
        ...writesOf(deps.tenant, moved),
        ...paymentWrites(deps.tenant, back),
        putLine(deps.tenant, decided(line, 'EXCEPTION', match, deps, back.payment.id)),
      ],
      deps,
      kept ? undefined : { action: 'slips.keep_unapplied', entry: back.entry, events: back.facts },
    );
  });

export const returnCheque = (
  {
    id,
    paymentId,
    lineId,
    reason,
  }: Pick<OfLine, 'id'> & {
    readonly paymentId: Payment['id'];
    readonly lineId?: BankLine['id'] | undefined;
    readonly reason: string;
  },
  deps: Deps,
) =>
  untilFresh(async () => {
    const slip = await read(slipById(deps.tenant, id));
    if (!slip) return unknown(id);
    const line = lineId === undefined ? undefined : await read(lineById(deps.tenant, lineId));
    if (lineId !== undefined && !line) return noLine(lineId);
    const item = slip.items.find((one) => one.paymentId === paymentId);
    const costs = line && item && isItsLine(slip, line) ? beside(line, item) : undefined;
    if (line && item && !costs)
      return refuse(
        'slips.not_its_line',
        `With line ${line.id} this cheque did not leave, or it is something else.`,
      );
    const on: LocalDate = line?.bookedOn ?? (await today(slip, deps));
    const back = { on, ...(line && { lineId: line.id }), ...(costs && costs.minor > 0 && { costs }), reason };
    const done = await dishonour(slip, paymentId, back, deps);
    if (!done.ok) return done;
    const { slip: after, entry, exchange, events = [], writes } = done.value;
    const said = line && item ? [putLine(deps.tenant, saidBy(line, slip, [item], deps))] : [];
    const act = { action: `slips.return_cheque: ${reason}`, entry, exchange, events };
    return keepSlip(after, act, [...writes, ...said], deps);
  });

/** `receipt`: one that comes with it, which is an act of its own because it is an entry of its own. */
const keepSlip = async (
  slip: Slip,
  {
    exchange: gained,
    ...act
  }: Omit<Act, 'answer' | 'subject' | 'entry'> & Partial<Pick<Effect, 'entry' | 'exchange'>>,
  writes: readonly Write<'table.stale'>[],
  deps: Deps,
  receipt?: Pick<Act, 'action' | 'events'> & Pick<Effect, 'entry'>,
) => {
  const under = follow(deps, [slip]);
  const [entry, exchange, other] = await inOpenMonth([act.entry, gained, receipt?.entry], deps);
  const acts = [
    ...actsOf(under, { ...act, entry, subject: slip.id, answer: slip }, exchange),
    ...(receipt
      ? [{ deps: without(under, 'once', 'requestedBy'), act: { ...receipt, entry: other, subject: slip.id } }]
      : []),
  ];
  const kept = await commitAll(acts, writes);
  return kept.ok ? ok(slip) : kept;
};

/** Of the account and currency of the slip, and nothing else by now. */
const isItsLine = ({ iban, total }: Slip, { accountIban, amount, state }: BankLine): boolean =>
  accountIban === iban &&
  amount.currency === total.currency &&
  (state === 'EXCEPTION' || state === 'IGNORED');
/** Nothing of the money was used. */
const isFree = ({ amount, unapplied, payout }: Payment): boolean =>
  payout === undefined && unapplied.minor === amount.minor;
const saidBy = (line: BankLine, slip: Slip, items: readonly SlipItem[], deps: Deps): BankLine => {
  const match = {
    ...none(`Slip ${slip.number}, named by ${deps.actor}.`),
    tier: 'person' as const,
    evidence: line.match ? [`Before: ${line.match.reason}`] : [],
    slips: [{ slipId: slip.id, number: slip.number, payments: items.map(({ paymentId }) => paymentId) }],
  };
  return decided(line, 'MATCHED', match, deps);
};
export const unknown = (id: string) => refuse('slips.unknown', `There is no paying-in slip ${id}.`);
const noLine = (id: string) =>
  refuse('slips.line_unknown', `There is no bank line ${id}.`, [
    { pointer: '/lineId', detail: 'is not known' },
  ]);
