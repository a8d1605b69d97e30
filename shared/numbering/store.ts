/**
 * Table: SERIES `${t}#SERIES#${name}`/SERIES: next, lastOn · NUMBER `${t}#NUMBER#${number}`/NUMBER → document id
 * 1. a series, strongly read: 1 read · 2. document of a number: 1 read
 * A number is taken inside the transaction that issues its document, so none is ever lost or given twice.
 */
import type { LocalDate } from '../kernel/dates.ts';
import type { Read, Write } from '../kernel/storage.ts';
import { numberOf, type Series } from './series.ts';

const key = (tenant: string, name: string) => ({ pk: `${tenant}#SERIES#${name}`, sk: 'SERIES' });

export const seriesByName = (tenant: string, name: string): Read<Series> => ({
  key: key(tenant, name),
  parse: (item) => ({ name, next: Number(item['next']), lastOn: String(item['lastOn']) }),
});
export const documentByNumber = (tenant: string, number: string): Read<string> => ({
  key: { pk: `${tenant}#NUMBER#${number}`, sk: 'NUMBER' },
  parse: (item) => String(item['documentId']),
});

/** The writes that take the next number of a series for a document; they clash when another took it first. */
export const take = (
  tenant: string,
  { name, next }: Pick<Series, 'name' | 'next'>,
  on: LocalDate,
  documentId: string,
): Write<'table.stale'>[] => [
  {
    update: key(tenant, name),
    set: { next: next + 1, lastOn: on, kind: 'series' },
    clash: 'table.stale',
    about: `series ${name}`,
    if: next === 1 ? 'absent' : { next: { is: '=', value: next } },
  },
  {
    put: { pk: `${tenant}#NUMBER#${numberOf(name, next)}`, sk: 'NUMBER', kind: 'number', documentId },
    if: 'absent',
    clash: 'table.stale',
    about: `number ${numberOf(name, next)}`,
  },
];
