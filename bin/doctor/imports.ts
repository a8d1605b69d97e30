/** Invoices that another system issued: their numbers, and the files that they came in with. */
import type { Books } from './books.ts';
import { differing, rule, sumsOf, type Finding } from './finding.ts';

const numbered = rule(
  'import.number',
  'A number of another system stands for one invoice: find the acts that took it, and credit the one that is too many.',
);
const counted = rule(
  'import.counted',
  'Compare the file with its invoices by `external.importId`: sending the same file again brings in what is missing, once.',
);

export function* imports({ tenant, invoices: all, originals, imports: files }: Books): Generator<Finding> {
  const external = all.filter((invoice) => invoice.external !== undefined);
  const byId = new Map(external.map((invoice) => [invoice.id, invoice]));
  for (const [number, id] of originals)
    if (plain(byId.get(id)?.number ?? '') !== number)
      yield numbered(tenant, `it is of ${id}, which is ${byId.get(id)?.number ?? 'not there'}`, number);
  for (const { id, number } of external)
    if (originals.get(plain(number)) !== id)
      yield numbered(tenant, 'the invoice does not own its number', number, id);
  for (const { id, counts, totals } of files) {
    const { rows, imported, known, rejected } = counts;
    const good = totals.reduce((sum, { invoices }) => sum + invoices, 0);
    if (rows !== imported + known + rejected || good !== imported + known)
      yield counted(
        tenant,
        `${rows} rows are ${imported} + ${known} + ${rejected}, and ${good} are summed up`,
        id,
      );
  }
  const done = files.filter(({ state }) => state === 'DONE');
  const running = new Set(files.filter(({ state }) => state !== 'DONE').map(({ id }) => id));
  for (const { key, one, other } of differing(
    sumsOf(
      external.flatMap((invoice) => (running.has(invoice.external!.importId) ? [] : [invoice.external!])),
      ({ importId }) => importId,
      () => 1,
    ),
    sumsOf(
      done.filter(({ counts }) => counts.imported > 0),
      ({ id }) => id,
      ({ counts }) => counts.imported,
    ),
  ))
    yield counted(tenant, `${one} invoices are of this file, which says ${other}`, key);
}

const plain = (number: string): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
