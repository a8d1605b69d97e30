/** Charges to methods on file: each was agreed to when it was made, an invoice has one at a time, and reminders wait for what is planned. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

export interface Method {
  readonly id: string;
  readonly customerId: string;
  readonly entity: string;
  readonly state: string;
  readonly authorisation: {
    readonly consent: { readonly at: string };
    readonly expiresOn?: string;
    readonly ceiling?: { readonly perCharge?: Money; readonly perMonth?: Money };
  };
  readonly ended?: { readonly at: string };
}
export interface Collection {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly state: string;
  readonly on: string;
  readonly lookOn?: string;
  readonly tries: readonly { readonly attemptId: string }[];
}

const agreed = rule(
  'method.agreed',
  'A customer was charged without having agreed to it at that time: give the money back, and find what charged it.',
);
const within = rule(
  'method.ceiling',
  'More was charged than the customer agreed to: give the rest back, and find what charged it.',
);
const once = rule(
  'collection.once',
  'Two payments of an invoice are under way at a time, one of them by itself: look at both at the provider before more is done.',
);
const planned = rule(
  'collection.invoice',
  'The invoice says otherwise than its collection: reminders go out while it is charged, or never again.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where it is looked for.',
);

export function* methods(books: Books): Generator<Finding> {
  yield* authorised(books);
  yield* ceilings(books);
  yield* alone(books);
  yield* marks(books);
}

function* authorised({ tenant, attempts, methods: all, invoices }: Books): Generator<Finding> {
  const byId = new Map(all.map((method) => [method.id, method]));
  const entities = new Map(invoices.map(({ id, entity }) => [id, entity]));
  for (const { id, charge, customerId, invoiceId, createdAt } of attempts) {
    if (!charge) continue;
    const method = byId.get(charge.methodId);
    const said = !method
      ? 'what is not on file'
      : method.customerId !== customerId
        ? 'what is another customer’s'
        : method.entity !== entities.get(invoiceId)
          ? 'what was agreed on with another legal entity'
          : method.authorisation.consent.at > createdAt
            ? 'before it was agreed to'
            : (method.authorisation.expiresOn ?? charge.on) < charge.on
              ? 'after the last day of what was agreed to'
              : method.ended && method.ended.at < createdAt
                ? 'after it was ended'
                : undefined;
    if (said) yield agreed(tenant, `charged ${said}`, id, charge.methodId);
  }
}

function* ceilings({ tenant, attempts, methods: all }: Books): Generator<Finding> {
  const took = attempts.filter(({ state }) => state !== 'FAILED' && state !== 'CANCELED');
  const byMethod = Map.groupBy(took, ({ charge }) => charge?.methodId);
  for (const { id, authorisation } of all) {
    const { perCharge, perMonth } = authorisation.ceiling ?? {};
    const own = byMethod.get(id) ?? [];
    for (const { id: attempt, amount } of perCharge ? own : [])
      if (amount.minor > perCharge!.minor) yield within(tenant, `${amount.minor} at once`, attempt, id);
    const months = perMonth ? Map.groupBy(own, ({ charge }) => charge!.on.slice(0, 7)) : [];
    for (const [month, same] of months) {
      const sum = same.reduce((total, { amount }) => total + amount.minor, 0);
      if (sum > perMonth!.minor) yield within(tenant, `${sum} in ${month}`, id);
    }
  }
}

const LIVE = ['PENDING', 'UNKNOWN'];
function* alone({ tenant, attempts }: Books): Generator<Finding> {
  const live = attempts.filter(
    ({ state, charge }) => LIVE.includes(state) || (state === 'INITIATED' && charge),
  );
  for (const [invoice, same] of Map.groupBy(live, ({ invoiceId }) => invoiceId))
    if (same.length > 1 && same.some(({ charge }) => charge))
      yield once(tenant, `${same.length} are under way`, invoice, ...same.map(({ id }) => id));
}

const GOES_ON = ['PLANNED', 'CHARGING'];
function* marks({ tenant, collections, invoices }: Books): Generator<Finding> {
  const byId = new Map(collections.map((one) => [one.invoiceId, one]));
  for (const { id, number, collecting } of invoices) {
    const collection = byId.get(id);
    const on = collection && GOES_ON.includes(collection.state) ? collection.on : undefined;
    if (collecting?.on !== on)
      yield planned(tenant, `${number} waits for ${collecting?.on}, and is charged on ${on}`, id);
  }
  for (const { invoiceId, customerId, lookOn, item } of collections)
    for (const index of misplaced(item, {
      g1: [`${tenant}#COLLECTIONS#${customerId}`, invoiceId],
      g2: lookOn === undefined ? undefined : [`${tenant}#COLLECT`, `${lookOn}#${invoiceId}`],
    }))
      yield indexed(tenant, `${index} does not say when the collection is looked at`, invoiceId);
}
