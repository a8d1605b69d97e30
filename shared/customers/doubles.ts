/** Looks for records that may be one customer after each change, and merges those that a person says are. */
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { hiddenKey, type Deps } from '../runtime/context.ts';
import { commit, list, read, readAll, readEach, untilFresh, write } from '../runtime/table.ts';
import { CustomerMerged, CustomerSaved, type Customer, type Duplicate } from './customer.ts';
import { blockingKeys, compared, pairOf } from './likeness.ts';
import { dismiss, merge } from './rules.ts';
import { versionOf } from './saving.ts';
import {
  customerById,
  duplicateById,
  payersOf,
  putCustomer,
  putDuplicate,
  putKeyOf,
  putName,
  putVersion,
  underKey,
} from './store.ts';

/** A key that more records share tells nobody apart. */
const MOST_UNDER_KEY = 25;

/** Worker: puts the record under its keys, and notes each pair that is alike. A pair is noted once, whatever became of it. */
export const findDuplicates = async (
  { customerId }: { customerId: string },
  deps: Deps,
): Promise<Result<number, 'table.stale'>> => {
  const { tenant } = deps;
  const customer = await read(customerById(tenant, customerId));
  if (!customer || customer.mergedInto !== undefined || customer.erased) return ok(0);
  const keys = keyNamesOf(tenant, customer);
  const under = [...keys, ...addressKeysOf(tenant, customer)];
  await Promise.all(under.map((key) => write(putKeyOf(tenant, key, customer.id))));
  const found = await Promise.all(
    [
      ...keys.map((key) => underKey(tenant, key)),
      ...customer.ibans.map((iban) => payersOf(tenant, iban)),
    ].map(async (listing) => {
      const { data, nextCursor } = await list(listing, { limit: MOST_UNDER_KEY });
      return nextCursor === undefined ? data : [];
    }),
  );
  const others = [...new Set(found.flat())].filter((id) => id !== customer.id);
  let noted = 0;
  for (const other of await readAll(others.map((id) => customerById(tenant, id)))) {
    const alike = other.mergedInto === undefined && compared(customer, other);
    if (!alike) continue;
    const pair = pairOf(customer.id, other.id);
    const kept = await write(
      putDuplicate(tenant, {
        id: pair.join('.'),
        version: 1,
        customers: pair,
        ...alike,
        state: 'OPEN',
        at: deps.now,
        by: deps.actor,
      }),
    );
    if (kept.ok) noted += 1;
  }
  return ok(noted);
};

/** Keys of the table stand in traces of AWS, and names are nobody's business there. */
export const keyNamesOf = (tenant: string, customer: Parameters<typeof blockingKeys>[0]): string[] =>
  blockingKeys(customer).map((key) => hiddenKey(tenant, key));

/** Where those stand that mails go to at an address. No pair is found by it: a bookkeeper's office has one for all its customers. */
export const addressKey = (tenant: string, email: string): string =>
  hiddenKey(tenant, `mail:${email.trim().toLowerCase()}`);
export const addressKeysOf = (
  tenant: string,
  { emails, contacts = [] }: Pick<Customer, 'emails' | 'contacts'>,
): string[] => [
  ...new Set([...emails, ...contacts.map(({ email }) => email)].map((email) => addressKey(tenant, email))),
];

/** Says of a pair that it is two customers. */
export const dismissDuplicate = ({ id, reason }: { id: string; reason: string }, deps: Deps) =>
  untilFresh(async () => {
    const pair = await read(duplicateById(deps.tenant, id));
    if (!pair) return refuse('customers.duplicate_unknown', `There is no pair ${id}.`);
    const done = dismiss(pair, deps.actor, deps.now);
    if (!done.ok) return done;
    const action = `customers.dismiss_duplicate: ${reason}`;
    const kept = await commit(deps, { action, answer: done.value }, [putDuplicate(deps.tenant, done.value)]);
    return kept.ok ? done : kept;
  });

/** The old record answers by the one it was merged into; names, accounts and former aliases go over in the same commit. */
export const mergeCustomers = (
  { id, into, reason }: { id: Customer['id']; into: Customer['id']; reason: string },
  deps: Deps,
) =>
  untilFresh(async () => {
    const { tenant } = deps;
    const [alias, survivor, pair] = await readEach(
      customerById(tenant, id),
      customerById(tenant, into),
      duplicateById(tenant, pairOf(id, into).join('.')),
    );
    if (!alias) return refuse('customers.unknown', `There is no customer ${id}.`);
    if (!survivor)
      return refuse('customers.merge_unknown', `There is no customer ${into}.`, [
        { pointer: '/into', detail: 'is not known' },
      ]);
    const gone = [alias, survivor].find(({ erased }) => erased);
    if (gone) return refuse('customers.erased', `The personal data of ${gone.id} were erased.`);
    const before = await readAll((alias.aliases ?? []).map((one) => customerById(tenant, one)));
    const merged = merge(alias, survivor, before, deps.now);
    if (!merged.ok) return merged;
    const after = merged.value;
    const both: readonly (readonly [Customer, Customer])[] = [
      [survivor, after.survivor],
      [alias, after.alias],
      ...after.older.map((one, at) => [before[at]!, one] as const),
    ];
    const names = [alias, ...(alias.externalIds ?? [])];
    const events = [
      announce(CustomerMerged, into, { customerId: into, mergedId: id }),
      announce(CustomerSaved, into, { customerId: into, version: after.survivor.version }),
    ];
    const kept = await commit(
      deps,
      { action: `customers.merge: ${reason}`, events, answer: after.survivor },
      [
        ...both.flatMap(([was, is]) => [
          ...putCustomer(tenant, is, was),
          putVersion(tenant, is.id, versionOf(was, is, deps)),
        ]),
        ...names.map((name) => putName(tenant, name, into)),
        ...(pair ? [putDuplicate(tenant, settled(pair, deps))] : []),
      ],
    );
    return kept.ok ? ok(after.survivor) : kept;
  });
const settled = (pair: Duplicate, { actor, now }: Deps): Duplicate => ({
  ...pair,
  version: pair.version + 1,
  state: 'MERGED',
  by: actor,
  at: now,
});
