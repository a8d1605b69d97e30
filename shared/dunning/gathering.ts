/** What a run finds, in parts that have all of each payer: what is said to one is said as one, and a run over everything has no room for everything. */
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import type { Listing } from '../kernel/storage.ts';
import { each, readAll } from '../runtime/table.ts';

/** So many heads are kept as they are found: more are read once more when it is their turn. */
const MOST_KEPT = 10_000;
/** Invoices of a part, or all of one payer who has more. */
const PART = 1_000;

export async function* byPayers(
  listing: Listing<Invoice>,
  tenant: string,
  most = { kept: MOST_KEPT, part: PART },
): AsyncGenerator<Invoice[]> {
  const ids = new Map<string, string[]>();
  const kept = new Map<string, Invoice>();
  for await (const invoice of each(listing)) {
    const { id, customerId } = invoice;
    const own = ids.get(customerId);
    if (own) own.push(id);
    else ids.set(customerId, [id]);
    if (kept.size < most.kept) kept.set(id, invoice);
  }
  let part: string[] = [];
  for (const own of ids.values()) {
    if (part.length > 0 && part.length + own.length > most.part) {
      yield await headsOf(part, kept, tenant);
      part = [];
    }
    part.push(...own);
  }
  if (part.length > 0) yield await headsOf(part, kept, tenant);
}

/** In the order in which they were found, without what was paid since. */
const headsOf = async (
  ids: readonly string[],
  kept: Map<string, Invoice>,
  tenant: string,
): Promise<Invoice[]> => {
  const missing = ids.filter((id) => !kept.has(id)).map((id) => invoiceById(tenant, id));
  const read = new Map((await readAll(missing)).map((one) => [one.id as string, one]));
  return ids.flatMap((id) => {
    const head = kept.get(id) ?? read.get(id);
    kept.delete(id);
    return head && head.open.minor > 0 ? head : [];
  });
};
