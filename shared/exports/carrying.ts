/** Folds the books up to a day, and begins with what a closed month left where one was closed by then: as `GET /v1/ageing` does. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { begunFor } from '../insights/reading.ts';
import { invoiceById } from '../invoices/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Booked } from '../ledger/entry.ts';
import { plansOn } from '../plans/reading.ts';
import type { Deps } from '../runtime/context.ts';
import { readAll, recall } from '../runtime/table.ts';
import type { Row } from './columns.ts';
import type { Export } from './export.ts';
import { FOLDED, GO_ON, type Folding } from './folding.ts';
import type { Naming } from './naming.ts';
import { booksFrom } from './progress.ts';
import { grouped } from './standing.ts';

/** `entries`: of the file, from a day on. Undefined where its kind is not folded. */
export const foldedRows = async (
  file: Export,
  { entries, namesOf }: { entries: (from?: LocalDate) => AsyncIterable<Booked>; namesOf: Naming },
  deps: Deps,
): Promise<readonly Row[] | undefined> => {
  const begin = FOLDED[file.kind];
  if (!begin) return undefined;
  const begun = GO_ON.includes(file.kind) ? await leftFor(file, deps) : undefined;
  const goneOn = begun && (await fed(begin(file, begun.carried), entries(begun.from)));
  // What was settled long before the month was closed is not in what it left: where that moves again, all is read.
  const folding = goneOn && begun.carried.unknown.size === 0 ? goneOn : await fed(begin(file), entries());
  const numbers = new Map<string, string>();
  for (const { id, number } of await readAll(folding.unnumbered().map((id) => invoiceById(deps.tenant, id))))
    numbers.set(id, number);
  const plans = await plansOn({ entity: file.entity, day: file.to }, deps);
  return folding.rows({ names: await namesOf(folding.customers()), plans, numbers });
};

const leftFor = async ({ entity, to }: Export, deps: Deps) => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const cut = { entity: entityOf(tenant, entity)!, asOf: to, from: await booksFrom(deps), known: {} };
  return begunFor(cut, deps);
};

const fed = async (folding: Folding, entries: AsyncIterable<Booked>): Promise<Folding> => {
  for await (const group of grouped(entries)) folding.add(group);
  return folding;
};
