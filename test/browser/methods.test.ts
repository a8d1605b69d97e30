/** The box that asks to keep what pays, the page of a notice, and the mails of charges, in a real browser: six languages, phone and desk. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { set } from '../../shared/dispatch/mails/set.ts';
import { failedLetter, noticeLetter } from '../../shared/methods/letters.ts';
import { keepPage } from '../../shared/methods/keep.tsx';
import { choicePage } from '../../shared/methods/page.tsx';
import { CONSENT } from '../../shared/portal/consentwords.ts';
import { payPage } from '../../shared/portal/pages.tsx';
import { LANGUAGES, CHOICE, DEBIT, KEEP, SENDER } from '../slices/methods/views.ts';
import { VIEW } from '../slices/portal/views.ts';
import { launch, phone, stands } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const PHONE = [360, 'light'] as const;
const BOTH = [PHONE, [1280, 'dark']] as const;
const shown = async (name: string, html: string, exempt: string[] = []) => {
  // Other languages differ in their words, and a phone shows whether those fit.
  const looks = /-(?:de|fr|es|it|nl)$/.test(name) ? [PHONE] : BOTH;
  const { tab, complaints } = await phone(browser);
  await tab.setContent(html);
  await stands(tab, name, { looks, exempt });
  expect(complaints).toEqual([]);
  await tab.context().close();
};

test.each(LANGUAGES)('asks, and lets choose, in %s', async (language) => {
  await shown(
    `keep-${language}`,
    payPage({ ...VIEW, language, consent: CONSENT[language](SENDER.name, 14) }),
  );
  await shown(`choice-${language}`, choicePage({ ...CHOICE, language }));
  const consent = CONSENT[language](SENDER.name, 14);
  for (const said of ['agree', 'kept'] as const)
    await shown(`method-${said}-${language}`, keepPage({ ...KEEP, language, consent, said }));
});
test.each(['skipped', 'stopped', 'underWay', 'over'] as const)('says that it is %s', (said) =>
  shown(`choice-${said}`, choicePage({ ...CHOICE, said })),
);
test.each(['asked', 'waiting', 'over'] as const)('keeps without paying, %s', (said) => {
  const { method: _, ...view } = KEEP;
  // As the page of a payment that is on its way: it looks again by itself.
  return shown(`method-${said}`, keepPage({ ...view, said }), said === 'waiting' ? ['meta-refresh'] : []);
});
test('mails of charges stand', async () => {
  const to = { name: 'Müller & Söhne GmbH', language: 'de' as const };
  await shown('mail-charge', set(noticeLetter(DEBIT, to, SENDER)).html);
  const failed = { invoice: DEBIT.invoice, say: 'failed' as const, payUrl: DEBIT.payUrl };
  await shown('mail-failed', set(failedLetter(failed, to, SENDER)).html);
});
