/** Words of charges: the same in every language, and as each is written. */
import { expect, test } from 'vitest';
import { set } from '../../../shared/dispatch/mails/set.ts';
import { called, failedLetter, noticeLetter } from '../../../shared/methods/letters.ts';
import { choiceOpened, choiceToken, keepOpened, keepToken } from '../../../shared/methods/link.ts';
import { choicePage } from '../../../shared/methods/page.tsx';
import { keepPage } from '../../../shared/methods/keep.tsx';
import { KEEP_WORDS } from '../../../shared/methods/keepwords.ts';
import { WORDS } from '../../../shared/methods/words.ts';
import { CONSENT } from '../../../shared/portal/consentwords.ts';
import { CHOICE, DEBIT, KEEP, LANGUAGES, SENDER } from './views.ts';

/** All that is said in a language, with something in the place of what comes in. */
const said = (of: unknown): string[] =>
  typeof of === 'string'
    ? [of]
    : typeof of === 'function'
      ? [(of as (...all: string[]) => string)('AAA', 'BBB', 'CCC')]
      : Object.values(of as object).flatMap(said);

test.each(LANGUAGES)('%s says all of it, in one line each', (language) => {
  const texts = [
    ...said(WORDS[language]),
    ...said(KEEP_WORDS[language]),
    CONSENT[language]('AAA', 14),
    CONSENT[language]('AAA', 1),
  ];
  expect(texts).toHaveLength(said(WORDS.en).length + said(KEEP_WORDS.en).length + 2);
  for (const text of texts) expect(text).toMatch(/^\S[^\n]*\S$/);
  expect(texts.filter((text) => / [:;?!»]|« /.test(text))).toEqual([]);
  expect(CONSENT[language]('AAA', 14)).toMatch(/AAA.*14/);
});

test.each(LANGUAGES)(
  'a notice in %s says what the scheme asks for: amount, day, mandate, creditor',
  (language) => {
    const { subject, text, html } = set(noticeLetter(DEBIT, { name: 'Lea', language }, SENDER));
    for (const one of [text, html]) {
      expect(one).toContain('INV-2026-000117');
      expect(one).toContain('QUIT-7F3K2M9A');
      expect(one).toContain('DE98ZZZ09999999999');
      expect(one).toContain('https://pay.example/autopay/x');
      expect(one).toMatch(/1.?190/);
    }
    expect(subject).toContain('2026');
    for (const say of ['failed', 'authentication', 'ceiling'] as const) {
      const mail = set(failedLetter({ ...DEBIT, say }, { name: 'Lea', language }, SENDER));
      expect(mail.text).toContain('https://pay.example/pay/x');
      expect(mail.subject).toContain('INV-2026-000117');
    }
  },
);

test('a method is called as its owner knows it', () => {
  expect(called({ kind: 'card', brand: 'visa', last4: '4242' }, 'en')).toBe('Visa •••• 4242');
  expect(called({ kind: 'card' }, 'de')).toBe('Karte');
  expect(called({ kind: 'direct_debit', last4: '11' }, 'nl')).toBe('Bankrekening •••• 11');
});

test('only what is planned has buttons', () => {
  expect(choicePage(CHOICE)).toMatch(
    /<form method="post" action="\/autopay\/x">[\s\S]*value="skip"[\s\S]*value="stop"/,
  );
  for (const state of ['skipped', 'stopped', 'underWay', 'over'] as const)
    expect(choicePage({ ...CHOICE, said: state })).not.toContain('<form');
});

test('who is asked to keep something ticks the box by itself; what is kept, under way or over has no form', () => {
  for (const state of ['asked', 'agree', 'canceled', 'unavailable'] as const) {
    const html = keepPage({ ...KEEP, said: state });
    expect(html).toMatch(
      /<form method="post" action="\/method\/x">[\s\S]*name="keep" id="keep" value="1"\/>/,
    );
    expect(html).toContain(CONSENT.en(SENDER.name, 14).slice(0, 30));
    expect(html.includes('role="alert"')).toBe(state !== 'asked');
  }
  for (const state of ['waiting', 'kept', 'over'] as const) {
    const html = keepPage({ ...KEEP, said: state });
    expect(html).not.toContain('<form');
    expect(html.includes('http-equiv="refresh"')).toBe(state === 'waiting');
  }
});

test('a link to keep something opens by its own key and as its own kind alone', () => {
  const id = `ivt_${'0'.repeat(26)}`;
  const token = keepToken('key', 'acme', id);
  expect(keepOpened('key', token)).toEqual({ tenant: 'acme', id });
  expect([choiceOpened('key', token), keepOpened('other', token), keepOpened('key', `${token}A`)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(keepOpened('key', choiceToken('key', 'acme', `inv_${'0'.repeat(26)}`))).toBeUndefined();
});

test('a link opens its invoice, by the key that made it', () => {
  const invoiceId = `inv_${'0'.repeat(26)}`;
  const token = choiceToken('key', 'acme', invoiceId);
  expect(choiceOpened('key', token)).toEqual({ tenant: 'acme', id: invoiceId });
  for (const [key, text] of [
    ['other', token],
    ['key', token.replace('acme', 'rival')],
    ['key', token.slice(0, -1)],
    ['key', ''],
  ] as const)
    expect(choiceOpened(key, text)).toBeUndefined();
});
