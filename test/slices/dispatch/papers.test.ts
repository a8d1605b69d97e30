/** Reminders, receipts and confirmations as PDFs: what they say, in every language, over pages, and by which code they are paid. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLAIM_WORDS } from '../../../shared/claims/words.ts';
import { reminder, type Reminder } from '../../../shared/dispatch/mails.tsx';
import { reminderPdf } from '../../../shared/dispatch/papers.ts';
import { reworded } from '../../../shared/dispatch/reworded.ts';
import { figure } from '../../../shared/documents/format.ts';
import { epcText } from '../../../shared/documents/qr.ts';
import { WORDS } from '../../../shared/documents/words.ts';
import { money } from '../../../shared/kernel/money.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { FONTS } from '../../support/fonts.ts';
import { faultsOf } from '../documents/faults.ts';
import { coloursOf, pagesOf, wordsOf } from '../documents/pdf-text.ts';
import { asking, confirmed, customerIn, items, received, reminded, seller, today } from './papers.ts';

/** The text of the code that a banking app reads, as the drawing of its modules was asked for. */
const epcOf = (of: Reminder['items'], carries: { reference?: string; text?: string }) =>
  epcText({
    ...seller.bank,
    name: seller.name,
    amount: asking(of, 'en').total,
    ...carries,
  });

describe('a reminder', () => {
  test('of one invoice says what it is about, since when, and how it is paid', async () => {
    const { number, bytes } = await reminded(1);
    const [page, ...more] = wordsOf(bytes);
    expect([number, more]).toEqual(['Second reminder-C-1-2026-05-03', []]);
    for (const said of [
      'Second reminder',
      '3 May 2026',
      'Hello Müller & Söhne Maschinenbau GmbH,',
      'INV-2026-000117',
      '1 March 2026',
      '31 March 2026',
      '33',
      '100.00',
      'Total: €100.00',
      'RF66 INV2 0260 0011 7',
      'Scan with your',
      'pay online',
      'Kind regards',
      'Page 1 of 1',
    ])
      expect(page!.split('\n')).toContain(said);
    expect(Buffer.from(bytes).toString('latin1')).toContain('https://pay.example.com/pay/acme.0');
  });

  test.each(Language.options)('lists costs and interest in words that fit, %s', async (language) => {
    const words = CLAIM_WORDS[language];
    const beside = [
      { kind: 'fee', amount: money(750, 'EUR') },
      { kind: 'compensation', amount: money(4_000, 'EUR') },
      { kind: 'interest', amount: money(281, 'EUR'), to: today },
    ] as const;
    const over = { beside, total: money(15_031, 'EUR') };
    const { bytes } = await reminded(1, language, over);
    const [page] = wordsOf(bytes);
    for (const said of [words.fee, words.compensation, words.interest, figure(over.total, language)])
      expect(page).toContain(said);
    const letter = reminder(asking(items(1), language, over));
    expect(letter.sums.map(([label]) => label)).toEqual([
      words.invoices,
      words.fee,
      words.compensation,
      expect.stringContaining(words.interest),
      expect.any(String),
    ]);
    expect(letter.after).toContain(words.pay);
  });

  test('over pages has every invoice once, carries the sum, and counts its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(...Language.options),
        async (count, language) => {
          const pages = wordsOf((await reminded(count, language)).bytes);
          const text = pages.join('\n');
          for (const { number } of items(count)) expect(text.split(`${number}\n`)).toHaveLength(2);
          pages.forEach((page, at) => expect(page).toContain(WORDS[language].page(at + 1, pages.length)));
          let before = 0;
          for (const page of pages.slice(0, -1)) {
            before += items(count)
              .filter(({ number }) => page.includes(`${number}\n`))
              .reduce((sum, { open }) => sum + open.minor, 0);
            if (before < asking(items(count), language).total.minor)
              expect(page).toContain(`${WORDS[language].carried}: ${figure(money(before, 'EUR'), language)}`);
          }
        },
      ),
      { numRuns: 6, examples: [[40, 'de']] },
    );
  });

  test('the sum has a code while the text of a transfer names every invoice, in euro', async () => {
    const codes = async (count: number, over: Partial<Reminder> = {}) =>
      wordsOf((await reminded(count, 'en', over)).bytes)
        .join('\n')
        .includes('banking app');
    expect([await codes(7), await codes(8)]).toEqual([true, false]);
    const all = items(7).map(({ reference }) => reference);
    expect(
      epcOf(items(7), { text: all.join(' ') })!
        .split('\n')
        .slice(7),
    ).toEqual(['EUR1119.79', '', '', all.join(' ')]);
    expect(all.join(' ').length).toBeLessThanOrEqual(140);
    const yen = asking(items(1, 'JPY'), 'en');
    expect(await codes(1, { items: yen.items, total: yen.total })).toBe(false);
  });

  test('an invoice of another system is paid under its own number', async () => {
    const [one] = items(1);
    const { bytes } = await reminded(1, 'en', { items: [{ ...one!, number: 'R-0815', reference: '' }] });
    expect(
      wordsOf(bytes)[0]!
        .split('\n')
        .filter((said) => said === 'R-0815'),
    ).toHaveLength(2);
  });

  test('says it in the words of a template, over pages where these are many, and keeps its amounts', async () => {
    const facts = asking(items(2), 'en');
    const text = Array.from({ length: 60 }, (_, at) => `Paragraph ${at}.`).join('\n\n');
    const letter = reworded(reminder(facts), { subject: 'x', text: `${text}\n\n- one\n- other` });
    const between = { customer: customerIn('en'), seller, today };
    const pages = wordsOf((await reminderPdf(letter, facts, between, FONTS)).bytes);
    expect(pages.length).toBeGreaterThan(2);
    const said = pages.join('\n');
    for (const one of ['Paragraph 0.', 'Paragraph 59.', '– one', '– other', 'Total: €219.99'])
      expect(said.split('\n').filter((line) => line === one)).toHaveLength(1);
    expect(said).not.toContain('The amount below is still open');
  });
});

