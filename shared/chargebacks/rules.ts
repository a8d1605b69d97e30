/**
 * What a provider's words do to a chargeback, and that to receipts, invoices, ledger and credit (rules §3.7). A dispute is what its newest
 * news say, in whatever order they come; the money follows from the state alone.
 */
import type { Move } from '../credit/credit.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { minus, money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { putBack, takenOut, type Clawed } from '../payments/clawback.ts';
import type { DisputeState, Payment } from '../payments/payment.ts';
import type { DisputeNews } from '../payments/psp/port.ts';
import { FOLLOWS } from './causes.ts';
import { claimLeft, unclaimed } from './claims.ts';
import { isOver, marked } from './marks.ts';
import { ChargebackChanged, ChargebackClosed, ChargebackOpened, type Chargeback } from './chargeback.ts';

/** All that one commit must make true together. */
export interface Effect {
  readonly chargeback: Chargeback;
  /** Only where its money moved. */
  readonly payment: Payment | undefined;
  /** Those that had paid its claim, and are unapplied again. */
  readonly claimants: readonly Payment[];
  readonly invoices: readonly Invoice[];
  readonly entry: Entry | undefined;
  readonly exchange: Entry | undefined;
  readonly exposures: readonly Move[];
  readonly facts: readonly Fact[];
}

/** Of news with the same time the later step counts. */
const RANK: Readonly<Record<DisputeState, number>> = {
  UNKNOWN: 0,
  INQUIRY: 1,
  OPENED: 2,
  EVIDENCE_DUE: 3,
  UNDER_REVIEW: 4,
  LOST: 5,
  WON: 6,
};
const isNews = ({ heard }: Chargeback, { version, state }: DisputeNews): boolean =>
  version > heard.version || (version === heard.version && RANK[state] > RANK[heard.state]);

/** Whether the provider has the money; undefined where what it said is not known, and the money stays where it is. */
const isTaken = (state: DisputeState): boolean | undefined =>
  state === 'UNKNOWN' ? undefined : state !== 'INQUIRY' && state !== 'WON';

interface Now {
  readonly id: Chargeback['id'];
  readonly on: LocalDate;
  readonly at: Instant;
  readonly trace: string;
  /** Payments that had paid its claim. */
  readonly claimants?: readonly Payment[];
}

/** `invoices`: all that the receipt settles, and all that the chargeback was taken off. Undefined where the news are none. */
export const heard = (
  before: Chargeback | undefined,
  news: DisputeNews,
  payment: Payment,
  invoices: readonly Invoice[],
  now: Now,
): Effect | undefined => {
  if (before ? !isNews(before, news) : news.onlyIfKnown) return undefined;
  const said = saidOf(before, news, payment, now);
  const wanted = isTaken(news.state) ?? before?.taken !== undefined;
  const moved =
    wanted && !before?.taken
      ? taking(said, payment, invoices, now.on)
      : !wanted && before?.taken
        ? giving(said, payment, invoices, now)
        : undefined;
  const chargeback = moved?.chargeback ?? said;
  const touched = moved?.invoices ?? [];
  return {
    chargeback,
    payment: moved?.payment,
    claimants: moved?.claimants ?? [],
    invoices: marked(chargeback, before, invoices, touched),
    entry: entry({
      entity: payment.entity,
      on: now.on,
      currency: payment.amount.currency,
      kind: moved?.kind ?? 'chargeback_fee',
      source: chargeback.id,
      memo: `${chargeback.kind === 'return' ? 'Returned debit' : 'Chargeback'} of ${payment.id}: ${chargeback.reason}`,
      lines: [...(moved?.lines ?? []), ...feeOf(before, chargeback)],
    }),
    exchange: moved?.exchange,
    exposures: moved?.exposures ?? [],
    facts: [told(before, chargeback), ...(moved?.facts ?? [])],
  };
};

type Known = Partial<Chargeback> &
  Pick<
    Chargeback,
    'id' | 'version' | 'entity' | 'provider' | 'disputeId' | 'capture' | 'paymentId' | 'amount' | 'on' | 'at'
  >;
const saidOf = (
  before: Chargeback | undefined,
  news: DisputeNews,
  payment: Payment,
  now: Now,
): Chargeback => {
  const { state, amount, feeMinor, cause, reason, disputeId, capture, evidenceBy, version } = news;
  const {
    settledOn: _,
    checkAt: __,
    evidenceBy: ___,
    ...known
  }: Known = before ?? {
    id: now.id,
    version: 0,
    entity: payment.entity,
    provider: payment.provider!,
    disputeId,
    capture,
    paymentId: payment.id,
    ...(payment.customerId !== undefined && { customerId: payment.customerId }),
    amount,
    on: now.on,
    at: now.at,
    trace: now.trace,
  };
  const own = state === 'LOST' && before?.acceptedBy !== undefined ? 'ACCEPTED' : state;
  return {
    ...known,
    version: known.version + 1,
    state: own,
    ...FOLLOWS[cause],
    cause,
    reason,
    fee: money(feeMinor, amount.currency),
    heard: { version, state },
    ...(evidenceBy !== undefined && { evidenceBy }),
    ...(isOver({ state: own }) ? { settledOn: now.on } : { checkAt: checkAtOf(state, now.at) }),
  };
};

