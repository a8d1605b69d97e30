import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import type { Block, Sheets } from '../../../shared/reporting/blocks.ts';
import { contentOf } from '../../../shared/reporting/content.ts';
import { pageOf } from '../../../shared/reporting/page.tsx';
import { pdfOf } from '../../../shared/reporting/pdf.ts';
import { FinanceReport } from '../../../shared/reporting/report.ts';
import { tallied } from '../../../shared/reporting/standing.ts';
import { FONTS } from '../../support/fonts.ts';
import { NOTHING, REPORT } from './sample.ts';

const API = 'https://api.example.com';
const blocksOf = ({ sections }: Sheets): readonly Block[] => sections.flatMap(({ blocks }) => blocks);
const leadOf = (report: FinanceReport): string =>
  blocksOf(contentOf(report))
    .flatMap((block) => (block.block === 'lead' ? [block.text] : []))[0]!
    .replaceAll('\u00a0', ' ');

describe('what is said', () => {
  test('the month in a sentence', () => {
    expect(leadOf(REPORT)).toBe(
      'On 31 March 2026 customers owed €612,650.00, 5 % more than at the end of the month before; €200,150.00 of it, 32.7 %, was overdue. €382,114.07 came in during the month.',
    );
    expect(leadOf(NOTHING)).toBe(
      'On 31 March 2026 no customer owed anything. €0.00 came in during the month.',
    );
    expect(leadOf({ ...REPORT, open: { minor: 100, beforeMinor: 100 } })).toContain(
      '€1.00, as much as at the end of the month before; ',
    );
    expect(leadOf({ ...REPORT, open: { minor: 100, beforeMinor: 0 } })).toContain(
      'after nothing at the end of the month before; ',
    );
  });

  test('every amount of a chart stands in the table behind it', () => {
    const charts = blocksOf(contentOf(REPORT)).flatMap((block) => (block.block === 'chart' ? [block] : []));
    expect(charts.map(({ table }) => table?.rows.length)).toEqual([6, 12, undefined, 21]);
    expect(charts[0]!.table!.rows[1]).toEqual(['1-30', '€126,000.00', '€118,300.00', '−€7,700.00']);
  });

  test('what will come, and how good such forecasts were', () => {
    const said = (report: FinanceReport) =>
      contentOf(report)
        .sections.find(({ title }) => title === 'What will come in')!
        .blocks.flatMap((block) => ('text' in block ? [block.text.replaceAll('\u00a0', ' ')] : []));
    expect(said(REPORT)).toEqual([
      'Forecast of 30 March 2026: €380,700.00 in four weeks (€350,244.00 to €417,247.20), and €1,091,200.00 in thirteen weeks (€938,432.00 to €1,274,521.60).',
      'Of the last 12 forecasts for four weeks, 10 were inside, where eight of ten should be; P50 was off by 5.4 % of what came. Of 118 weeks by themselves 96 were.',
      'By what it rests on',
    ]);
    const ahead = REPORT.ahead!;
    const young = ahead.backTest.map((one) => ({ ...one, judged: Number(one.weeks === 1), inside: 1 }));
    expect(said({ ...REPORT, ahead: { ...ahead, backTest: young } })[1]).toContain(
      'Of the last 1 forecast for one week, 1 was inside',
    );
    const none = ahead.backTest.map((one) => ({ ...one, judged: 0, inside: 0 }));
    expect(said({ ...REPORT, ahead: { ...ahead, basis: 'stated', backTest: none } })[1]).toBe(
      'No forecast is old enough to be held against what came: how far P10 and P90 are from P50 is as computed. Too few invoices have ended to learn from: when they are paid is what we state for everybody.',
    );
    expect(said(NOTHING)).toEqual(['No forecast had been made by then: it is made each night.']);
  });

  test('what is not there is said, in every part', () => {
    const said = contentOf(NOTHING).sections.map(({ title, blocks }) => [title, blocks.length > 0]);
    expect(said.every(([, some]) => some)).toBe(true);
    expect(JSON.stringify(contentOf(NOTHING))).not.toMatch(/NaN|Infinity|undefined/);
    expect(blocksOf(contentOf(NOTHING)).some(({ block }) => block === 'chart' || block === 'table')).toBe(
      false,
    );
  });

  test('promises of the last days of the month before are told once they are judged', () => {
    const notes = (report: FinanceReport) =>
      blocksOf(contentOf(report)).flatMap((block) => (block.block === 'note' ? [block.text] : []));
    expect(notes(REPORT)).toContain(
      '19 promises judged, 68.4 % kept (81.5 % by amount); 24 of the month before, 75.0 % kept (88.1 % by amount).',
    );
    expect(notes(NOTHING).join(' ')).toContain('No promise of the month, or of the one before, is judged.');
  });

  test('what left, and what is of another currency, is no part of an amount beside it', () => {
    const lines = tallied('Lines', '/v1/exceptions', 'EUR');
    for (const [on, minor, currency] of [
      ['2026-03-04', 500, 'EUR'],
      ['2026-03-02', -300, 'EUR'],
      ['2026-03-01', 900, 'USD'],
      ['2026-03-03', 200, 'EUR'],
    ] as const)
      lines.add(on, { minor, currency });
    expect(lines.told().map(({ kind, count, minor, oldestOn }) => [kind, count, minor, oldestOn])).toEqual([
      ['Lines', 2, 700, '2026-03-03'],
      ['Lines: money that left', 1, -300, '2026-03-02'],
      ['Lines: of other currencies', 1, undefined, '2026-03-01'],
    ]);
    expect(tallied('Lines', '/v1/exceptions', 'EUR').told()).toHaveLength(1);
  });

  test('who follows a link to figures finds those of the same legal entity', () => {
    const paths = blocksOf(contentOf(REPORT)).flatMap((block) =>
      block.block === 'link' ? [block.path] : [],
    );
    const ofBooks = paths.filter((path) => path.startsWith('/v1/ageing') || path.startsWith('/v1/forecast'));
    expect(ofBooks.map((path) => new URLSearchParams(path.split('?')[1]).get('entity'))).toEqual([
      'main',
      'main',
    ]);
  });

  test('a sample is what its shape says', () => {
    for (const report of [REPORT, NOTHING]) expect(FinanceReport.parse(report)).toEqual(report);
  });
});

describe('the page', () => {
  const html = pageOf(contentOf(REPORT), API);
  test('needs nothing from elsewhere, runs nothing, and is small', () => {
    expect(html.length).toBeLessThan(50_000);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/i);
    expect([...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.startsWith(`${API}/v1/`))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
  test('names are text', () => {
    expect(html).toContain('Hafenkontor Süd &amp; Söhne &lt;Lübeck&gt;');
    expect(html).not.toContain('<Lübeck>');
  });
});

test('the same report makes the same sheets of paper, tagged for who does not see them', async () => {
  const paper = () => pdfOf(contentOf(REPORT), { seller: SELLER, fonts: FONTS });
  const [one, again] = [Buffer.from(await paper()), Buffer.from(await paper())];
  expect(one.equals(again)).toBe(true);
  const nothing = Buffer.from(await pdfOf(contentOf(NOTHING), { seller: SELLER, fonts: FONTS }));
  const pages = (file: Buffer) => file.toString('latin1').match(/\/Type \/Page\b/g)!.length;
  expect([pages(one), pages(nothing)]).toEqual([4, 2]);
  expect(one.toString('latin1')).toContain('/S /Figure');
});
