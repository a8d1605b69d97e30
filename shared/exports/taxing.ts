/** Reads the documents behind the tax of entries, as the entries come by. */
import type { Snapshot } from '../invoices/invoice.ts';
import { invoiceById, snapshotById } from '../invoices/store.ts';
import type { Read } from '../kernel/storage.ts';
import type { Booked } from '../ledger/entry.ts';
import { documentByNumber } from '../numbering/store.ts';
import type { Deps } from '../runtime/context.ts';
import { readAll } from '../runtime/table.ts';
import type { Row } from './columns.ts';
import { grouped } from './standing.ts';
import { countingTax, type Documented } from './taxed.ts';

export async function* taxes(
  entries: AsyncIterable<Booked>,
  deps: Pick<Deps, 'tenant'>,
): AsyncGenerator<readonly Row[]> {
  const count = countingTax();
  for await (const group of grouped(taxable(entries))) {
    const documented = await documentsOf(group, deps);
    for (const entry of group) count.add(entry, documented(entry));
  }
  yield count.rows();
}

async function* taxable(entries: AsyncIterable<Booked>): AsyncGenerator<Booked> {
  for await (const entry of entries)
    if (WHAT[entry.kind] || entry.lines.some(({ account }) => account === 'vat')) yield entry;
}
const WHAT: Readonly<Partial<Record<Booked['kind'], Pick<Documented, 'what' | 'sign'>>>> = {
  invoice: { what: 'invoices', sign: 1 },
  prepayment: { what: 'prepayments', sign: 1 },
  credit_note: { what: 'credit_notes', sign: -1 },
  void: { what: 'voided', sign: -1 },
  deposit_taken: { what: 'prepayments_taken_up', sign: -1 },
};

/** The document of an entry: a credit note by its number, everything else by the invoice that its lines name. */
const documentsOf = async (entries: readonly Booked[], { tenant }: Pick<Deps, 'tenant'>) => {
  const notes = await keyed(
    entries
      .filter(({ kind }) => kind === 'credit_note')
      .map(({ source }) => [source, documentByNumber(tenant, source)] as const),
  );
  const idOf = ({ kind, source, lines }: Booked): string | undefined =>
    kind === 'credit_note'
      ? notes.get(source)
      : lines.find(({ account }) => account === OWED[kind])?.invoiceId;
  const prepaid = await keyed(
    entries
      .filter(({ kind }) => kind === 'deposit_taken')
      .flatMap(({ lines }) =>
        lines.flatMap(({ account, invoiceId }) => (account === 'deposits' ? invoiceId! : [])),
      )
      .map((id) => [id, invoiceById(tenant, id)] as const),
  );
  const wanted = [...entries.flatMap((entry) => (WHAT[entry.kind] && idOf(entry)) ?? []), ...prepaid.keys()];
  const snapshots = await keyed(wanted.map((id) => [id, snapshotById(tenant, id)] as const));
  return (entry: Booked): Documented[] => {
    const said = WHAT[entry.kind];
    if (!said) return [];
    if (entry.kind === 'deposit_taken')
      return entry.lines.flatMap(({ account, invoiceId = '' }) => {
        const head = account === 'deposits' ? prepaid.get(invoiceId)?.prepayment : undefined;
        const taken = head?.taken.filter((one) => one.number === entry.source) ?? [];
        return taken.map(({ groups }) => ({ ...said, country: countryOf(snapshots.get(invoiceId)), groups }));
      });
    const snapshot = snapshots.get(idOf(entry) ?? '');
    return snapshot ? [{ ...said, country: countryOf(snapshot), groups: snapshot.totals.taxes }] : [];
  };
};
/** Where the lines of an entry name its document. */
const OWED: Readonly<Partial<Record<Booked['kind'], 'receivables'>>> = {
  invoice: 'receivables',
  prepayment: 'receivables',
  void: 'receivables',
};
const countryOf = (snapshot: Snapshot | undefined): string => snapshot?.buyer.address.country ?? '';

const keyed = async <T>(all: readonly (readonly [string, Read<T>])[]): Promise<Map<string, T>> => {
  const reads = new Map(all);
  const found = await readAll(
    [...reads].map(([name, { key, parse }]): Read<readonly [string, T]> => ({
      key,
      parse: (item) => [name, parse(item)],
    })),
  );
  return new Map(found);
};
