/**
 * Table: SERIES `${t}#SERIES#${name}`/SERIES: next, lastOn · NUMBER `${t}#NUMBER#${number}`/NUMBER → document id
 * ORIGINAL `${t}#ORIGINAL#${number as letters and digits}`/ORIGINAL → id of a document that another system numbered ·
 * ORIGINALS `${t}#ORIGINALS`/ORIGINALS: that there are such
 * 1. a series, strongly read: 1 read · 2. document of a number: 1 read · 3. document of another system's number: 1 read
 * A number is taken inside the transaction that issues its document, so none is ever lost or given twice.
 */
import type { LocalDate } from '../kernel/dates.ts';
import type { Read, Write } from '../kernel/storage.ts';
import { numberOf, plainNumber, type Series } from './series.ts';

const key = (tenant: string, name: string) => ({ pk: `${tenant}#SERIES#${name}`, sk: 'SERIES' });

export const seriesByName = (tenant: string, name: string): Read<Series> => ({
  key: key(tenant, name),
  parse: (item) => ({ name, next: Number(item['next']), lastOn: String(item['lastOn']) }),
});
export const documentByNumber = (tenant: string, number: string): Read<string> => ({
  key: { pk: `${tenant}#NUMBER#${number}`, sk: 'NUMBER' },
  parse: (item) => String(item['documentId']),
});

export const documentByOriginal = (tenant: string, number: string): Read<string> => ({
  key: { pk: `${tenant}#ORIGINAL#${plainNumber(number)}`, sk: 'ORIGINAL' },
  parse: (item) => String(item['documentId']),
});
/** Whether any document came with a number of another system; nobody else pays for looking. */
export const originals = (tenant: string): Read<boolean> => ({
  key: { pk: `${tenant}#ORIGINALS`, sk: 'ORIGINALS' },
  parse: () => true,
});
/** The number of a document that was issued elsewhere: it is nobody's before, and no series gives it. */
export const takeOriginal = (tenant: string, number: string, documentId: string): Write<'table.stale'> => ({
  put: { ...documentByOriginal(tenant, number).key, kind: 'original-number', documentId },
  if: 'absent',
  clash: 'table.stale',
  about: `number ${number}`,
});
export const noteOriginals = (tenant: string): Write<'table.stale'> => ({
  put: { ...originals(tenant).key, kind: 'original-numbers' },
  clash: 'table.stale',
  about: 'that numbers of other systems are known',
});

/** The writes that take the next numbers of a series, one for each document; they clash when another took them first. */
export const take = (
  tenant: string,
  { name, next }: Pick<Series, 'name' | 'next'>,
  on: LocalDate,
  documentIds: readonly string[],
): Write<'table.stale'>[] => [
  {
    update: key(tenant, name),
    set: { next: next + documentIds.length, lastOn: on, kind: 'series' },
    clash: 'table.stale',
    about: `series ${name}`,
    if: next === 1 ? 'absent' : { next: { is: '=', value: next } },
  },
  ...documentIds.map((documentId, index) => {
    const number = numberOf(name, next + index);
    return {
      put: { pk: `${tenant}#NUMBER#${number}`, sk: 'NUMBER', kind: 'number', documentId },
      if: 'absent' as const,
      clash: 'table.stale' as const,
      about: `number ${number}`,
    };
  }),
];