const HOUR_MS = 3_600_000;
/** Daily while it is open; a word that is not known is asked about in an hour. */
const checkAtOf = (state: Chargeback['state'], at: Instant): Instant =>
  new Date(Date.parse(at) + (state === 'UNKNOWN' ? HOUR_MS : 24 * HOUR_MS)).toISOString();

type Step = Clawed & {
  readonly chargeback: Chargeback;
  readonly kind: Entry['kind'];
  readonly claimants?: readonly Payment[];
};

/** Cr what the provider has, Dr what it is taken off; what is not there any more is claimed of the payer. */
const taking = (said: Chargeback, payment: Payment, invoices: readonly Invoice[], on: LocalDate): Step => {
  const { covered, parts, ...out } = takenOut(payment, invoices, said.amount, on);
  const claim = minus(said.amount, covered);
  return {
    ...out,
    kind: 'chargeback',
    chargeback: { ...said, taken: { covered, claim, parts: [...parts] } },
    lines: [...out.lines, claimed(said, claim.minor), atProvider(0 - said.amount.minor)],
  };
};
/** The receipt itself may be one of those that had paid the claim: it is moved once. */
const giving = (
  before: Chargeback,
  payment: Payment,
  invoices: readonly Invoice[],
  { on, claimants = [] }: Now,
): Step => {
  const { taken, claims = [], ...said } = before;
  const free = unclaimed(before, claimants);
  const own = free.payments.find(({ id }) => id === payment.id);
  const back = putBack(own ? { ...own, version: payment.version } : payment, invoices, taken!, on);
  return {
    ...back,
    kind: 'chargeback_won',
    chargeback: {
      ...said,
      ...(claims.length > 0 && { claimsUndone: [...(said.claimsUndone ?? []), ...claims] }),
    },
    claimants: free.payments.filter(({ id }) => id !== payment.id),
    lines: [...back.lines, ...free.lines, atProvider(said.amount.minor)],
    exposures: [...back.exposures, ...free.exposures],
  };
};
const atProvider = (minor: number) => ({ account: 'chargebacks' as const, minor });
const claimed = ({ customerId }: Pick<Chargeback, 'customerId'>, minor: number) => ({
  account: 'chargebackClaims' as const,
  minor,
  ...(customerId !== undefined && { customerId }),
});
const feeOf = (before: Chargeback | undefined, { fee }: Chargeback): Entry['lines'] => {
  const more = fee.minor - (before?.fee.minor ?? 0);
  return [{ account: 'chargebackFees', minor: more }, atProvider(0 - more)];
};

const told = (before: Chargeback | undefined, chargeback: Chargeback): Fact => {
  const { id: chargebackId, paymentId, customerId, amount, state, cause, evidenceBy } = chargeback;
  const fact = { chargebackId, paymentId, customerId, amount, state, cause };
  if (!before) return announce(ChargebackOpened, chargebackId, { ...fact, evidenceBy });
  return isOver(chargeback)
    ? announce(ChargebackClosed, chargebackId, fact)
    : announce(ChargebackChanged, chargebackId, { ...fact, evidenceBy });
};

/** Given up by a person: the provider is told next, and its word ends it. */
export const accepted = (chargeback: Chargeback, by: string): Result<Chargeback, 'chargebacks.not_open'> =>
  isOver(chargeback)
    ? refuse('chargebacks.not_open', `The chargeback is ${chargeback.state}.`)
    : ok({ ...chargeback, version: chargeback.version + 1, acceptedBy: chargeback.acceptedBy ?? by });

/** Heard nothing new: asked again a day later. */
export const askedLater = (chargeback: Chargeback, at: Instant): Chargeback => ({
  ...chargeback,
  version: chargeback.version + 1,
  checkAt: checkAtOf(chargeback.state, at),
});

/** What somebody has to see to, and until when; undefined where nothing is to be done. */
export const taskOf = (
  chargeback: Chargeback,
): { readonly why: string; readonly dueBy?: Instant } | undefined => {
  const { state, evidenceBy } = chargeback;
  if (state === 'EVIDENCE_DUE' || state === 'INQUIRY' || state === 'OPENED')
    return {
      why: 'A payment is disputed: send evidence to the provider, or accept the chargeback.',
      ...(evidenceBy !== undefined && { dueBy: evidenceBy }),
    };
  if (isOver(chargeback) && state !== 'WON' && claimLeft(chargeback).minor > 0)
    return { why: 'More was charged back than was left of the payment: see to the claim.' };
  return undefined;
};
