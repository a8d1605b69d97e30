/** Changes of addresses that customers ask for: none is made that was not answered and waited for, none waits for ever, and none outlives its customer. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

export interface AddressChange {
  readonly id: string;
  readonly customerId: string;
  readonly state: string;
  readonly askedAt: string;
  readonly from: string;
  readonly told: readonly string[];
  readonly confirmed?: { readonly at: string };
  readonly endedAt?: string;
}

const late = rule(
  'address.late',
  'Look at the log of look-after: the change should have been made, or ended, two nights ago.',
);
const unanswered = rule(
  'address.unanswered',
  'Addresses were changed without the answer of the new one, or before a day was over: ask the customer by a telephone number that is known, and find what did it.',
);
const alone = rule('address.alone', 'Two changes of a customer wait: stop one, and find what asked for it.');
const left = rule(
  'address.left',
  'A change names addresses of a customer that was erased: take them out by hand, and find what wrote it afterwards.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const MOST_MS = 3 * 86_400_000;

export function* addresses({ tenant, changes, customers }: Books, now: number): Generator<Finding> {
  const erased = new Set(customers.filter((one) => one.erased?.state === 'DONE').map(({ id }) => id));
  for (const { id, customerId, state, askedAt, from, told, confirmed, endedAt = '', item } of changes) {
    const waits = state === 'PENDING';
    if (waits && Date.parse(askedAt) + MOST_MS < now) yield late(tenant, `it waits since ${askedAt}`, id);
    if (state === 'APPLIED' && !confirmed)
      yield unanswered(tenant, 'it was made, and nobody had answered', id, customerId);
    else if (state === 'APPLIED' && endedAt < from)
      yield unanswered(tenant, `it was made at ${endedAt}, before ${from}`, id, customerId);
    if (erased.has(customerId) && told.length > 0)
      yield left(tenant, `it names ${told.length} addresses`, id, customerId);
    const place = waits ? ([`${tenant}#ADDRCHANGES`, `${askedAt}#${id}`] as const) : undefined;
    for (const index of misplaced(item, { g1: place }))
      yield indexed(tenant, `${index} does not say that the change is ${state}`, id);
  }
  const waiting = changes.filter(({ state }) => state === 'PENDING');
  for (const [customer, all] of Map.groupBy(waiting, ({ customerId }) => customerId))
    if (all.length > 1) yield alone(tenant, `${all.length} wait`, customer, ...all.map(({ id }) => id));
}
