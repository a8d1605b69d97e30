/** Keeps a customer's row on the worklist: ranked anew each night, after each payment and broken promise, and with each contact. */
import { tenantById } from '../access/store.ts';
import { accountOf, creditIdOf } from '../credit/credit.ts';
import { creditOf } from '../credit/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { openInvoices } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { ok, type Result } from '../kernel/result.ts';
import { knownFrom } from '../predicting/reading.ts';
import { behaviourOf } from '../predicting/store.ts';
import { scoreById } from '../risk/store.ts';
import type { Deps } from '../runtime/context.ts';
import { list, readGroups, read, recall, recallOr, untilFresh, write } from '../runtime/table.ts';
import { HOUSE_WEIGHTS, type CollectionRow } from './row.ts';
import { rankedOf } from './rules.ts';
import { contactsOf, putRow, rowById, weightsOf } from './store.ts';

/** So many of the oldest open invoices are looked at, as for the score. */
const MOST = { limit: 100 };

/** As of now: one batch, one query of open invoices, and one of the last contact, for each id of the customer. */
export const rowNow = async (customer: Customer, deps: Deps): Promise<CollectionRow> => {
  const { tenant, now } = deps;
  const { id, currency } = customer;
  // What an alias owes is on the row of who it is now.
  const isAlias = customer.mergedInto !== undefined;
  const zone = (await recall(tenantById(tenant)))!.entities[0]!.zone;
  const today = localDate(now, zone);
  const account = accountOf({ customerId: id, creditId: creditIdOf(customer) });
  const [[score], [credit], [before], [own]] = await readGroups(
    [scoreById(tenant, id)],
    [creditOf(tenant, account, currency)],
    [rowById(tenant, id)],
    [behaviourOf(tenant, id)],
  );
  const lists = await Promise.all(
    (isAlias ? [] : idsOf(customer)).map((one) =>
      Promise.all([list(openInvoices(tenant, one), MOST), list(contactsOf(tenant, one), { limit: 1 })]),
    ),
  );
  const lastContactAt = lists
    .flatMap(([, contacts]) => contacts.data.map(({ at }) => at))
    .toSorted()
    .at(-1);
  const weights = await recallOr(weightsOf(tenant), HOUSE_WEIGHTS);
  const open = lists.flatMap(([invoices]) => invoices.data);
  const pays = await knownFrom(own, customer, today, deps);
  const ranked = rankedOf(
    { customer, open, score, account: credit, lastContactAt, today, zone, pays },
    weights,
  );
  return {
    customerId: id,
    version: (before?.version ?? 0) + 1,
    ...ranked,
    ...(lastContactAt !== undefined && { lastContactAt }),
    ...(before?.collector && !isAlias && { collector: before.collector }),
    weights: weights.version,
    on: today,
  };
};

/** Nothing is written where nothing changed, and no row is begun for who owes nothing that is overdue. */
export const keepRow = async (customer: Customer, deps: Deps): Promise<void> => {
  const kept = await untilFresh(async () => {
    const row = await rowNow(customer, deps);
    if (row.version === 1) return row.overdue.length === 0 ? ok(undefined) : write(putRow(deps.tenant, row));
    const before = (await read(rowById(deps.tenant, customer.id)))!;
    return canonical({ ...before, version: 0 }) === canonical({ ...row, version: 0 })
      ? ok(undefined)
      : write(putRow(deps.tenant, row));
  });
  if (!kept.ok) throw new Error(kept.detail);
};

/** Worker: only who is on the list, or was, pays for more than one read. */
export const keepListed = async (customer: Customer, deps: Deps): Promise<Result<void>> => {
  if (await read(rowById(deps.tenant, customer.id))) await keepRow(customer, deps);
  return ok(undefined);
};
