/** The pages behind a code, as pictures: in the language with the longest words, on a phone; two of them on a desk. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pagesIn } from '../slices/selfservice/views.ts';
import { launch, phone, stands } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const PHONE = [360, 'light'] as const;
const DESK = [1280, 'dark'] as const;
const WIDE = ['subscription', 'change', 'plans'];
/** What a full page repeats is looked at in `subscription`. */
const LOOKED_AT = [
  'subscriptions',
  'subscription',
  'change',
  'cancel',
  'plans',
  'planPreview',
  'disputes',
  'questions',
  'question',
  'orders',
];

test('stand without script, with nothing for axe to find and nothing to scroll sideways', async () => {
  const pages = pagesIn('de');
  const { tab, complaints } = await phone(browser);
  for (const name of LOOKED_AT) {
    await tab.setContent(pages[name]!);
    await stands(tab, `my-${name}`, { looks: WIDE.includes(name) ? [PHONE, DESK] : [PHONE] });
  }
  // A change of addresses is read by whoever gets a mail of it, in another language too.
  for (const language of ['de', 'fr'] as const)
    for (const name of ['changing', 'address', 'answer'] as const) {
      await tab.setContent(pagesIn(language)[name]!);
      await stands(tab, `my-${name}-${language}`, { looks: [PHONE] });
    }
  expect(complaints).toEqual([]);
  await tab.context().close();
});
