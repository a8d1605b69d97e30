import { expect, test } from 'vitest';
import type { Parsed } from './cloud.ts';
import { START } from './cloud.ts';
import { invoiceMail } from './mails.ts';

import { set } from './mailer.ts';

test('held mails wait for a person, through a restart', async () => {
  const before = await set();
  await before.ask('POST', '/control/mails/hold', { on: true });
  const ids = [];
  for (const n of [1, 2, 3]) ids.push(await before.raw(invoiceMail(`jo${n}@shop.example`)));
  expect(await before.what()).toEqual(['Email Sent', 'Email Sent', 'Email Sent']);

  const { ask, what, ses } = await set({ dir: before.dir });
  expect(ses.holding).toBe(true);
  const act = async (id: string, verb: string) => (await ask('POST', `/control/mails/${id}/${verb}`)).status;
  expect(await act(ids[0]!, 'release')).toBe(200);
  expect(await act(ids[1]!, 'bounce')).toBe(200);
  expect(await act(ids[2]!, 'complain')).toBe(409);
  expect(await act(ids[2]!, 'delay')).toBe(200);
  expect(await act(ids[2]!, 'release')).toBe(200);
  expect(await act(ids[2]!, 'complain')).toBe(200);
  expect(await act('nope', 'release')).toBe(404);
  expect(await what()).toEqual([
    'Email Delivered',
    'Email Bounced',
    'Email Delivery Delayed',
    'Email Delivered',
    'Email Complaint Received',
  ]);
  expect(ses.mails().map(({ state }) => state)).toEqual(['complained', 'bounced', 'delivered']);
});

test('mails are found and read over the control port', async () => {
  const { ask, clock, raw } = await set();
  await raw(invoiceMail('jo@shop.example', 'First'));
  await clock.advance(START + 60_000);
  const id = await raw(invoiceMail('Ann@shop.example', 'Second reminder'));
  const find = async (query: string) =>
    ((await (await ask('GET', `/control/mails?${query}`)).json()) as Parsed[]).map(({ subject }) => subject);
  expect(await find('')).toEqual(['Second reminder', 'First']);
  expect(await find('to=ann@')).toEqual(['Second reminder']);
  expect(await find('subject=first')).toEqual(['First']);
  expect(await find(`since=${new Date(START + 1).toISOString()}`)).toEqual(['Second reminder']);
  const mail = (await (await ask('GET', `/control/mails/${id}`)).json()) as Parsed;
  expect(mail).toMatchObject({
    id,
    from: 'billing@acme.example',
    to: ['Ann@shop.example'],
    state: 'delivered',
    attachments: [
      {
        n: 0,
        filename: '2026-00042.pdf',
        contentType: 'application/pdf',
        size: 14,
        url: `/control/mails/${id}/attachments/0`,
      },
      { n: 1, filename: '2026-00042.xml', contentType: 'application/xml' },
    ],
  });
  const pdf = await ask('GET', mail.attachments[0].url);
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(await pdf.text()).toBe('%PDF-1.4 small');
  expect(await (await ask('GET', `/control/mails/${id}/raw`)).text()).toContain('Subject: Second reminder');
  expect((await ask('GET', `/control/mails/${id}/attachments/9`)).status).toBe(404);
  expect((await ask('GET', '/control/mails/nope')).status).toBe(404);
  expect(await (await ask('GET', '/mailbox?q=reminder')).text()).toContain('Second reminder');
  expect(await (await ask('GET', `/mailbox/${id}`)).text()).toContain(
    'sandbox="allow-popups allow-popups-to-escape-sandbox"',
  );
});
