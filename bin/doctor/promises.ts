/** Promises to pay: each is on its invoices until it has ended, on no others, and is kept where the money is here. */
import type { Books } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Invoice, Kept, Money } from './shapes.ts';

/** What a payer promised by a day. */
export interface PaymentPromise {
  readonly id: string;
  readonly state: string;
  readonly customerId: string;
  readonly total: Money;
  readonly until: string;
  readonly items: readonly { readonly invoiceId: string; readonly minor: number }[];
  readonly endedOn?: string;
}

const made = rule('promise.made', 'A promise never changes: cancel it, and take it anew.');
const marked = rule(
  'promise.invoice',
  'Look at the dead letters of keep-plans: nobody is reminded of what is not promised any more, or somebody of what is.',
);
const state = rule(
  'promise.state',
  'Look at the dead letters of keep-plans: the promise was not judged by what is paid; the next morning judges it.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const RELIEF = ['credit_note', 'write_off'];

export function* promises({ tenant, promises: all, invoices }: Books): Generator<Finding> {
  const heads = new Map(invoices.map((head) => [head.id, head]));
  const going = new Set<string>();
  for (const promise of all) {
    const { id, total, items, item, customerId, state: is, endedOn } = promise;
    if (sumOf(items, ({ minor }) => minor) !== total.minor)
      yield made(tenant, `what is promised of its invoices is not ${total.minor}`, id);
    if (endedOn === undefined ? !['OPEN', 'KEPT'].includes(is) : is === 'OPEN')
      yield state(tenant, `it is ${is}, and ${endedOn === undefined ? 'has not ended' : 'has ended'}`, id);
    if (endedOn === undefined) {
      going.add(id);
      yield* carried(tenant, promise, heads);
    }
    const wrong = misplaced(item, {
      g1: endedOn === undefined ? [`${tenant}#PROMISES_OPEN`, id] : undefined,
      g2: [`${tenant}#PROMISES_OF#${customerId}`, id],
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the promise is ${is}`, id);
  }
  for (const { id, number, promise } of invoices)
    if (promise && !going.has(promise.id))
      yield marked(tenant, `${number} is promised, and its promise has ended`, id, promise.id);
}

function* carried(
  tenant: string,
  { id, state: is, total, until, items }: PaymentPromise,
  heads: ReadonlyMap<string, Kept<Invoice>>,
): Generator<Finding> {
  let [paid, open] = [0, 0];
  for (const { invoiceId, minor } of items) {
    const head = heads.get(invoiceId);
    const mark = head?.promise;
    if (!head || mark?.id !== id || mark.minor !== minor || mark.until !== until) {
      yield marked(tenant, `the promise is ${is}, and its invoice does not say so`, id, invoiceId);
      return;
    }
    open += head.open.minor;
    paid += since(head, mark.before);
  }
  const due = Math.min(total.minor, paid + open);
  if ((is === 'KEPT') !== paid >= due) yield state(tenant, `it is ${is}, and ${paid} of ${due} are paid`, id);
}

const since = (
  { settlements }: Invoice,
  before: readonly { readonly paymentId: string; readonly minor: number }[],
): number => {
  const payments = Map.groupBy(
    settlements.filter(({ method }) => !RELIEF.includes(method)),
    ({ paymentId }) => paymentId,
  );
  return sumOf(payments, ([paymentId, own]) => {
    const old = before.find((one) => one.paymentId === paymentId)?.minor ?? 0;
    return Math.max(0, sumOf(own, ({ amount, discount }) => amount.minor + (discount?.minor ?? 0)) - old);
  });
};
