/** A review of two periods as sheets: the step with most money first, what each figure became, and nothing that is not known drawn as 0. */
import { expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import type { Fact } from '../../../shared/figures/fact.ts';
import { periodOf, reviewOf } from '../../../shared/figures/reviewing.ts';
import { pageOf } from '../../../shared/reporting/page.tsx';
import { pdfOf } from '../../../shared/reporting/pdf.ts';
import { reviewSheets, type ReviewPack } from '../../../shared/reporting/reviewing.ts';
import { FONTS } from '../../support/fonts.ts';
import { invoiced, questionOf, settled } from '../figures/drawn.ts';

const API = 'https://api.example.com';
const [JANUARY, FEBRUARY] = [
  questionOf('2026-01-01', '2026-01-31'),
  questionOf('2026-02-01', '2026-02-28'),
] as const;

/** Paid two days late in January, and twenty in February. */
const reviewed = (facts: Iterable<Fact>): ReviewPack => {
  const all = [...facts];
  const period = (question: typeof JANUARY) => periodOf(all, [], question);
  return {
    entity: 'main',
    name: 'Hafenkontor <Lübeck>',
    currency: 'EUR',
    ...FEBRUARY.span,
    days: 28,
    knownAt: '2026-03-01T04:00:00.000Z',
    before: { ...JANUARY.span, days: 31 },
    currencies: reviewOf(period(FEBRUARY), period(JANUARY)),
  };
};
const [first, second] = [
  invoiced(1, '2026-01-01', '2026-01-11', 310_000),
  invoiced(2, '2026-02-01', '2026-02-06', 280_000),
];
const PACK = reviewed([
  first,
  settled(3, '2026-01-13', first, 310_000),
  second,
  settled(4, '2026-02-26', second, 280_000),
]);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const blocks = (pack: ReviewPack, wanted: string) =>
  reviewSheets(pack).sections.find(({ title }) => title === wanted)!.blocks;

test('where most money stood is said first, with what it was before and what a day less would free', () => {
  expect(reviewSheets(PACK)).toMatchObject({
    title: expect.stringMatching(/^Review of February.2026$/),
    asOf: '2026-02-28',
  });
  const glance = blocks(PACK, 'At one glance');
  expect(plain(glance.flatMap((block) => (block.block === 'lead' ? [block.text] : []))[0]!)).toMatch(
    /^During February 2026 the most money waited from due to paid: €2,000\.00 on a day, in the mean; €1,800\.00 more than during January 2026\. Of the figures that moved and can be judged, 0 got better and 3 got worse\.$/,
  );
  expect(glance.flatMap((block) => (block.block === 'figures' ? block.figures : []))).toHaveLength(6);
  const [standing, lasting] = blocks(PACK, 'Where money waits').flatMap((block) =>
    'table' in block && block.table ? [block.table.rows.map((row) => row.map(plain))] : [],
  );
  expect(standing).toEqual([
    ['due to paid', '€200.00', '€2,000.00', '€1,800.00', '€100.00'],
    ['invoice to due', '€1,000.00', '€500.00', '−€500.00', '€100.00'],
    // It was applied at once: there is no day less.
    ['paid to applied', '€0.00', '€0.00', '€0.00', '–'],
  ]);
  expect(lasting![0]).toEqual([
    'due to paid',
    '1',
    '€2,800.00',
    '2.0 days',
    '20.0 days',
    '20.0 days',
    '20.0 days',
  ]);
});

test('each figure that has a value stands in one of three tables, by its own sense', () => {
  const names = ['What got better', 'What got worse', 'What stayed, or is neither good nor bad'].map(
    (title) =>
      blocks(PACK, title).flatMap((block) =>
        block.block === 'table' ? block.table.rows.map(([name]) => name) : [],
      ),
  );
  expect(names[1]).toContain('Days to pay');
  expect(names[2]).toContain('Weighted terms');
  const told = PACK.currencies[0]!.figures.filter(({ value, before }) => (value ?? before) !== null);
  expect(names.flat().length).toBe(told.length);
  expect(new Set(names.flat()).size).toBe(told.length);
});

test('of two periods without anything it says so, and of several currencies the one of the books comes first', () => {
  const none = reviewSheets(reviewed([]));
  expect(none.sections[0]!.blocks).toEqual([{ block: 'note', text: 'Nothing was booked in either.' }]);
  const [own] = PACK.currencies;
  const several = reviewSheets({
    ...PACK,
    currencies: [{ ...own!, currency: 'CHF' }, own!],
  }).sections.map(({ title }) => title);
  expect(several.slice(0, 6)).toEqual([
    'At one glance, in EUR',
    'Where money waits, in EUR',
    'What got better, in EUR',
    'What got worse, in EUR',
    'What stayed, or is neither good nor bad, in EUR',
    'At one glance, in CHF',
  ]);
  expect(JSON.stringify([none, reviewSheets(PACK)])).not.toMatch(/NaN|Infinity|undefined/);
});

test('its page needs nothing from elsewhere, names are text, and the same review makes the same sheets of paper', async () => {
  const html = pageOf(reviewSheets(PACK), API);
  expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/i);
  expect(html).toContain('Hafenkontor &lt;Lübeck&gt;');
  expect(html).toContain(
    `${API}/v1/figures/review?entity=main&amp;from=2026-02-01&amp;asOf=2026-02-28&amp;beforeFrom=2026-01-01&amp;beforeAsOf=2026-01-31`,
  );
  const paper = async () => Buffer.from(await pdfOf(reviewSheets(PACK), { seller: SELLER, fonts: FONTS }));
  expect((await paper()).equals(await paper())).toBe(true);
});
