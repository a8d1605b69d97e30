/** Names and texts of strangers in mails as they leave: one receiver, our headers, and nothing that a mail program runs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from '../support/world.ts';

let world: World;
const SELLER_NAME = 'Nord, "Wind" <thief@evil.example>; Bcc: all@evil.example';
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', { name: SELLER_NAME });
});
afterAll(() => world.close());

const rawOf = async (id: string): Promise<string> =>
  (await fetch(`${world.cloud.urls.console}/control/mails/${id}/raw`)).text();
/** Unfolded header lines, name first. */
const headersOf = (raw: string): string[] =>
  raw
    .slice(0, raw.search(/\r?\n\r?\n/))
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);

const NAMES = [
  'Plain GmbH',
  '"A" <thief@evil.example>',
  'thief@evil.example, second@evil.example',
  '=?utf-8?B?QmNjOiB0aGllZkBldmlsLmV4YW1wbGU=?=',
  'Bcc: thief@evil.example',
  'A%0d%0aBcc:thief@evil.example',
  'Ä\\r\\nBcc: thief@evil.example',
  '<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>',
  '<!-- --><style>*{display:none}</style>{{7*7}}${7*7}<%= 7*7 %>',
];

test('a customer’s name, order id, PO and goods change no header, no receiver and no markup', async () => {
  let plain: string[] | undefined;
  for (const [at, name] of NAMES.entries()) {
    const address = { line1: name, postalCode: '10115', city: name.slice(0, 80), country: 'DE' };
    const profile = { name, address, emails: [`own${at}@customer.example`], currency: 'EUR' };
    const { body: customer } = await world.call<{ id: string }>('PUT', `/v1/customers/crm/R${at}`, profile, {
      key: 'partner',
    });
    const limit = { minor: 10_000, currency: 'EUR' };
    await world.call('PUT', `/v1/customers/${customer.id}/credit`, { limit }, { key: 'partner' });
    const placed = await world.call<{ id: string }>(
      'POST',
      '/v1/orders',
      {
        source: 'shop',
        sourceOrderId: `O-${at}`,
        customer: { id: customer.id },
        currency: 'EUR',
        poNumber: name.slice(0, 50),
        lines: [{ sku: 'A', description: name, quantity: '1', unitPrice: '9.00', taxClass: 'zero' }],
      },
      { key: 'partner' },
    );
    expect([name, placed.status]).toEqual([name, 201]);
    await world.call('POST', `/v1/orders/${placed.body.id}/fulfilments`, {}, { key: 'partner' });
    await world.settle();
    const mails = await world.control<{ id: string }[]>(`/control/mails?to=own${at}@customer.example`);
    expect(mails.length).toBeGreaterThanOrEqual(2);
    for (const { id } of mails) {
      const headers = headersOf(await rawOf(id));
      const of = (wanted: string) => headers.filter((line) => line.toLowerCase().startsWith(`${wanted}:`));
      expect(of('to')).toEqual([`To: own${at}@customer.example`]);
      expect([...of('cc'), ...of('bcc'), ...of('reply-to').filter((line) => line.includes('evil'))]).toEqual(
        [],
      );
      expect(of('from')).toHaveLength(1);
      expect(of('from')[0]).toMatch(/<billing@[\w.]+>$/);
      const names = headers.map((line) => line.slice(0, line.indexOf(':'))).toSorted();
      plain ??= names;
      expect(names).toEqual(plain);
      const { html } = await world.control<{ html: string }>(`/control/mails/${id}`);
      expect(html).not.toMatch(/<img|<script|onerror=[^&]*>|href="javascript|<style>\*|>49</);
    }
  }
  // Nobody else got a mail.
  expect(await world.control('/control/mails?to=evil.example')).toEqual([]);
});
