/** A customer with a phone: from the mail to the receipt, in a real browser, on the local cloud. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, phone, SCREENSHOTS, stands } from '../support/browser.ts';
import { codeTo } from '../support/visitor.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(undefined, {}, {}, { jobs: ['FindOverdue'] }), launch()]);
});
afterAll(() => Promise.all([browser.close(), world.close()]));

const BASKET = [
  { net: '24.90', taxClass: 'standard', quantity: '12' },
  { net: '8.1250', taxClass: 'reduced', quantity: '40' },
];
const lastStep = (buyer: Buyer, number: string) =>
  buyer.invoices().then((all) => all.find((one) => one.number === number)!.state);

test('a mail, its link, the provider’s page, the wait, the receipt; then the link says paid', async () => {
  const acme = await world.customer('Alster');
  const invoice = await acme.isInvoiced(...BASKET);
  const { tab, complaints } = await phone(browser);

  await tab.goto(`${world.cloud.urls.console}/mailbox`);
  await stands(tab, 'mailbox');
  await tab
    .getByRole('link', { name: new RegExp(invoice.number) })
    .first()
    .click();
  await stands(tab, 'mail');
  const button = tab.frameLocator('iframe').getByRole('link', { name: /pay/i }).first();
  const link = (await button.getAttribute('href'))!;
  expect(link).toBe(await acme.link(invoice.number));
  const [page] = await Promise.all([tab.context().waitForEvent('page'), button.click()]);
  await page.waitForLoadState();
  expect(page.url()).toBe(link);

  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`Invoice ${invoice.number}`);
  await stands(page, 'pay');
  // The provider's word comes late, so that the page in between is seen.
  await world.control('/psp/control', { delaySeconds: 600 });
  await page.getByRole('button', { name: /^Pay €/ }).click();
  expect(new URL(page.url()).origin).toBe(world.cloud.urls.console);
  await stands(page, 'provider');
  await page.getByRole('button', { name: 'Pay with the test card' }).click();
  expect(new URL(page.url()).pathname).toMatch(/\/status$/);
  // It asks again by itself every three seconds: it is held still while it is looked at.
  await page.route('**/status*', (route) => route.abort('aborted'));
  await stands(page, 'status', { exempt: ['meta-refresh'] });
  await page.unroute('**/status*');
  await world.cloud.clock.advance(world.cloud.clock.now() + 601_000);
  await world.settle();
  await world.control('/psp/control', { delaySeconds: 0 });
  await page.reload();
  await page.getByRole('heading', { name: /thank you|received/i }).waitFor();
  await stands(page, 'receipt');
  expect(await lastStep(acme, invoice.number)).toBe('PAID');

  await page.goto(link);
  expect(await page.locator('form').count()).toBe(0);
  await stands(page, 'paid');
  const pdf = await page.request.get(
    new URL((await page.getByRole('link', { name: /PDF/ }).getAttribute('href'))!, link).href,
  );
  writeFileSync(join(SCREENSHOTS, 'invoice.pdf'), await pdf.body());
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('a status page turns into the receipt by itself', async () => {
  const acme = await world.customer('Self');
  const invoice = await acme.isInvoiced('15.00');
  const { tab, complaints } = await phone(browser);
  await tab.goto(await acme.link(invoice.number));
  await tab.getByRole('button').click();
  await tab.getByRole('button', { name: 'Pay with the test card' }).click();
  await tab.getByRole('heading', { name: /thank you|received/i }).waitFor({ timeout: 15_000 });
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('a German customer reads German, is told of a card that was declined, comes back and tries again', async () => {
  const acme = await world.customer('Koeln', { language: 'de' });
  const invoice = await acme.isInvoiced(
    ...BASKET,
    ...Array.from({ length: 6 }, () => ({ net: '3.20', taxClass: 'standard', quantity: '25' })),
  );
  const { tab, complaints } = await phone(browser, { locale: 'de-DE' });
  const link = await acme.link(invoice.number);
  await tab.goto(link);
  expect(await tab.locator('html').getAttribute('lang')).toBe('de');
  await stands(tab, 'pay-german');
  const text = await tab.locator('body').innerText();
  expect(text).toMatch(/Rechnung[\s\S]*Zu zahlen[\s\S]*bezahlen[\s\S]*Referenz/);
  expect(text).not.toMatch(/\b(Invoice|Amount|Due|Download)\b/);
  await tab.getByRole('button', { name: /bezahlen/ }).click();
  await tab.getByRole('button', { name: /declined/ }).click();
  expect(await tab.getByRole('alert').innerText()).toContain('insufficient funds');
  await world.settle();
  await tab.goto(`${link}?notice=failed`);
  expect(await tab.getByRole('alert').innerText()).toMatch(/nicht/);
  await stands(tab, 'declined-german');
  await tab.getByRole('button', { name: /bezahlen/ }).click();
  await tab.getByRole('button', { name: 'Pay by bank debit (takes 2 minutes)' }).click();
  await world.settle();
  await tab.goto(link);
  expect(await tab.getByRole('status').innerText()).toMatch(/unterwegs|bearbeitet|bestätigt/);
  await stands(tab, 'pending-german');
  await world.cloud.clock.advance(world.cloud.clock.now() + 130_000);
  await world.settle();
  await tab.goto(link);
  await stands(tab, 'paid-german');
  expect(await lastStep(acme, invoice.number)).toBe('PAID');
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('a payer who cancels is back on the page with a word about it; a wrong link tells nothing', async () => {
  const acme = await world.customer('Cancel');
  const invoice = await acme.isInvoiced('15.00');
  const { tab, complaints } = await phone(browser);
  const link = await acme.link(invoice.number);
  await tab.goto(link);
  await tab.getByRole('button').click();
  await tab.getByRole('button', { name: /Cancel/ }).click();
  await tab.waitForURL(/\/status\?/);
  await world.settle();
  await tab.reload();
  expect(await tab.getByRole('alert').innerText()).toMatch(/cancel|not paid|nothing/i);
  await stands(tab, 'canceled');
  expect(complaints).toEqual([]);
  await tab.goto(`${link}x`);
  await stands(tab, 'error');
  await tab.context().close();
});

test('every mail stands on a phone, in either light', async () => {
  const acme = await world.customer('Briefe', { language: 'de' });
  const invoice = await acme.isInvoiced(...BASKET);
  await world.cloud.clock.advance(Date.parse(`${invoice.dueOn}T12:00:00Z`) + 3 * 86_400_000);
  await acme.transfers('100.00', invoice.number);
  const mails = await acme.inbox();
  expect(mails.map(({ subject }) => subject)).toHaveLength(4);
  const { tab, complaints } = await phone(browser);
  for (const [index, { html, text }] of mails.entries()) {
    expect(text).toContain('Nordwind Kontor GmbH');
    await tab.setContent(html);
    await stands(tab, `letter-${index + 1}`, {
      looks: [
        [390, 'light'],
        [680, 'dark'],
      ],
    });
  }
  expect(complaints).toEqual([]);
  await tab.context().close();
});

test('from the page of an invoice by a mailed code to the whole account, with keyboard alone, and out again', async () => {
  const acme = await world.customer('Bille');
  const invoice = await acme.isInvoiced(...BASKET);
  const { tab, complaints } = await phone(browser);
  const looks = [
    [360, 'light'],
    [1280, 'dark'],
  ] as const;
  await tab.goto(await acme.link(invoice.number));
  await tab.getByRole('link', { name: 'All your invoices and payments' }).click();
  await stands(tab, 'my-door', { looks });
  await tab.getByRole('button', { name: 'Send me a code' }).press('Enter');
  await tab.getByLabel('Code', { exact: true }).waitFor();
  await stands(tab, 'my-code', { looks });
  await tab.getByLabel('Code', { exact: true }).fill(await codeTo(world, acme.email));
  await tab.getByLabel('Code', { exact: true }).press('Enter');
  await tab.getByRole('heading', { level: 1, name: 'Bille' }).waitFor();
  expect(new URL(tab.url()).pathname).toBe('/my');
  await stands(tab, 'my-start', { looks });
  const goes = (name: string) =>
    tab.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name, exact: true }).click();
  for (const [group, places] of [
    ['Account', ['Other account']],
    ['Billing', ['Statements', 'Payments', 'Payment methods', 'Invoices']],
  ] as const) {
    await goes(group);
    for (const place of places) {
      await goes(place);
      await stands(tab, `my-${place.toLowerCase().replace(' ', '-')}`, { looks });
    }
  }
  await tab.getByRole('link', { name: `Invoice ${invoice.number}` }).click();
  await stands(tab, 'my-invoice', { looks });
  const [file] = await Promise.all([
    tab.waitForEvent('download'),
    tab.getByRole('link', { name: 'Download e-invoice (XML)' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${invoice.number}.xml`);
  // The session's cookie is not for scripts.
  expect(await tab.evaluate('document.cookie')).toBe('');
  await tab.getByRole('button', { name: 'Leave' }).click();
  expect(await tab.getByRole('alert').innerText()).toContain('not signed in');
  await stands(tab, 'my-left', { looks });
  await tab.goto(`${world.cloud.urls.api}/verify?at=acme`);
  await tab.getByLabel('Invoice number').fill(invoice.number);
  await tab.getByLabel('Invoice date').fill(invoice.issuedOn);
  await tab.getByLabel(/Last four/).fill(invoice.snapshot.seller.bank.iban.slice(-4));
  await tab.getByRole('button', { name: 'Check' }).click();
  expect(await tab.getByRole('status').innerText()).toContain('are ours');
  await stands(tab, 'verify', { looks });
  await tab.goBack();
  await tab.goBack();
  await tab.goBack();
  expect(await tab.content()).not.toContain(invoice.number);
  expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  await tab.context().close();
});

test('the documentation lists every operation and every event', async () => {
  const { tab, complaints } = await phone(browser, { viewport: { width: 1180, height: 844 } });
  await tab.goto(`${world.cloud.urls.api}/docs`);
  await tab.locator('.opblock').first().waitFor();
  const { paths, webhooks } = (await (await fetch(`${world.cloud.urls.api}/openapi.json`)).json()) as {
    paths: Record<string, object>;
    webhooks: object;
  };
  const described = Object.values(paths)
    .flatMap((methods) => Object.keys(methods))
    .filter((name) => ['get', 'post', 'put'].includes(name)).length;
  // More than two hundred of them: only what is in sight is drawn, so it is read from top to bottom.
  const read = new Set<string>();
  await expect
    .poll(
      async () => {
        const inSight = await tab.locator('.opblock').evaluateAll((all) => all.map(({ id }) => id));
        for (const id of inSight) read.add(id);
        await tab.mouse.wheel(0, 600);
        return read.size;
      },
      { timeout: 90_000, interval: 20 },
    )
    .toBe(described + Object.keys(webhooks).length);
  expect(described).toBeGreaterThan(25);
  await tab.screenshot({ path: join(SCREENSHOTS, 'docs.png'), fullPage: true });
  expect(complaints).toEqual([]);
  await tab.context().close();
});
