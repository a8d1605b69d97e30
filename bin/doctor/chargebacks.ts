/** Chargebacks: what a provider took is off its receipt, in the books as often as it was taken, and found where it is asked about. */
import type { Books } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import { paidSteps } from './claims.ts';
import type { Money } from './shapes.ts';

interface ClaimStep {
  readonly kind: string;
  readonly amount: Money;
  readonly recovered?: Money;
  readonly paymentId?: string;
}
/** What claims add to bad debts and recoveries: what was given up of one that was won after all has come. */
export const claimDebts = (all: readonly Chargeback[]): { key: string; minor: number }[] =>
  all.flatMap(({ entity, amount: { currency }, claims = [], claimsUndone = [] }) => {
    const givenUp = (steps: readonly ClaimStep[]) =>
      sumOf(steps, ({ kind, amount }) => (kind === 'written_off' ? amount.minor : 0));
    const undone = givenUp(claimsUndone);
    const recovered = sumOf(claims, (step) => step.recovered?.minor ?? 0);
    return [
      { key: `badDebts ${entity} ${currency}`, minor: givenUp(claims) + undone },
      { key: `recoveries ${entity} ${currency}`, minor: 0 - recovered - undone },
    ];
  });
/** What a payer takes back. */
export interface Chargeback {
  readonly id: string;
  readonly state: string;
  readonly entity: string;
  readonly provider: string;
  readonly disputeId: string;
  readonly paymentId: string;
  readonly amount: Money;
  readonly fee: Money;
  readonly taken?: {
    readonly covered: Money;
    readonly claim: Money;
    readonly parts: readonly { readonly invoiceId: string; readonly amount: Money }[];
  };
  readonly claims?: readonly ClaimStep[];
  readonly claimsUndone?: readonly ClaimStep[];
  readonly acceptedBy?: string;
  readonly checkAt?: string;
}

const taken = rule(
  'chargeback.taken',
  'Receipt and chargebacks must agree: find the act that one of them lacks before anything more is given back.',
);
const booked = rule(
  'chargeback.booked',
  'Compare the entries that name the chargeback with its state: book what is missing, or a reversal.',
);
const state = rule('chargeback.state', 'Ask the provider what became of the dispute.');
const paused = rule(
  'chargeback.invoice',
  'The invoice says otherwise than its chargeback: reminders go out while it is open, or never again.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where people look for it.',
);

export function* chargebacks(books: Books): Generator<Finding> {
  yield* receipts(books);
  yield* entries(books);
  yield* states(books);
  yield* marks(books);
}

function* receipts({ tenant, payments, claims: late, chargebacks: all }: Books): Generator<Finding> {
  const held = sumsOf(
    all.filter((one) => one.taken),
    ({ paymentId, amount }) => `${paymentId} ${amount.currency}`,
    (one) => one.taken!.covered.minor,
  );
  const said = sumsOf(
    payments.filter(({ disputed }) => disputed),
    ({ id, amount }) => `${id} ${amount.currency}`,
    ({ disputed }) => disputed!.minor,
  );
  for (const { key, one, other } of differing(said, held))
    yield taken(tenant, `the receipt says that ${one} was charged back, the chargebacks say ${other}`, key);
  const steps: readonly Omit<ClaimStep, 'kind'>[] = [
    ...all.flatMap(({ claims = [] }) => claims.filter(({ paymentId }) => paymentId !== undefined)),
    ...paidSteps(late),
  ];
  const settled = sumsOf(
    steps,
    ({ paymentId, amount }) => `${paymentId} ${amount.currency}`,
    ({ amount, recovered }) => amount.minor + (recovered?.minor ?? 0),
  );
  const used = sumsOf(
    payments.filter(({ claimed }) => claimed),
    ({ id, amount }) => `${id} ${amount.currency}`,
    ({ claimed }) => claimed!.minor,
  );
  for (const { key, one, other } of differing(used, settled))
    yield taken(tenant, `the receipt says that ${one} paid claims, the claims say ${other}`, key);
  for (const { id, claims = [], taken: own } of all)
    if (sumOf(claims, ({ amount }) => amount.minor) > (own?.claim.minor ?? 0))
      yield taken(tenant, 'more was given up and paid of the claim than was claimed', id);
  for (const { id, amount, taken: own } of all)
    if (own && own.covered.minor + own.claim.minor !== amount.minor)
      yield taken(
        tenant,
        `${own.covered.minor} and a claim of ${own.claim.minor} are not ${amount.minor}`,
        id,
      );
}

