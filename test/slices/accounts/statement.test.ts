/** The statement of account as a document, and as figures that are those of ageing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountStatement } from '../../../shared/accounts/account.ts';
import { statementPdf } from '../../../shared/accounts/pdf.ts';
import { activityOf, standingOf } from '../../../shared/accounts/rules.ts';
import { WORDS } from '../../../shared/accounts/words.ts';
import { figure } from '../../../shared/documents/format.ts';
import { WORDS as FAMILY } from '../../../shared/documents/words.ts';
import { BUCKETS } from '../../../shared/insights/insight.ts';
import { ageingOf } from '../../../shared/insights/ageing.ts';
import { fold } from '../../../shared/insights/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { money } from '../../../shared/kernel/money.ts';
import { Language } from '../../../shared/kernel/party.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { FONTS } from '../../support/fonts.ts';
import { wordsOf } from '../documents/pdf-text.ts';
import { BUYER, SELLER } from '../documents/snapshots.ts';

const invoice = (n: number): AccountStatement['open'][number]['invoiceId'] =>
  `inv_${String(n).padStart(26, '0')}`;
const statement = (rows: number, over: Partial<AccountStatement> = {}): AccountStatement => {
  const open = Array.from({ length: rows }, (_, at) => ({
    invoiceId: invoice(at),
    number: `INV-2026-${String(at + 1).padStart(6, '0')}`,
    issuedOn: '2026-01-05',
    dueOn: addDays('2026-01-19', at % 40),
    overdueDays: Math.max(0, 40 - (at % 40)),
    totalMinor: 10_000 + at,
    openMinor: 10_000 + at,
  }));
  const openMinor = open.reduce((sum, row) => sum + row.openMinor, 0);
  return {
    id: `soa_${'0'.repeat(26)}`,
    version: 1,
    customerId: BUYER.id,
    entity: 'main',
    currency: 'EUR',
    kind: 'open_items',
    asOf: '2026-02-28',
    open,
    moves: [],
    openMinor,
    unappliedMinor: 250,
    balanceMinor: openMinor - 250,
    buckets: BUCKETS.map((name) => ({ name, minor: name === 'current' ? openMinor : 0 })),
    language: 'en',
    seller: SELLER,
    buyer: BUYER,
    send: false,
    madeAt: '2026-02-28T09:00:00.000Z',
    trace: 'a'.repeat(32),
    ...over,
  };
};
const pagesOf = async (of: AccountStatement) => wordsOf(await statementPdf(of, FONTS));

test('says who owes what since when, how old it is, and what is the customer’s', async () => {
  const [page, ...more] = await pagesOf(statement(3));
  expect(more).toEqual([]);
  for (const said of [
    'Statement of account',
    '28 February 2026',
    'Müller & Söhne Maschinenbau GmbH',
    'INV-2026-000003',
    '100.02',
    'Open items: 300.03',
    '€297.53',
    'Credit not applied',
    'Not due',
    'over 120',
    'DE89 3704 0044 0532 0130 00',
  ])
    expect(page).toContain(said);
});

test('marks what is in clarification, and says how much that is', async () => {
  const { open } = statement(2);
  const kept = open.map((row, at) => (at === 1 ? { ...row, clarifiedMinor: 2_000 } : row));
  const [page] = await pagesOf(statement(2, { open: kept, language: 'de' }));
  expect(page).toContain('INV-2026-000002 *');
  expect(page).not.toContain('INV-2026-000001 *');
  expect(page).toContain('* In Klärung: 20,00');
});

test('over pages every row stands once, what is carried is the sum before, and every page says how many there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 130 }),
      fc.integer({ min: 0, max: 90 }),
      fc.constantFrom(...Language.options),
      async (rows, moved, language) => {
        const of = statement(rows, { language });
        const moves = Array.from({ length: moved }, (_, at) => ({
          on: addDays('2026-01-01', at % 50),
          kind: 'receipt' as const,
          source: `p-${at}`,
          minor: -1 - at,
          balanceMinor: 900 - at,
        }));
        const pages = await pagesOf({
          ...of,
          ...(moved > 0 && { moves, openingMinor: 901, from: '2026-01-01' }),
        });
        pages.forEach((page, at) => expect(page).toContain(FAMILY[language].page(at + 1, pages.length)));
        const text = pages.join('\n');
        for (const { number } of of.open) expect(text.split(number)).toHaveLength(2);
        expect(text).toContain(WORDS[language].title);
        let before = 0;
        if (moved === 0)
          for (const page of pages.slice(0, -1)) {
            before += of.open
              .filter(({ number }) => page.includes(number))
              .reduce((sum, row) => sum + row.openMinor, 0);
            if (before < of.openMinor)
              expect(page).toContain(
                `${FAMILY[language].carried}: ${figure(money(before, 'EUR'), language)}`,
              );
          }
      },
    ),
    {
      numRuns: 8,
      // The last rows that fit: one more is on another page.
      examples: [
        [19, 0, 'en'],
        [12, 1, 'en'],
        [28, 60, 'de'],
      ],
    },
  );
});

test('the same statement makes the same bytes', async () => {
  const [one, other] = [await statementPdf(statement(60), FONTS), await statementPdf(statement(60), FONTS)];
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
});

/** Invoices and what is paid of them, partly beyond what is owed. */
const booked = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b'),
    currency: fc.constantFrom('EUR', 'EUR', 'GBP'),
    on: fc.integer({ min: 0, max: 90 }),
    minor: fc.integer({ min: 1, max: 99_999 }),
    paid: fc.integer({ min: 0, max: 120_000 }),
  }),
  { maxLength: 20 },
);
test('its figures are those of ageing, and the activity ends where the open items do, whatever day it begins', () => {
  fc.assert(
    fc.property(
      booked,
      fc.integer({ min: -5, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      (facts, first, last) => {
        const entry = (
          on: number,
          kind: Booked['kind'],
          currency: string,
          lines: Booked['lines'],
        ): Booked => ({
          entity: 'main',
          on: addDays('2026-01-01', on),
          currency,
          kind,
          source: 'x',
          memo: 'x',
          lines,
          id: 'x',
          at: 'x',
          actor: 'x',
        });
        const asOf = addDays('2026-01-01', last);
        const entries = facts
          .flatMap(({ customer, currency, on, minor, paid }, at) => {
            const item = {
              account: 'receivables' as const,
              invoiceId: invoice(at),
              dueOn: addDays('2026-01-15', on),
            };
            const settled = Math.min(minor, paid);
            return [
              entry(on, 'invoice', currency, [
                { ...item, minor, customerId: customer },
                { account: 'revenue', minor: -minor },
              ]),
              ...(paid > 0
                ? [
                    entry(on + 7, 'receipt', currency, [
                      { account: 'bank', minor: paid },
                      { ...item, minor: -settled },
                      { account: 'unapplied', minor: settled - paid, customerId: customer },
                    ]),
                  ]
                : []),
            ];
          })
          .filter((one) => one.on <= asOf)
          .toSorted((a, b) => (a.on < b.on ? -1 : 1));
        const asked = { ids: ['a'], entity: 'main', currency: 'EUR', asOf };
        const { items, ...figures } = standingOf(entries, asked);
        const aged = ageingOf(fold(entries), 'main', asOf).currencies.find(
          ({ currency }) => currency === 'EUR',
        );
        const own = aged?.customers.find(({ customerId }) => customerId === 'a');
        expect(figures.openMinor).toBe(own?.openMinor ?? 0);
        expect(figures.buckets.map(({ minor }) => minor)).toEqual(
          (own?.buckets ?? figures.buckets).map(({ minor }) => minor),
        );
        expect(items.reduce((sum, { minor }) => sum + minor, 0)).toBe(figures.openMinor);
        const { openingMinor, moves } = activityOf(entries, { ...asked, from: addDays('2026-01-01', first) });
        expect(moves.reduce((sum, { minor }) => sum + minor, openingMinor)).toBe(figures.balanceMinor);
        expect(moves.at(-1)?.balanceMinor ?? openingMinor).toBe(figures.balanceMinor);
      },
    ),
  );
});
