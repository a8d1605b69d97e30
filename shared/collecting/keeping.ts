/** Keeps a customer's row on the worklist: ranked anew each night, after each payment and broken promise, and with each contact. */
import { tenantById } from '../access/store.ts';
import { accountOf, creditIdOf } from '../credit/credit.ts';
import { creditOf } from '../credit/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { openInvoices } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import type { Behaviour } from '../predicting/behaviour.ts';
import { knownFrom } from '../predicting/reading.ts';
import { behaviourOf } from '../predicting/store.ts';
import type { Score, Scored } from '../risk/risk.ts';
import { scoreById } from '../risk/store.ts';
import type { Deps } from '../runtime/context.ts';
import { list, readEach, readGroups, recall, recallOr, untilFresh, write } from '../runtime/table.ts';
import { HOUSE_WEIGHTS, type CollectionRow } from './row.ts';
import { isAskedFor, rankedOf } from './rules.ts';
import { contactsOf, putRow, rowById, weightsOf } from './store.ts';

/** So many of the oldest open invoices are looked at, as for the score. */
const MOST = { limit: 100 };

/** What a row is made of. */
interface Books extends Pick<Scored, 'account' | 'open'> {
  readonly score: Score | undefined;
  readonly before: CollectionRow | undefined;
  readonly own: Behaviour | undefined;
}
type Ranked = Pick<Books, 'before'> & { readonly row: CollectionRow };

/** As of now: one batch, one query of open invoices, and one of the last contact, for each id of the customer. */
export const rowNow = async (customer: Customer, deps: Deps): Promise<CollectionRow> =>
  (await rankedNow(customer, deps)).row;

const rankedNow = async (customer: Customer, deps: Deps): Promise<Ranked> => {
  const { tenant } = deps;
  const { id, currency } = customer;
  const creditId = accountOf({ customerId: id, creditId: creditIdOf(customer) });
  const [[score], [account], [before], [own]] = await readGroups(
    [scoreById(tenant, id)],
    [creditOf(tenant, creditId, currency)],
    [rowById(tenant, id)],
    [behaviourOf(tenant, id)],
  );
  const [open, lastContactAt] = await Promise.all([openOf(customer, deps), lastContactOf(customer, deps)]);
  return { row: await rowOf(customer, { score, account, before, own, open }, lastContactAt, deps), before };
};

/** What an alias owes, and who spoke with it, is on the row of who it is now. */
const namesOf = (customer: Customer): readonly string[] =>
  customer.mergedInto === undefined ? idsOf(customer) : [];
const openOf = async (customer: Customer, { tenant }: Deps): Promise<Invoice[]> =>
  (await Promise.all(namesOf(customer).map((one) => list(openInvoices(tenant, one), MOST)))).flatMap(
    ({ data }) => data,
  );
const lastContactOf = async (customer: Customer, { tenant }: Deps): Promise<string | undefined> => {
  const lists = await Promise.all(
    namesOf(customer).map((one) => list(contactsOf(tenant, one), { limit: 1 })),
  );
  return lists
    .flatMap(({ data }) => data.map(({ at }) => at))
    .toSorted()
    .at(-1);
};

const todayOf = async ({ tenant, now }: Deps) => {
  const { zone } = (await recall(tenantById(tenant)))!.entities[0]!;
  return { zone, today: localDate(now, zone) };
};

const rowOf = async (
  customer: Customer,
  { score, account, before, own, open }: Books,
  lastContactAt: string | undefined,
  deps: Deps,
): Promise<CollectionRow> => {
  const { today, zone } = await todayOf(deps);
  const weights = await recallOr(weightsOf(deps.tenant), HOUSE_WEIGHTS);
  const pays = await knownFrom(own, customer, today, deps);
  const ranked = rankedOf({ customer, open, score, account, lastContactAt, today, zone, pays }, weights);
  return {
    customerId: customer.id,
    version: (before?.version ?? 0) + 1,
    ...ranked,
    ...(lastContactAt !== undefined && { lastContactAt }),
    ...(before?.collector && customer.mergedInto === undefined && { collector: before.collector }),
    weights: weights.version,
    on: today,
  };
};

type ToScore = () => Promise<Scored>;

/** Every night: by what the score was made of. */
export const keepRow = async (customer: Customer, score: ToScore, deps: Deps): Promise<Scored> => {
  const { known, scored } = await scoredWith(customer, score, deps);
  await keep(customer, known, deps);
  return scored;
};

/** Worker: the same for who is on the list, or was. */
export const keepListed = async (customer: Customer, score: ToScore, deps: Deps): Promise<void> => {
  const { known } = await scoredWith(customer, score, deps);
  if (known.before) await keep(customer, known, deps);
};

/** The row is read first: who keeps another meanwhile, by newer books than these, is met by its version. */
const scoredWith = async (customer: Customer, score: ToScore, { tenant }: Deps) => {
  const [before, own] = await readEach(rowById(tenant, customer.id), behaviourOf(tenant, customer.id));
  const scored = await score();
  const open = customer.mergedInto === undefined ? scored.open : [];
  const known: Books = { ...scored, open, before, own };
  return { known, scored };
};

/** Nothing is written where nothing changed, and no row is begun for who owes nothing that is overdue. */
const keep = async (customer: Customer, known: Books, deps: Deps): Promise<void> => {
  const { today } = await todayOf(deps);
  if (!known.before && !known.open.some((invoice) => isAskedFor(invoice, today))) return;
  const kept = await untilFresh(async (tries) => {
    const { row, before } =
      tries === 0 ? await rankedBy(customer, known, deps) : await rankedNow(customer, deps);
    if (before ? isSame(before, row) : row.overdue.length === 0) return ok(undefined);
    return write(putRow(deps.tenant, row));
  });
  if (!kept.ok) throw new Error(kept.detail);
};
const rankedBy = async (customer: Customer, known: Books, deps: Deps): Promise<Ranked> => ({
  row: await rowOf(customer, known, await lastContactOf(customer, deps), deps),
  before: known.before,
});
const isSame = (before: CollectionRow, row: CollectionRow): boolean =>
  canonical({ ...before, version: 0 }) === canonical({ ...row, version: 0 });
