/** Texts of strangers that patterns are run over: twice the text is about twice the work, whatever is in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transactionOf } from '../../shared/bank/parse/bai2-details.ts';
import { describe as describeDetails } from '../../shared/bank/parse/mt940-details.ts';
import { mentionsOf, payoutNamesOf } from '../../shared/cash/mentions.ts';
import { parseToken } from '../../shared/invoices/link.ts';
import { Email, Text } from '../../shared/kernel/party.ts';
import { Decimal } from '../../shared/kernel/decimal.ts';
import { isCreditorReference } from '../../shared/kernel/reference.ts';
import { understand } from '../../shared/replies/understanding.ts';

const line = (text: string) => ({ references: [], text, endToEndId: undefined, counterparty: {} });
const DEBIT = {
  amount: { minor: -1, currency: 'EUR' },
  status: 'BOOK',
  reversal: false,
  transactions: [],
  line: 1,
};
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'invoice numbers and creditor references': (text) => mentionsOf(line(text), ['INV', 'RE', 'CRN']),
  'payouts of providers': (text) =>
    payoutNamesOf(line(text) as unknown as Parameters<typeof payoutNamesOf>[0]),
  'what banks write into :86:': (text) => describeDetails([text], DEBIT),
  'what banks write into a record of BAI2': (text) => transactionOf([text], '195', '+', undefined),
  'what customers write back': (text) =>
    understand(
      { subject: '-', text, automatic: false },
      { today: '2026-03-11', currency: 'EUR', prefixes: ['INV'] },
    ),
  'the token of a link': parseToken,
  'a creditor reference': isCreditorReference,
  'a mail address': (text) => Email.safeParse(text),
  'a decimal': (text) => Decimal.safeParse(text),
  'a text that is printed': (text) => Text(1_000_000).safeParse(text),
};
/** What is nearly a match for as long as possible: the food of patterns that go back. */
const SEEDS = [
  '008?20',
  '/EREF/',
  'REK: A/NAAM: ',
  'Reason: "',
  'INV',
  'I N V ',
  'already ',
  'INV-2026-',
  'INV 2 0 2 6 0 ',
  '2 0 ',
  'INV-2026-00000',
  'INV.2026.0 0 0 0 0 ',
  'RF',
  'RF1 ',
  'RF 1 8 ',
  'RF18 5 ',
  'RF18A ',
  '0',
  ' ',
  'O',
  'po_',
  'po_1',
  'a.',
  'a@',
  '@',
  'a.b-',
  '1',
  '1.',
  '-',
  '.',
  'STRIPE ',
  'A1B2',
  'ß',
  '\u00a0',
  '\t',
];

const spent = (read: (text: string) => unknown, text: string): number => {
  let least = Infinity;
  for (let tries = 0; tries < 3; tries++) {
    const { user } = process.cpuUsage();
    read(text);
    least = Math.min(least, process.cpuUsage().user - user);
  }
  return least;
};
/** CPU of a text and of one eight times as long. A quadratic reader needs sixty-four times; noise is below a few ms. */
const slope = (read: (text: string) => unknown, seed: string): number => {
  const long = seed.repeat(Math.ceil(4_000 / seed.length));
  const [short, eight] = [spent(read, long), spent(read, long.repeat(8))];
  return eight / Math.max(short, 4_000);
};

describe.each(Object.entries(READERS))('reading %s', (_, read) => {
  test.each(SEEDS)('%j again and again costs by length', (seed) => {
    const ratio = slope(read, seed);
    // A busy machine may have taken one measure away: what is quadratic is so every time.
    expect(ratio < 24 || slope(read, seed) < 24 || slope(read, seed) < 24).toBe(true);
  });
  test('any mixture of them ends, and is what it is a second time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SEEDS), { minLength: 200, maxLength: 2_000 }), (parts) => {
        const text = parts.join('');
        expect(read(text)).toEqual(read(text));
      }),
      { numRuns: 20 },
    );
  });
});

test('the measure sees what is quadratic', () => {
  const goesBack = (text: string) => /a.*b$/.test(text);
  expect(slope(goesBack, 'a')).toBeGreaterThan(24);
});
