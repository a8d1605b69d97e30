/** Formal notices in six languages: what they say, that it fits, and that the words of a country are its own. */
import { describe, expect, test } from 'vitest';
import { reminder } from '../../../shared/dispatch/mails.tsx';
import { amount, day } from '../../../shared/documents/format.ts';
import { paperPdf } from '../../../shared/documents/paper.ts';
import { money } from '../../../shared/kernel/money.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { LAWS } from '../../../shared/claims/law.ts';
import { BASES } from '../../../shared/notices/basis.ts';
import { noticeLetter, noticePaper } from '../../../shared/notices/paper.ts';
import { NOTICE_WORDS } from '../../../shared/notices/words.ts';
import { FONTS } from '../../support/fonts.ts';
import { asking, customerIn, items, seller, today } from '../dispatch/papers.ts';
import { wordsOf } from '../documents/pdf-text.ts';

const row = (from: string, to: string, days: number, minor: number) => ({
  from,
  to,
  days,
  balance: money(10_000, 'EUR'),
  percent: '10.27',
  amount: money(minor, 'EUR'),
  source: 'Deutsche Bundesbank, Basiszinssatz, § 247 BGB',
});
const rows = [row('2026-04-01', '2026-05-03', 33, 93)];
const claim = {
  claimId: 'clm_1',
  invoiceId: 'inv_1',
  invoiceNumber: 'INV-2026-000117',
  kind: 'interest',
  open: money(93, 'EUR'),
  rows,
} as never;
const beside = [{ kind: 'interest', amount: money(93, 'EUR'), to: today }] as const;

const drawn = async (language: Language, count = 2, country = 'DE') => {
  const facts = asking(items(count), language, { level: 3, beside, total: money(22_092, 'EUR') });
  const of = { number: 'LINV-2026-000001', payBy: '2026-05-17', language, country, claims: [claim] };
  const letter = noticeLetter(reminder(facts), of, facts);
  const between = { customer: customerIn(language), seller, today };
  return { letter, facts, bytes: await paperPdf(noticePaper(letter, facts, between, of), FONTS) };
};
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

describe.each(Language.options)('in %s', (language) => {
  const words = NOTICE_WORDS[language];
  test('mail and PDF say the same: what is owed, by which day, what follows, what it rests on', async () => {
    const { letter, facts, bytes } = await drawn(language);
    const text = flat(wordsOf(bytes).join('\n'));
    const demand = words.demand(amount(facts.total, language), day('2026-05-17', language));
    for (const said of [
      words.title,
      words.opening,
      demand,
      words.consequence,
      words.payBy,
      words.interest,
      language === 'en' ? '10.27 %' : '10,27 %',
      BASES['DE']!.law,
    ])
      expect(text).toContain(flat(said));
    expect([letter.subject, letter.opening, letter.said]).toEqual([
      words.subject('LINV-2026-000001'),
      [words.opening, demand],
      undefined,
    ]);
    expect(letter.after).toEqual([words.consequence, words.basis(BASES['DE']!.law)]);
  });
  test('over pages each has its number', async () => {
    const pages = wordsOf((await drawn(language, 30)).bytes);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain('LINV-2026-000001');
  });
  test('where no law of the country is known, none is named', async () => {
    const { letter } = await drawn(language, 1, 'PL');
    expect(letter.after).toEqual([words.consequence]);
  });
});

test('French and Dutch signs are set as they are there', () => {
  expect(NOTICE_WORDS.fr.consequence).toContain('\u202f;');
  expect(NOTICE_WORDS.fr.basis('X')).toContain('\u00a0:');
});
test('every country whose interest is known has its statement, and each says what it assumes', () => {
  expect(Object.keys(BASES).toSorted()).toEqual(Object.keys(LAWS).toSorted());
  for (const { assumes } of Object.values(BASES)) expect(assumes.length).toBeGreaterThan(40);
});
