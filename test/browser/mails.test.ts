/** Mails in a company's own words, colour and logo, and the page that switches them off, as pictures: phone and desk, light and dark. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rendered } from '../../shared/dispatch/liquid.ts';
import { invoiceMail } from '../../shared/dispatch/mails/documents.ts';
import { set } from '../../shared/dispatch/mails/set.ts';
import { reworded } from '../../shared/dispatch/reworded.ts';
import { mailsPage } from '../../shared/portal/mails.tsx';
import { promiseLetter } from '../../shared/promises/letters.ts';
import { snapshot } from '../slices/documents/snapshots.ts';
import { PAGES } from '../slices/portal/views.ts';
import { launch, phone, stands } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A block and stripes. */
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAHgAAAAeCAIAAABoq03CAAAAYElEQVR42u3aoREAIAwEQdqgNsqj0KARiBAHexMZtfpb7M0+Khc61ECDBg36Aroom0L/+Qc0aNCgQYMGDRo0aNCgQYMGDRo0aNCgQYMGDRo0aNCgQYN+CNquw4AGNOh8CwfnqJNAklxMAAAAAElFTkSuQmCC';

test('a mail in other words, and the page behind the link at its foot', async () => {
  const { tab, complaints } = await phone(browser);
  const letter = invoiceMail(snapshot(), 'https://pay.example.com/pay/x');
  const words = {
    subject: 'Your bill {{ invoice.number }}',
    title: 'Your bill is here',
    text: 'Dear {{ customer.name }},\n\nthank you for buying with us. What you find attached:\n\n- the invoice\n- the same for your machine\n\nAs ever,\nyour team',
  };
  const off = { label: 'Stop mails of this kind', url: 'https://pay.example.com/mails/x' };
  const look = { colour: '#a3195b', logo: LOGO };
  const { html } = set({ ...reworded(letter, rendered(words, letter.said!.facts)), off }, look);
  await tab.setContent(html);
  await stands(tab, 'mail-worded');
  const view = {
    language: 'de',
    customerName: 'Müller & Söhne GmbH',
    kind: 'receipt',
    action: '/mails/x',
  } as const;
  const seller = { name: 'Nordwind Kontor GmbH', logo: LOGO, colour: '#a3195b' };
  for (const isOff of [false, true]) {
    await tab.setContent(mailsPage({ ...view, seller, off: isOff }));
    await stands(tab, `mails-${isOff ? 'off' : 'on'}`);
  }
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('a promise: the form on the page of an invoice, the page that says it, and the mail that confirms it', async () => {
  const { tab, complaints } = await phone(browser);
  const looks = [
    [360, 'light'],
    [1280, 'light'],
  ] as const;
  for (const language of ['en', 'fr'] as const) {
    await tab.setContent(PAGES[`promising-${language}`]!);
    await tab.locator('summary').first().click();
    expect(await tab.locator('input[type=date]').isVisible()).toBe(true);
    await stands(tab, `promising-${language}`, { looks });
    await tab.setContent(PAGES[`promised-${language}`]!);
    await stands(tab, `promised-${language}`, { looks });
  }
  const { seller } = snapshot();
  const invoiceId = `inv_${'0'.repeat(26)}` as const;
  const promise = {
    items: [
      { invoiceId, number: 'INV-2026-000117', minor: 20_000 },
      { invoiceId, number: 'INV-2026-000118', minor: 30_000 },
    ],
    total: { minor: 50_000, currency: 'EUR' },
    payOn: '2026-05-11',
  };
  const url = 'https://pay.example.com/account/x';
  const to = { name: 'Müller & Söhne GmbH', language: 'de' } as const;
  await tab.setContent(set(promiseLetter({ promise, url, reference: undefined }, to, seller), {}).html);
  await stands(tab, 'mail-promise', { looks });
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('interest and costs stand on the pages of invoices and accounts, in a language with long words and in French', async () => {
  const { tab, complaints } = await phone(browser);
  const looks = [
    [360, 'light'],
    [1280, 'dark'],
  ] as const;
  for (const name of ['beside-de', 'beside-paid-fr', 'beside-account-de', 'beside-receipt-nl']) {
    await tab.setContent(PAGES[name]!);
    await stands(tab, name, { looks });
  }
  expect(complaints).toEqual([]);
  await tab.context().close();
});
