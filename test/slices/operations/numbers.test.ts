import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ahead,
  AT_A_TIME,
  begunAt,
  densityOf,
  judged,
  seriesOf,
  walked,
  type Found,
  type Noted,
} from '../../../shared/operations/numbers.ts';
import { numberOf } from '../../../shared/numbering/series.ts';
import type { NumberFault, Proven } from '../../../shared/operations/numbering-audit.ts';
import { sharedSeries, withEarlierSeries } from '../../../shared/access/rules.ts';
import type { Entity } from '../../../shared/access/tenant.ts';
import { SELLER } from '../../../bin/demo/company.ts';

const SERIES = 'INV-2026';
const TODAY = '2026-06-30';
const dayOf = (ordinal: number): string => `2026-0${1 + Math.floor((ordinal - 1) / 100)}-15`;
const given = (count: number, change: (documents: Map<string, Found | undefined>) => void = () => {}) => {
  const documents = new Map<string, Found | undefined>(
    Array.from({ length: count }, (_, at) => [
      numberOf(SERIES, at + 1),
      { number: numberOf(SERIES, at + 1), issuedOn: dayOf(at + 1) },
    ]),
  );
  change(documents);
  return documents;
};
/** `rounds`: how many its time is enough for. */
const night = (
  count: number,
  documents: Map<string, Found | undefined>,
  proven?: Proven,
  { beyond = false, rounds = Infinity, noted = new Map() as Noted } = {},
) => {
  let walk = begunAt(proven);
  for (let round = 0; round < rounds; round += 1) {
    const numbers = ahead(SERIES, count + 1, walk);
    if (numbers.length === 0) break;
    walk = walked(walk, numbers, documents, noted);
  }
  return judged({ series: SERIES, entity: 'main', next: count + 1, proven, walk, beyond }, TODAY);
};

