/**
 * The console's pages in a real browser: no accessibility finding, no scroll to the side on a phone, no
 * script of a mail.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailRoutes } from '../../../bin/local/console/mailbox.ts';
import { psp as openPsp } from '../../../bin/local/console/psp.ts';
import { ses as sesService } from '../../../bin/local/services/ses.ts';
import { launch } from '../../support/browser.ts';
import { testCloud } from './cloud.ts';
import { invoiceMail } from './mails.ts';

let browser: Browser;
let base = '';
const closing: (() => unknown)[] = [];
const paths: Record<string, string> = {};

beforeAll(async () => {
  const lab = await testCloud();
  const ses = lab.add(sesService);
  await lab.make('AWS::SES::EmailIdentity', 'Domain', { EmailIdentity: 'acme.example' });
  const send = async (raw: string) => {
    const body = Buffer.from(
      new URLSearchParams({
        Action: 'SendRawEmail',
        'RawMessage.Data': Buffer.from(raw).toString('base64'),
      }).toString(),
    );
    await ses.handle({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body,
      caller: 'test',
    });
  };
  for (let n = 1; n <= 52; n += 1)
    await send(invoiceMail(`jo${n}@shop.example`, `Invoice 2026-${String(n).padStart(5, '0')}`));
  await send(
    invoiceMail(
      'bounce@simulator.amazonses.com',
      `Reminder with a very long subject ${'that goes on and on '.repeat(6)}`,
    ),
  );
  ses.hold(true);
  await send(invoiceMail('jo@shop.example'));
  const psp = openPsp({
    clock: lab.clock,
    stateDir: mkdtempSync(join(tmpdir(), 'psp-')),
    secret: () => ({ apiKey: 'key', webhookSecret: 'whsec_a2V5' }),
    webhookUrl: () => 'http://127.0.0.1:9/',
    baseUrl: () => base,
  });
  const mails = mailRoutes(lab.cloud, ses);
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {};
    const web = new Request(`${base}${request.url}`, {
      method: request.method!,
      ...body,
      headers: request.headers as Record<string, string>,
    });
    const answer = (await (mails(web) ?? psp.route(web))) ?? new Response(null, { status: 404 });
    response
      .writeHead(answer.status, Object.fromEntries(answer.headers))
      .end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session = async () => {
    const request = new Request(`${base}/psp/v1/sessions`, {
      method: 'POST',
      headers: { authorization: 'Bearer key' },
      body: JSON.stringify({
        amount: { minor: 123_450, currency: 'EUR' },
        reference: '2026-00042',
        description: 'Invoice 2026-00042 of Acme GmbH',
        returnUrl: `${base}/mailbox`,
        metadata: { merchant: 'Acme GmbH' },
      }),
    });
    return new URL(((await (await psp.route(request))!.json()) as { url: string }).url).pathname;
  };
  Object.assign(paths, {
    list: '/mailbox',
    older: '/mailbox?page=2',
    nothing: '/mailbox?q=nothing+like+it',
    mail: `/mailbox/${ses.mails()[0]!.id}`,
    text: `/mailbox/${ses.mails()[0]!.id}?view=text`,
    headers: `/mailbox/${ses.mails()[1]!.id}?view=headers`,
    gone: '/mailbox/gone',
    pay: await session(),
    again: await session(),
    unpaid: '/psp/pay/gone',
  });
  browser = await launch();
  closing.push(
    () => browser.close(),
    () => psp.stop(),
    () => server.closeAllConnections(),
    () => server.close(),
    lab.close,
  );
}, 60_000);

afterAll(async () => {
  for (const close of closing) await close();
});

const open = async (width: number, colorScheme: 'light' | 'dark', path: string) => {
  const context: BrowserContext = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const tab = await context.newPage();
  await tab.goto(`${base}${path}`);
  return tab;
};

test.each(['list', 'older', 'nothing', 'mail', 'text', 'headers', 'gone', 'pay', 'unpaid'])(
  '%s is fit for everyone',
  async (name) => {
    for (const [width, scheme] of [
      [390, 'dark'],
      [1200, 'light'],
    ] as const) {
      const tab = await open(width, scheme, paths[name]!);
      // The mail's own frame runs no script, and so not this one either.
      const { violations } = await new AxeBuilder({ page: tab })
        .setLegacyMode(true)
        .options({ iframes: false })
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      if (process.env['PICTURES'])
        await tab.screenshot({ path: join(process.env['PICTURES'], `${name}-${width}.png`), fullPage: true });
      await tab.context().close();
    }
  },
  60_000,
);

test('a person finds a held mail, reads it and lets it go', async () => {
  const tab = await open(390, 'light', paths['list']!);
  await tab.getByRole('searchbox').fill('jo@shop');
  await tab.getByRole('button', { name: 'Search' }).click();
  await tab.getByRole('link', { name: /Invoice 2026-00042/ }).click();
  expect(await tab.title()).toBe('Invoice 2026-00042');
  const mail = tab.frameLocator('iframe');
  expect(await mail.getByRole('heading').innerText()).toBe('Invoice 2026-00042');
  // The mail's own script did not run.
  expect(await mail.locator('html').evaluate('document.title')).toBe('Mail');
  await tab.getByRole('button', { name: 'Deliver now' }).click();
  expect(await tab.locator('.badge').innerText()).toBe('delivered');
  const pdf = await tab.request.get(
    `${base}${await tab.getByRole('link', { name: /00042\.pdf/ }).getAttribute('href')}`,
  );
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  await tab.context().close();
}, 60_000);

test('a payer is declined, sees it, pays, and is back at the merchant', async () => {
  const tab = await open(390, 'light', paths['again']!);
  await tab.getByRole('button', { name: /declined/ }).click();
  expect(await tab.getByRole('alert').innerText()).toContain('insufficient funds');
  const { violations } = await new AxeBuilder({ page: tab }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  if (process.env['PICTURES'])
    await tab.screenshot({ path: join(process.env['PICTURES'], 'declined-390.png'), fullPage: true });
  await tab.getByRole('button', { name: 'Pay with the test card' }).click();
  expect(new URL(tab.url()).pathname).toBe('/mailbox');
  await tab.goto(`${base}${paths['again']}`);
  expect(await tab.getByRole('status').innerText()).toContain('Paid.');
  await tab.context().close();
}, 60_000);
