/** Rows of the numbering audit: each series of an entity, and each fault that the nightly proof found in it. */
import { creditSeries, debitSeries, depositSeries, noticeSeries, type Entity } from '../access/tenant.ts';
import { numberOf, type Series } from '../numbering/series.ts';
import type { NumberingAudit, Proven } from '../operations/numbering-audit.ts';
import type { Row } from './columns.ts';

export interface Given {
  readonly series: Series;
  readonly proven: Proven | undefined;
}
export const numberRows = (
  { series: own, earlierSeries = [] }: Pick<Entity, 'series' | 'earlierSeries'>,
  all: readonly Given[],
  {
    audit,
    voided,
  }: { readonly audit: NumberingAudit | undefined; readonly voided: ReadonlyMap<string, number> },
): Row[] =>
  all.flatMap(({ series: { name, next, lastOn }, proven }) => {
    const found = audit?.series.find(({ series }) => series === name);
    const faults = found?.faults ?? [];
    const documents = DOCUMENTS.find(([, of]) =>
      [own, ...earlierSeries].some((series) => name.startsWith(`${of({ series })}-`)),
    )?.[0];
    const head = [name, documents, Number(name.slice(-4))] as const;
    const missing = faults.filter(({ fault }) => fault === 'missing').length;
    const series: Row = [
      'series',
      ...head,
      next === 1 ? undefined : numberOf(name, 1),
      next === 1 ? undefined : numberOf(name, next - 1),
      next - 1,
      missing,
      voided.get(name) ?? 0,
      proven?.upTo ?? 0,
      lastOn,
      proven?.on,
      audit?.day,
      faults.length,
      undefined,
      undefined,
    ];
    return [
      series,
      ...faults.map(({ number, fault }): Row => [
        'fault',
        ...head,
        ...Array<undefined>(10).fill(undefined),
        number,
        fault,
      ]),
    ];
  });

const DOCUMENTS = [
  ['invoices', ({ series }: Pick<Entity, 'series'>) => series],
  ['credit_notes', creditSeries],
  ['debit_notes', debitSeries],
  ['deposits', depositSeries],
  ['notices', noticeSeries],
] as const;

/** `INV-2026` of `INV-2026-000117`. */
export const seriesIn = (number: string): string => number.slice(0, number.lastIndexOf('-'));
