/** What a line is decided by, read from the books; nothing is decided here. */
import { tenantById } from '../access/store.ts';
import { debitSeries, depositSeries } from '../access/tenant.ts';
import type { BankLine } from '../bank/statement.ts';
import { creditIdOf } from '../credit/credit.ts';
import { customerById, payersOf } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { latest } from '../invoices/latest.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import { plainNumber } from '../numbering/series.ts';
import { documentByNumber, documentByOriginal, originals } from '../numbering/store.ts';
import type { Payment } from '../payments/payment.ts';
import type { Target } from '../payments/rules.ts';
import { payoutByReference } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { each, list, read, readAll, recall, recallOr } from '../runtime/table.ts';
import type { Facts } from './decision.ts';
import type { Mention } from './match.ts';
import { mentionsOf, originalsIn, payoutNamesOf } from './mentions.ts';

export const factsOf = async (line: BankLine, { tenant: name }: Deps): Promise<Facts> => {
  const tenant = (await recall(tenantById(name)))!;
  const { mentions: written, broken } = mentionsOf(
    line,
    tenant.entities.flatMap((entity) => [entity.series, debitSeries(entity), depositSeries(entity)]),
  );
  const ids = await readAll(written.map(({ number }) => documentByNumber(name, number)));
  const known = await readAll(ids.map((id) => invoiceById(name, id)));
  const elsewhere = written.length > 0 ? NONE : await numberedElsewhere(line, name);
  const { named, mentions } = await meant(
    [...written, ...elsewhere.mentions],
    [...known, ...elsewhere.invoices],
    name,
  );
  const { iban } = line.counterparty;
  const payers = iban === undefined ? [] : await payersNow(iban, name);
  const payoutNames = payoutNamesOf(line);
  const payouts = await readAll(payoutNames.map((reference) => payoutByReference(name, reference)));
  return { line, mentions, broken, named, payers, payoutNames, payouts };
};

/** Invoices under the numbers of another system. A line with a number of ours is not read for them, nor any where none came in. */
const numberedElsewhere = async (line: BankLine, tenant: string): Promise<Elsewhere> => {
  if (!(await recallOr(originals(tenant), false))) return NONE;
  const words = originalsIn(line);
  const ids = await readAll(words.map(({ number }) => documentByOriginal(tenant, number)));
  const invoices = await readAll(ids.map((id) => invoiceById(tenant, id)));
  const mentions = invoices.flatMap(({ number }) => {
    const word = words.find((one) => one.number === plainNumber(number));
    return word ? [{ ...word, number }] : [];
  });
  return { mentions, invoices };
};
interface Elsewhere {
  readonly mentions: readonly Mention[];
  readonly invoices: readonly Invoice[];
}
const NONE: Elsewhere = { mentions: [], invoices: [] };

/** Whoever pays by the number of an invoice that was corrected means the one in its place. */
const meant = async (mentions: readonly Mention[], invoices: readonly Invoice[], tenant: string) => {
  const places = new Map<string, Invoice>();
  for (const invoice of invoices) places.set(invoice.number, await latest(invoice, { tenant }));
  const named = [...new Map([...places.values()].map((one) => [one.id, one])).values()];
  return {
    named,
    mentions: mentions.map((one) => ({ ...one, number: places.get(one.number)?.number ?? one.number })),
  };
};

/** Records that were merged into one payer are that payer; only where several pay from an account is it asked. */
const payersNow = async (iban: string, tenant: string): Promise<string[]> => {
  const { data: payers } = await list(payersOf(tenant, iban), { limit: 10 });
  if (payers.length < 2) return payers;
  const found = await readAll(payers.map((id) => customerById(tenant, id)));
  return [...new Set(found.map(({ id, mergedInto }) => mergedInto ?? id))];
};

/** More open invoices than that are not looked through for one amount. */
const MAX_OPEN = 500;
export const owedBy = async (customerId: string, { tenant }: Deps): Promise<Invoice[] | undefined> => {
  const found: Invoice[] = [];
  const aliases = (await read(customerById(tenant, customerId)))?.aliases ?? [];
  for (const id of [customerId, ...aliases])
    for await (const invoice of each(openInvoices(tenant, id))) {
      if (invoice.open.minor > 0) found.push(invoice);
      if (found.length > MAX_OPEN) return undefined;
    }
  return found;
};

/** Whose credit the payer's rest frees: where the invoices stand that it pays, else where the payer stands today. */
export const creditFor = async (
  customerId: string | undefined,
  [first]: readonly Target[],
  { tenant }: Deps,
): Promise<Payment['creditId']> => {
  if (customerId === undefined || first) return first?.invoice.creditId;
  const customer = await read(customerById(tenant, customerId));
  return customer && creditIdOf(customer);
};
