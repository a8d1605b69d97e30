/** Mails in a company's own words, colour and logo, and the page that switches them off, as pictures: phone and desk, light and dark. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rendered } from '../../shared/dispatch/liquid.ts';
import { invoiceMail } from '../../shared/dispatch/mails/documents.ts';
import { set } from '../../shared/dispatch/mails/set.ts';
import { reworded } from '../../shared/dispatch/reworded.ts';
import { mailsPage } from '../../shared/portal/mails.tsx';
import { snapshot } from '../slices/documents/snapshots.ts';
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
