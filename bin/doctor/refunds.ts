/** Refunds: each is in its receipt, within what was captured, paid by one debit and found where people look for it. */
import type { Books } from './books.ts';
import { differing, rule, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

/** What is given back of a receipt. */
export interface Refund {
  readonly id: string;
  readonly state: string;
  readonly entity: string;
  readonly paymentId: string;
  readonly amount: Money;
  readonly method: string;
  readonly through?: { readonly paymentId: string };
  readonly reference?: string;
  readonly bankLineId?: string;
  readonly checkAt?: string;
}

const given = rule(
  'refund.given_back',
  'Receipt and refunds must agree: find the act that one of them lacks before anything more is given back.',
);
const captured = rule(
  'refund.captured',
  'More went back than the provider collected, or not what the refunds say: compare with the provider.',
);
const paid = rule(
  'refund.paid',
  'Compare the refund with the debit that it names: one pays the other, once.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where people look for it.',
);

export function* refunds(books: Books): Generator<Finding> {
  yield* amounts(books);
  yield* debits(books);
  yield* places(books);
}

const stands = ({ state }: { state: string }) => state !== 'FAILED' && state !== 'CANCELED';

function* amounts({ tenant, payments, refunds: all }: Books): Generator<Finding> {
  const live = all.filter(stands);
  const said = (of: 'refunded' | 'returned') =>
    sumsOf(
      payments.filter((payment) => payment[of]),
      (payment) => `${payment.id} ${payment[of]!.currency}`,
      (payment) => payment[of]!.minor,
    );
  const minor = ({ amount }: (typeof live)[number]) => amount.minor;
  const own = sumsOf(live, ({ paymentId, amount }) => `${paymentId} ${amount.currency}`, minor);
  for (const { key, one, other } of differing(said('refunded'), own))
    yield given(tenant, `the receipt says that ${one} was given back, the refunds say ${other}`, key);
  const through = sumsOf(
    live.filter((refund) => refund.through),
    (refund) => `${refund.through!.paymentId} ${refund.amount.currency}`,
    minor,
  );
  for (const { key, one, other } of differing(said('returned'), through))
    yield captured(tenant, `the receipt says that ${one} was returned, the refunds say ${other}`, key);
  for (const { id, amount, returned } of payments)
    if (returned && (returned.minor < 0 || returned.minor > amount.minor))
      yield captured(tenant, `${returned.minor} was returned of ${amount.minor}`, id);
}

function* debits({ tenant, refunds: all, lines }: Books): Generator<Finding> {
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const taken = new Map<string, string>();
  for (const { id, state, amount, entity, bankLineId } of all) {
    if ((state === 'PAID') !== (bankLineId !== undefined))
      yield paid(tenant, `a refund that is ${state} names line ${bankLineId}`, id);
    if (bankLineId === undefined) continue;
    const line = lineOf.get(bankLineId);
    if (line?.state !== 'MATCHED' || line.amount.minor !== 0 - amount.minor || line.entity !== entity)
      yield paid(tenant, `${amount.minor} was paid with a line of ${line?.amount.minor}`, id, bankLineId);
    const other = taken.get(bankLineId);
    if (other !== undefined) yield paid(tenant, 'one debit pays two refunds', bankLineId, other, id);
    taken.set(bankLineId, id);
  }
  for (const { id, match, state } of lines)
    if (state === 'MATCHED' && match?.tier === 'refund' && !taken.has(id))
      yield paid(tenant, 'the line is a refund, and no refund was paid with it', id);
}

function* places({ tenant, refunds: all, refundNames }: Books): Generator<Finding> {
  for (const { id, state, reference, checkAt, item } of all) {
    const waits = state === 'PENDING' || state === 'UNKNOWN';
    const wrong = misplaced(item, {
      g1: [`${tenant}#REFUNDS`, id],
      g2:
        state === 'TO_PAY'
          ? [`${tenant}#REFUNDSTOPAY`, id]
          : waits
            ? [`${tenant}#REFUNDCHECK`, `${checkAt}#${id}`]
            : undefined,
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the refund is ${state}`, id);
    if (reference !== undefined && refundNames.get(reference) !== id)
      yield indexed(tenant, `${reference} does not lead to the refund`, id);
  }
}
