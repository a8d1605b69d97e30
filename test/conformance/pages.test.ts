/**
 * Payment pages, mails and finance's report in a real browser: WCAG by axe, no sideways scrolling on a phone, and the policy
 * they promise.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reminder } from '../../shared/dispatch/mails.tsx';
import { invoiceMail } from '../../shared/dispatch/mails/documents.ts';
import { set } from '../../shared/dispatch/mails/set.ts';
import { stylesOf } from '../../shared/portal/pages.tsx';
import { contentOf } from '../../shared/reporting/content.ts';
import { pageOf } from '../../shared/reporting/page.tsx';
import { launch, phone, stands } from '../support/browser.ts';
import { manyLines, SELLER, snapshot } from '../slices/documents/snapshots.ts';
import { PAGES } from '../slices/portal/views.ts';
import { NOTHING, REPORT } from '../slices/reporting/sample.ts';

const owed = snapshot({ inputs: manyLines(1) });
const item = {
  number: owed.number,
  issuedOn: '2026-03-31',
  times: 2,
  dueOn: owed.dueOn,
  open: { minor: 100, currency: 'EUR' },
  daysOverdue: 3,
  payUrl: 'https://pay.example.com/x',
};
const reminded = {
  level: 2,
  items: [item, item],
  total: { minor: 200, currency: 'EUR' },
  seller: SELLER,
  language: 'de',
  customerName: owed.buyer.name,
} as const;
const DOCUMENTS: Readonly<Record<string, string>> = {
  ...PAGES,
  'mail of an invoice': set(invoiceMail(owed, 'https://pay.example.com/x')).html,
  'mail of a reminder': set(reminder(reminded)).html,
  'report of a month': pageOf(contentOf(REPORT), 'https://pay.example.com'),
  'report of nothing': pageOf(contentOf(NOTHING), 'https://pay.example.com'),
};
/** These say themselves what they may load: they are opened where no header of ours comes with them. */
const ALONE = /^(mail|report) /;

/**
 * axe forbids every timed reload (WCAG 2.2.1). The status page may: it holds no input and nothing to read on,
 * ends by itself when the provider has answered, and says in its text that it updates.
 */
const EXEMPT: Readonly<Record<string, string[]>> = { status: ['meta-refresh'] };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What a page looks like in another language differs in its words: a phone shows whether they fit. */
const IN_OTHER_WORDS = /^(french|german|spanish|italian|dutch)$|-(german|french|de|fr|es|it|nl)$/;
const PHONE = [390, 'light'] as const;
const LOOKS = [PHONE, [390, 'dark'], [1180, 'light']] as const;

/** German has the longest words and French the most signs: whoever fits these fits the others, which `LOOKS=all` looks at, too. */
const SELDOM = /-(es|it|nl)$/;
const shown = Object.entries(DOCUMENTS).filter(
  ([name]) => process.env['LOOKS'] === 'all' || !SELDOM.test(name),
);

test.each(shown)('%s', async (name, html) => {
  const { tab, complaints } = await phone(browser);
  const policy = `default-src 'none'; style-src '${stylesOf(undefined)[0]}'; img-src data:; form-action 'self'`;
  await tab.route('https://pay.example.com/**', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: ALONE.test(name) ? {} : { 'content-security-policy': policy },
      body: html,
    }),
  );
  await tab.goto('https://pay.example.com/');
  expect(await tab.evaluate('getComputedStyle(document.body).margin')).toBe('0px');
  const looks = IN_OTHER_WORDS.test(name) ? [PHONE] : LOOKS;
  await stands(tab, name.replaceAll(' ', '-'), { looks, exempt: EXEMPT[name] ?? [] });
  expect(complaints).toEqual([]);
  await tab.context().close();
});