test('a reminder of deposits says that nothing is owed, and since when nobody is late', async () => {
  const { number, bytes } = await reminded(2, 'de', { deposits: true, level: 1 });
  const said = wordsOf(bytes).join('\n');
  expect(number).toBe('Erinnerung an Ihre Anzahlung-C-1-2026-05-03');
  for (const one of ['Anzahlungen', 'Sie ist keine Schuld', 'INV-2026-000118']) expect(said).toContain(one);
  expect(said).not.toMatch(/überfällig|Rechnung/i);
});

describe('a receipt', () => {
  test('says what came in, how, what it settled and what is left', async () => {
    const { number, bytes } = await received();
    const [page] = wordsOf(bytes);
    expect(number).toBe('Receipt-C-1-2026-04-02');
    for (const said of [
      'Receipt',
      '2 April 2026',
      'Bank transfer',
      '€500.00',
      'INV-2026-000117',
      '390.00',
      '10.00',
      '12.00',
      'Total: €480.00',
      '€20.00',
    ])
      expect(page!.split('\n')).toContain(said);
  });
  test('of money that no invoice took has no table', async () => {
    const { bytes } = await received('en', { allocations: [], unapplied: money(50_000, 'EUR') });
    const [page] = wordsOf(bytes);
    expect(page).toContain('could not be assigned');
    expect(page).not.toContain('What it settled');
  });
});

describe('a confirmation', () => {
  test('lists the order as it stands, and what follows later', async () => {
    const { number, bytes } = await confirmed(2, 'de', '1');
    const [page] = wordsOf(bytes);
    expect(number).toBe('Auftragsbestatigung-SHOP-2026-10042');
    for (const said of ['Auftragsbestätigung', 'SHOP-2026-10042', '30.03.2026', 'PO-88231'])
      expect(page!.split('\n')).toContain(said);
    expect(page).toMatch(/1 Stk\.? folg/);
    expect(page).toContain('Dies ist keine Rechnung');
    expect(page).not.toContain('Proforma');
  });
});

describe('all of them', () => {
  const inAll = async (language: Language) =>
    (
      await Promise.all([
        reminded(1, language),
        reminded(40, language, { level: 3 }),
        reminded(2, language, { deposits: true }),
        received(language),
        confirmed(40, language, '1'),
      ])
    ).flatMap(({ bytes }) => pagesOf(bytes));
  let sizes: ReadonlySet<number>;
  beforeAll(async () => {
    sizes = new Set((await inAll('en')).flat().map(({ size }) => size));
  });
  test.each(Language.options)('%s: words stay apart and in their size', async (language) => {
    expect((await inAll(language)).flatMap((page) => faultsOf(page, sizes))).toEqual([]);
  });
  test('the same facts make the same bytes', async () => {
    const twice = async (make: () => Promise<{ bytes: Uint8Array }>) =>
      Buffer.from((await make()).bytes).equals(Buffer.from((await make()).bytes));
    expect([
      await twice(() => reminded(9)),
      await twice(() => received()),
      await twice(() => confirmed(3)),
    ]).toEqual([true, true, true]);
  });
  test('are in the colour of the entity', async () => {
    const coloured = { ...seller, brand: { colour: '#7a1f5c' } };
    const facts = asking(items(1), 'en');
    const between = { customer: customerIn('en'), seller: coloured, today };
    const { bytes } = await reminderPdf(reminder(facts), facts, between, FONTS);
    expect(coloursOf(bytes)).toContain('7a1f5c');
    expect(coloursOf((await reminded(1)).bytes)).not.toContain('7a1f5c');
  });
});