/** By chargeback: what the provider holds of it, fee included, what is claimed, and what the fee was. */
function* entries({ tenant, entries: booklet, chargebacks: all }: Books): Generator<Finding> {
  const expected: Record<string, (one: Chargeback) => number> = {
    chargebacks: ({ amount, fee, taken: own }) => 0 - (own ? amount.minor : 0) - fee.minor,
    chargebackClaims: ({ taken: own, claims = [] }) =>
      (own?.claim.minor ?? 0) - sumOf(claims, ({ amount }) => amount.minor),
    chargebackFees: ({ fee }) => fee.minor,
  };
  const kinds = ['chargeback', 'chargeback_won', 'chargeback_fee', 'claim_write_off', 'claim_paid'];
  for (const [account, minorOf] of Object.entries(expected))
    for (const { key, one, other } of differing(
      sumsOf(
        booklet.filter(({ kind }) => kinds.includes(kind)),
        ({ source }) => source,
        ({ lines }) =>
          sumOf(
            lines.filter((line) => line.account === account),
            ({ minor }) => minor,
          ),
      ),
      sumsOf(all, ({ id }) => id, minorOf),
    ))
      yield booked(tenant, `${account} has ${one} by the entries and ${other} by the chargeback`, key);
}

const OVER = ['WON', 'LOST', 'ACCEPTED'];
function* states({ tenant, chargebacks: all }: Books): Generator<Finding> {
  const once = Map.groupBy(all, ({ provider, disputeId }) => `${provider} ${disputeId}`);
  for (const [dispute, same] of once)
    if (same.length > 1)
      yield state(
        tenant,
        `${same.length} chargebacks are of one dispute`,
        dispute,
        ...same.map(({ id }) => id),
      );
  for (const { id, state: is, taken: own, acceptedBy, checkAt, item } of all) {
    const takes = is === 'UNKNOWN' ? own !== undefined : is !== 'WON' && is !== 'INQUIRY';
    if (takes !== (own !== undefined))
      yield state(tenant, `a chargeback that is ${is} has ${own ? 'taken' : 'not taken'} the money`, id);
    if (is === 'ACCEPTED' && acceptedBy === undefined)
      yield state(tenant, 'nobody accepted what is ACCEPTED', id);
    const wrong = misplaced(item, {
      g1: [`${tenant}#CHARGEBACKS`, id],
      g2: OVER.includes(is) ? undefined : [`${tenant}#CHARGEBACKCHECK`, `${checkAt}#${id}`],
    });
    for (const index of wrong)
      yield indexed(tenant, `${index} does not say that the chargeback is ${is}`, id);
  }
}

function* marks({ tenant, invoices, deposits, chargebacks: all }: Books): Generator<Finding> {
  const byId = new Map(all.map((one) => [one.id, one]));
  const heads = new Map([...invoices, ...deposits].map((head) => [head.id, head]));
  for (const { id, number, chargebacks: own = [] } of heads.values())
    for (const mark of own) {
      const is = byId.get(mark.id)?.state ?? 'not there';
      const wanted = is === 'WON' ? 'WON' : OVER.includes(is) ? 'LOST' : 'OPEN';
      if (mark.state !== wanted)
        yield paused(tenant, `${number} says ${mark.state} of a chargeback that is ${is}`, id, mark.id);
    }
  for (const { id, taken: own } of all)
    for (const { invoiceId } of own?.parts ?? [])
      if (!heads.get(invoiceId)?.chargebacks?.some((mark) => mark.id === id))
        yield paused(tenant, 'the invoice does not know that it was charged back', invoiceId, id);
}