describe('a night', () => {
  test('proves what was given since the mark', () => {
    const first = night(40, given(40));
    expect(first).toEqual({
      audit: { series: SERIES, entity: 'main', from: 1, given: 40, readUpTo: 40, provenUpTo: 40, faults: [] },
      mark: { version: 1, upTo: 40, lastOn: dayOf(40), on: TODAY },
    });
    const second = night(55, given(55), first.mark);
    expect(second.audit).toMatchObject({ from: 41, provenUpTo: 55 });
    expect(night(55, given(55), second.mark)).toMatchObject({
      audit: { from: 56, provenUpTo: 55 },
      mark: undefined,
    });
  });

  test('goes on until all was looked at, behind a fault too; what it did not come to is unread', () => {
    const count = 2 * AT_A_TIME + 7;
    const of = Array.from({ length: count }, (_, at) => numberOf(SERIES, at + 1));
    const whole = () =>
      new Map<string, Found | undefined>(of.map((number) => [number, { number, issuedOn: '2026-01-15' }]));
    const said = (...of: Parameters<typeof night>) => densityOf({ series: [night(...of).audit] }, 'main');
    expect(said(count, whole())).toEqual({ checked: count, violations: [], unread: false });
    expect(said(count, whole(), undefined, { rounds: 1 })).toEqual({
      checked: AT_A_TIME,
      violations: [],
      unread: true,
    });
    const torn = whole();
    for (const at of [2, count - 1]) torn.delete(of[at]!);
    const { audit, mark } = night(count, torn);
    expect(mark).toMatchObject({ upTo: 2 });
    expect(densityOf({ series: [audit] }, 'main')).toMatchObject({
      checked: count,
      violations: [{ where: [of[2]] }, { where: [of[count - 1]] }],
    });
    expect(densityOf({ series: [audit] }, 'other')).toEqual({ checked: 0, violations: [], unread: false });
  });

  const tenth = numberOf(SERIES, 10);
  const faults: [NumberFault['fault'], (of: Map<string, Found | undefined>) => void][] = [
    ['missing', (of: Map<string, Found | undefined>) => void of.delete(tenth)],
    ['not_its_own', (of: Map<string, Found | undefined>) => void of.set(tenth, undefined)],
    [
      'not_its_own',
      (of: Map<string, Found | undefined>) =>
        void of.set(tenth, { number: numberOf(SERIES, 9), issuedOn: dayOf(9) }),
    ],
    [
      'back_in_time',
      (of: Map<string, Found | undefined>) => void of.set(tenth, { number: tenth, issuedOn: '2026-01-01' }),
    ],
  ];
  test.each(faults)('stops at a number that is %s, and finds it again', (fault, change) => {
    const { audit, mark } = night(20, given(20, change));
    expect(audit).toMatchObject({ provenUpTo: 9, faults: [{ number: tenth, fault }] });
    expect(night(20, given(20, change), mark).audit).toMatchObject({
      from: 10,
      faults: [{ number: tenth, fault }],
    });
    expect(night(20, given(20), mark).audit).toMatchObject({ provenUpTo: 20, faults: [] });
    // Explained it is proven, and what comes after it, too; but as this fault alone.
    const noted: Noted = new Map([[tenth, fault]]);
    expect(night(20, given(20, change), mark, { noted })).toMatchObject({
      audit: { provenUpTo: 20, faults: [] },
      mark: { upTo: 20, lastOn: dayOf(20) },
    });
    const other: Noted = new Map([[tenth, fault === 'missing' ? 'back_in_time' : 'missing']]);
    expect(night(20, given(20, change), mark, { noted: other }).audit.faults).toEqual([
      { number: tenth, fault },
    ]);
  });

  test('a number beyond the series, and a series that is gone', () => {
    expect(night(20, given(20), undefined, { beyond: true }).audit.faults).toEqual([
      { number: numberOf(SERIES, 21), fault: 'beyond' },
    ]);
    const proven = { version: 1, upTo: 20, on: TODAY };
    const gone = { series: SERIES, entity: 'main', next: undefined, proven, walk: begunAt(proven) } as const;
    expect(judged({ ...gone, beyond: false }, TODAY).audit.faults).toMatchObject([{ fault: 'series_gone' }]);
  });

  test('whatever is missing, in whatever order nights come, nothing behind the first gap is proven', () => {
    const holes = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        holes,
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
        (gone, counts) => {
          let mark: Proven | undefined;
          for (const count of counts.toSorted((a, b) => a - b)) {
            const proof = night(
              count,
              given(count, (of) => gone.forEach((at) => of.delete(numberOf(SERIES, at)))),
              mark,
            );
            mark = proof.mark ?? mark;
            expect(mark?.upTo ?? 0).toBe(Math.min(count, ...gone.map((at) => at - 1)));
            expect(proof.audit.faults.length).toBe(gone.filter((at) => at <= count).length);
          }
        },
      ),
    );
  });
});

test('numbers under a prefix that an entity had before are proven, too', () => {
  const said = (series: string) =>
    ({ ...SELLER, series, reminders: [], provider: 'sandbox' }) as never as Entity;
  let [own] = [said('INV')];
  for (const series of ['INVB', 'INVC', 'INVB', 'INVB'])
    [own] = withEarlierSeries([said(series)], [own]) as [Entity];
  expect(own.earlierSeries).toEqual(['INV', 'INVC']);
  expect(sharedSeries([own, { ...said('X'), id: 'other' }])).toBeUndefined();
  expect(sharedSeries([own, { ...said('INVC'), id: 'other' }])).toBe('INVC');
  expect(withEarlierSeries([said('X')], [{ ...own, id: 'other' }])).toEqual([said('X')]);
  const names = seriesOf(own, '2026-01-01', '2026-01-02');
  expect(names).toHaveLength(15);
  expect(names).toEqual(expect.arrayContaining(['INVB-2026', 'INV-2026', 'CINV-2026', 'LINVC-2026']));
});

test('an entity has five series a year, since the books began', () => {
  expect(
    seriesOf({ ...SELLER, reminders: [], provider: 'sandbox' } as never, '2025-12-31', '2026-01-01'),
  ).toEqual(
    ['2025', '2026'].flatMap((year) =>
      ['INV', 'CINV', 'DINV', 'AINV', 'LINV'].map((prefix) => `${prefix}-${year}`),
    ),
  );
});
