/** Rows of the files that CFOs and auditors ask for: figures, tax, numbers, statements. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLUMNS, type Row } from '../../../shared/exports/columns.ts';
import { daysBefore, figureRows } from '../../../shared/exports/figured.ts';
import { LEDGER_LINES } from '../../../shared/exports/lake.ts';
import { lastOver, linesOf, partitioned } from '../../../shared/exports/lines.ts';
import { numberRows, seriesIn } from '../../../shared/exports/numbers.ts';
import { counting } from '../../../shared/exports/rules.ts';
import { statements as stating } from '../../../shared/exports/stated.ts';
import { countingTax, type Documented } from '../../../shared/exports/taxed.ts';
import { DEFINITIONS, figuresOf, foldedOf } from '../../../shared/figures/rules.ts';
import { ageingOf } from '../../../shared/insights/ageing.ts';
import { fold } from '../../../shared/insights/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { invoice, paid } from '../insights/booked.ts';

const cellsOf = (kind: keyof typeof COLUMNS, row: Row) =>
  Object.fromEntries(COLUMNS[kind].map(({ name }, at) => [name, row[at]]));
const totals = (kind: keyof typeof COLUMNS, rows: readonly Row[]) => {
  for (const row of rows) expect(row).toHaveLength(COLUMNS[kind].length);
  const count = counting(COLUMNS[kind]);
  count.add(rows);
  return Object.fromEntries(count.counted().totals);
};

describe('statements', () => {
  const days = { from: '2026-02-01', to: '2026-03-31' };
  const statements = (entries: readonly Booked[], names = new Map<string, string>()) => {
    const stated = stating(days);
    for (const entry of entries) stated.add([entry]);
    return stated.rows({ names });
  };
  const on = fc.integer({ min: 0, max: 89 }).map((days) => addDays('2026-01-01', days));
  const act = fc.record({
    serial: fc.integer({ min: 0, max: 12 }),
    on,
    minor: fc.integer({ min: 1, max: 100_000 }),
    currency: fc.constantFrom('EUR', 'JPY'),
    is: fc.constantFrom('invoice', 'receipt', 'unapplied', 'claim'),
  });
  const booked = ({
    serial,
    on,
    minor,
    currency,
    is,
  }: typeof act extends fc.Arbitrary<infer T> ? T : never) => {
    if (is === 'invoice') return invoice(serial, on, addDays(on, 14), minor, currency);
    const receipt = paid(serial, on, addDays(on, 14), minor, currency);
    if (is === 'receipt') return receipt;
    const account = is === 'unapplied' ? ('unapplied' as const) : ('lateClaims' as const);
    const other = { account: 'bank' as const, minor: 0 - minor };
    return { ...receipt, lines: [{ account, minor, customerId: `cus_${serial % 3}` }, other] };
  };
  const book = fc
    .array(act, { maxLength: 30 })
    .map((acts) => acts.map(booked).toSorted((a, b) => (a.on < b.on ? -1 : 1)));

  test('opening and movements come to the closing, line by line, and all closings to the ageing, by customer', () => {
    fc.assert(
      fc.property(book, (entries) => {
        const rows = statements(entries);
        const told = rows.map((row) => cellsOf('statements', row));
        let [balance, whose] = [0, ''];
        for (const row of told) {
          if (row['line'] === 'opening') {
            [balance, whose] = [Number(row['balance']), `${row['customer_id']} ${row['currency']}`];
            continue;
          }
          expect(`${row['customer_id']} ${row['currency']}`).toBe(whose);
          balance += Number(row['debit'] ?? 0) - Number(row['credit'] ?? 0);
          expect(row['balance']).toBe(balance);
          if (row['line'] === 'closing')
            expect(balance).toBe(
              Number(row['receivables']) + Number(row['late_claims']) - Number(row['unapplied']),
            );
        }
        const closings = told.filter(({ line }) => line === 'closing');
        const aged = ageingOf(fold(entries), 'main', days.to).currencies;
        for (const { currency, customers, controlAccountMinor } of aged) {
          expect(totals('statements', rows)[currency] ?? 0).toBe(controlAccountMinor);
          for (const { customerId, openMinor } of customers)
            expect(
              closings.find((one) => one['customer_id'] === customerId && one['currency'] === currency)?.[
                'receivables'
              ] ?? 0,
            ).toBe(openMinor);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the first day and the last are of the days, and what came before is the opening', () => {
    const entries = [
      invoice(1, '2026-01-31', '2026-02-14', 100),
      invoice(1, '2026-02-01', '2026-02-15', 20),
      invoice(1, '2026-03-31', '2026-04-14', 3),
    ];
    expect(statements(entries).map((row) => [row[2], row[3], row[11]])).toEqual([
      ['opening', '2026-02-01', 100],
      ['movement', '2026-02-01', 120],
      ['movement', '2026-03-31', 123],
      ['closing', '2026-03-31', 123],
    ]);
  });

  test('who owed nothing, and of whom nothing moved, is not in it', () => {
    const entries = [
      invoice(1, '2026-01-02', '2026-01-16', 500),
      paid(1, '2026-01-03', '2026-01-16', 500),
      invoice(2, '2026-01-02', '2026-01-16', 700),
      paid(2, '2026-02-02', '2026-01-16', 700),
    ];
    const rows = statements(entries, new Map([['cus_2', 'Birken']]));
    expect(rows.map((row) => [row[1], row[2], row[11]])).toEqual([
      ['Birken', 'opening', 700],
      ['Birken', 'movement', 0],
      ['Birken', 'closing', 0],
    ]);
  });
});

describe('the tax summary', () => {
  const group = (category: 'S' | 'K', ratePpm: number, baseMinor: number, taxMinor: number) => ({
    category,
    ratePpm,
    baseMinor,
    taxMinor,
  });
  const lines = (...pairs: readonly (readonly [Booked['lines'][number]['account'], number])[]) => ({
    currency: 'EUR',
    lines: pairs.map(([account, minor]) => ({ account, minor })),
  });
  const said = (what: Documented['what'], country: string, ...groups: Documented['groups']): Documented => ({
    what,
    sign: what === 'invoices' ? 1 : -1,
    country,
    groups,
  });

  test('adds up documents by country, category and rate; discounts by themselves; and comes to the ledger', () => {
    const count = countingTax();
    count.add(lines(['receivables', 22_600], ['revenue', -20_000], ['vat', -1_900], ['vat', -700]), [
      said('invoices', 'DE', group('S', 190_000, 10_000, 1_900), group('S', 70_000, 10_000, 700)),
    ]);
    count.add(lines(['receivables', 11_900], ['revenue', -10_000], ['vat', -1_900]), [
      said('invoices', 'DE', group('S', 190_000, 10_000, 1_900)),
    ]);
    count.add(lines(['receivables', 5_000], ['revenue', -5_000]), [
      said('invoices', 'FR', group('K', 0, 5_000, 0)),
    ]);
    // A credit note that gives back less, because some was kept for paying early.
    count.add(
      lines(['revenue', 10_000], ['vat', 1_900], ['discounts', -200], ['vat', -38], ['unapplied', -11_662]),
      [said('credit_notes', 'DE', group('S', 190_000, 10_000, 1_900))],
    );
    count.add(lines(['bank', 22_148], ['discounts', 380], ['vat', 72], ['receivables', -22_600]), []);
    const rows = count.rows();
    expect(rows).toEqual([
      ['invoices', 'DE', 'S', 7, undefined, 1, 10_000, 700, 10_700, 'EUR'],
      ['invoices', 'DE', 'S', 19, undefined, 2, 20_000, 3_800, 23_800, 'EUR'],
      ['invoices', 'FR', 'K', 0, undefined, 1, 5_000, 0, 5_000, 'EUR'],
      ['credit_notes', 'DE', 'S', 19, undefined, 1, -10_000, -1_900, -11_900, 'EUR'],
      ['early_payment_discounts', undefined, undefined, undefined, undefined, 2, -180, -34, -214, 'EUR'],
      ['unexplained', undefined, undefined, undefined, undefined, 0, 0, 0, 0, 'EUR'],
    ]);
    expect(totals('tax_summary', rows)).toEqual({ EUR: 1_900 + 700 + 1_900 - 1_900 + 38 - 72 });
  });

  test('whatever documents say, the control total is what the ledger moved by, and what they do not explain stands there', () => {
    const entry = fc.record({
      vat: fc.integer({ min: -5_000, max: 5_000 }),
      tax: fc.integer({ min: 0, max: 5_000 }),
      currency: fc.constantFrom('EUR', 'SEK'),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 9 }), (all) => {
        const count = countingTax();
        const [moved, said_] = [new Map<string, number>(), new Map<string, number>()];
        for (const { vat, tax, currency } of all) {
          count.add({ ...lines(['vat', 0 - vat], ['revenue', vat]), currency }, [
            said('invoices', 'DE', group('S', 190_000, 100, tax)),
          ]);
          moved.set(currency, (moved.get(currency) ?? 0) + vat);
          said_.set(currency, (said_.get(currency) ?? 0) + tax);
        }
        const rows = count.rows();
        expect(totals('tax_summary', rows)).toEqual(Object.fromEntries(moved));
        for (const [currency, tax] of said_)
          expect(rows.find(([what, ...rest]) => what === 'unexplained' && rest.at(-1) === currency)![7]).toBe(
            moved.get(currency)! - tax,
          );
      }),
    );
  });
});

describe('the KPI pack', () => {
  test.each([
    ['2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['2028-02-01', '2028-02-29', '2028-01-01', '2028-01-31'],
    ['2026-03-01', '2026-03-30', '2026-01-30', '2026-02-28'],
    ['2026-03-05', '2026-03-05', '2026-03-04', '2026-03-04'],
  ])('%s to %s is held against %s to %s', (from, to, first, last) => {
    expect(daysBefore({ from, to })).toEqual({ from: first, to: last });
  });

  test('says each figure of both periods, and below it each sum that it is made of', () => {
    const entries = [
      invoice(1, '2026-01-10', '2026-02-10', 30_000),
      invoice(2, '2026-02-10', '2026-03-10', 20_000),
      invoice(3, '2026-02-11', '2026-03-11', 900, 'JPY'),
    ];
    const facts = entries.map((entry) => ({ ...entry, day: entry.on, action: 'x', entry, events: [] }));
    const of = (from: string, to: string) => ({
      days: { from, to },
      figures: figuresOf(
        foldedOf(
          facts.filter(({ on }) => on <= to),
          [],
          asked(from, to),
        ),
        asked(from, to),
      ),
    });
    const asked = (from: string, asOf: string) => ({
      span: { from, asOf },
      booksFrom: '2026-01-01',
      currency: 'EUR',
      said: { forwardPercent: 100, overduePercent: 100 },
    });
    const [now, before] = [of('2026-02-01', '2026-02-28'), of('2026-01-01', '2026-01-31')];
    const rows = figureRows(now, before, { definitions: DEFINITIONS, knownAt: '2026-03-01T00:00:00Z' });
    expect(totals('kpi_pack', rows)).toEqual({});
    const told = rows.map((row) => cellsOf('kpi_pack', row));
    for (const { currency, figures, inputs } of now.figures)
      for (const { id, value } of figures) {
        const own = told.filter((row) => row['figure'] === id && row['currency'] === currency);
        const { unit, inputs: names } = DEFINITIONS.find((one) => one.id === id)!;
        const shown = unit === 'minor' ? 'amount' : 'value';
        expect([id, own[0]!['line'], own[0]![shown]]).toEqual([
          id,
          'value',
          value === null ? undefined : unit === 'minor' ? Math.round(value) : value,
        ]);
        expect(own.slice(1).map((row) => [row['name'], row['amount'], row['count']])).toEqual(
          names.map((name) => {
            const sum = inputs.find(({ input }) => input === name)!;
            return [name, sum.minor, sum.count];
          }),
        );
      }
    const dso = told.find(({ figure, currency }) => figure === 'dso_simple' && currency === 'EUR')!;
    // 500 ÷ 200 × 28 days; 300 ÷ 300 × 31 days.
    expect([dso['value'], dso['value_before'], dso['from'], dso['as_of_before']]).toEqual([
      70,
      31,
      '2026-02-01',
      '2026-01-31',
    ]);
    // No yen were there in January.
    const yen = told.find(({ figure, currency }) => figure === 'dso_simple' && currency === 'JPY')!;
    expect([yen['value'], yen['value_before']]).toEqual([28, undefined]);
  });
});

test('the numbering audit says of each series what was given, proven and made void, and each fault', () => {
  const series = (name: string, next: number) => ({ name, next, lastOn: '2026-03-01' });
  const audit = {
    day: '2026-03-02',
    version: 1,
    at: '2026-03-02T01:00:00Z',
    faults: 2,
    series: [
      {
        series: 'INV-2026',
        entity: 'main',
        from: 1,
        given: 4,
        provenUpTo: 2,
        faults: [
          { number: 'INV-2026-000003', fault: 'missing' as const },
          { number: 'INV-2026-000004', fault: 'back_in_time' as const },
        ],
      },
    ],
  };
  const given = [
    { series: series('INV-2026', 5), proven: { version: 1, upTo: 2, on: '2026-03-02' } },
    { series: series('CINV-2026', 2), proven: undefined },
    { series: { name: 'DINV-2026', next: 1, lastOn: undefined }, proven: undefined },
  ];
  const rows = numberRows({ series: 'INV' }, given, { audit, voided: new Map([['INV-2026', 1]]) });
  for (const row of rows) expect(row).toHaveLength(COLUMNS.numbering_audit.length);
  expect(rows.map((row) => cellsOf('numbering_audit', row))).toMatchObject([
    {
      line: 'series',
      documents: 'invoices',
      year: 2026,
      first: 'INV-2026-000001',
      last: 'INV-2026-000004',
      given: 4,
      missing: 1,
      voided: 1,
      proven: 2,
      proven_on: '2026-03-02',
      audited_on: '2026-03-02',
      faults: 2,
    },
    { line: 'fault', series: 'INV-2026', number: 'INV-2026-000003', fault: 'missing' },
    { line: 'fault', series: 'INV-2026', number: 'INV-2026-000004', fault: 'back_in_time' },
    { documents: 'credit_notes', given: 1, missing: 0, voided: 0, proven: 0, faults: 0 },
    { documents: 'debit_notes', first: undefined, given: 0 },
  ]);
  expect(seriesIn('INV-2026-1000000')).toBe('INV-2026');
});

describe('the lake', () => {
  test.each([
    ['2026-03-02T02:30:00.000Z', '2026-03-01'],
    ['2026-03-02T00:00:30.000Z', '2026-03-01'],
    // Half a minute is left for commits that are under way.
    ['2026-03-02T00:00:29.999Z', '2026-02-28'],
  ])('at %s the last day that is over is %s', (now, day) => {
    expect(lastOver(now, 30_000)).toBe(day);
  });

  test('has a row for each line, in the folder of its entity and month', () => {
    const [january, abroad] = [
      invoice(1, '2026-01-31', '2026-02-14', 500),
      { ...paid(1, '2026-02-01', '2026-02-14', 500), entity: 'ch', documentOn: '2026-01-30' },
    ];
    const parts = partitioned('acme', [january, abroad, january]);
    expect([...parts].map(([folder, rows]) => [folder, rows.length])).toEqual([
      ['acme/lake/ledger_lines/legal_entity=main/month=2026-01', 4],
      ['acme/lake/ledger_lines/legal_entity=ch/month=2026-02', 2],
    ]);
    const [row] = linesOf(abroad);
    expect(Object.fromEntries(LEDGER_LINES.map(({ name }, at) => [name, row![at]]))).toMatchObject({
      line: 1,
      booked_on: '2026-02-01',
      document_on: '2026-01-30',
      account_code: '1000',
      debit: 500,
      credit: undefined,
    });
    expect(row).toHaveLength(LEDGER_LINES.length);
  });
});
