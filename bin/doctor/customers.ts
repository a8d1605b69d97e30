/** Customers: that names lead to records that go on, that merged ones lead there in one step, and that history is whole. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

/** What is read of a customer's record. */
export interface Customer {
  readonly id: string;
  readonly version: number;
  readonly source: string;
  readonly externalId: string;
  readonly externalIds?: readonly { readonly source: string; readonly externalId: string }[];
  readonly name: string;
  readonly address: { readonly line1: string; readonly postalCode: string; readonly city: string };
  readonly emails: readonly string[];
  readonly ibans: readonly string[];
  readonly erased?: { readonly erasure: string; readonly state: string };
  readonly aliases?: readonly string[];
  readonly mergedInto?: string;
  readonly undeliverable?: readonly { readonly email: string }[];
  readonly mailsOff?: readonly { readonly kind: string; readonly at: string }[];
}

export interface Version {
  readonly version: number;
  readonly changes: readonly {
    readonly field: string;
    readonly before?: unknown;
    readonly after?: unknown;
  }[];
}

const name = rule(
  'customer.name',
  'Orders under this name go to the wrong record, or to none: point the name to the record that goes on.',
);
const merged = rule(
  'customer.merged',
  'Compare the versions of both records: a merge was written on one side only. Merge again, or take the alias away.',
);
const history = rule(
  'customer.history',
  'A change has no version, or a version no change: look for it in the acts of that moment.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be, or is found where it should not: write the item again with its keys.',
);

export function* customers({ tenant, customers: all, names, versions }: Books): Generator<Finding> {
  const byId = new Map(all.map((customer) => [customer.id, customer]));
  for (const { id, version, source, externalId, externalIds = [], aliases = [], mergedInto, item } of all) {
    const now = mergedInto ?? id;
    for (const one of [{ source, externalId }, ...externalIds])
      if (names.get(`${one.source}#${one.externalId}`) !== now)
        yield name(tenant, `${one.externalId} of ${one.source} does not lead to ${now}`, id);
    if (mergedInto !== undefined && !byId.get(mergedInto)?.aliases?.includes(id))
      yield merged(tenant, `it was merged into ${mergedInto}, which does not say so`, id);
    for (const alias of aliases)
      if (byId.get(alias)?.mergedInto !== id)
        yield merged(tenant, `its alias ${alias} does not lead to it`, id);
    // Records from before there were versions have fewer of them.
    const kept = versions.get(id)?.length ?? 0;
    if (kept > version) yield history(tenant, `${kept} versions are kept, and it is the ${version}th`, id);
    const place = mergedInto === undefined ? ([`${tenant}#CUSTOMERS`, id] as const) : undefined;
    for (const index of misplaced(item, { g1: place }))
      yield indexed(tenant, `${index} does not say where it is`, id);
  }
  for (const [one, id] of names) if (!byId.has(id)) yield name(tenant, `there is no customer ${id}`, one);
}
