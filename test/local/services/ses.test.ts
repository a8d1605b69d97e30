import { GetSendQuotaCommand, SendEmailCommand } from '@aws-sdk/client-ses';
import { expect, test } from 'vitest';
import type { Parsed } from './cloud.ts';
import { START } from './cloud.ts';
import { invoiceMail } from './mails.ts';

import { set } from './mailer.ts';

test('a mail is kept, delivered and told of in the shapes of AWS', async () => {
  const lab = await set();
  const id = await lab.raw(invoiceMail('Jo Doe <jo@shop.example>', '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?='), {
    Tags: [{ Name: 'tenant', Value: 'acme' }],
  });
  await lab.settle();
  const [sent, delivered] = lab.events;
  expect(sent).toMatchObject({
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    resources: ['arn:aws:ses:eu-central-1:000000000000:configuration-set/Mails'],
    detail: {
      eventType: 'Send',
      send: {},
      mail: {
        messageId: id,
        timestamp: '2026-03-02T09:00:00.000Z',
        destination: ['jo@shop.example'],
        headersTruncated: false,
        source: '"Acme, Billing" <billing@acme.example>',
        sourceArn: 'arn:aws:ses:eu-central-1:000000000000:identity/acme.example',
        commonHeaders: {
          from: ['"Acme, Billing" <billing@acme.example>'],
          to: ['Jo Doe <jo@shop.example>'],
          subject: 'Grüße',
        },
        tags: { tenant: ['acme'], 'ses:configuration-set': ['Mails'], 'ses:from-domain': ['acme.example'] },
      },
    },
  });
  expect(delivered.detail).toMatchObject({
    eventType: 'Delivery',
    delivery: { recipients: ['jo@shop.example'], processingTimeMillis: 0 },
  });
  expect(lab.ses.mails()).toMatchObject([
    { id, state: 'delivered', subject: 'Grüße', recipients: ['jo@shop.example'] },
  ]);
  expect((await lab.ses.raw(id)).toString()).toContain('Please pay 119.00 EUR');
});

test.each([
  ['bounce+inv_1@simulator.amazonses.com', ['Email Sent', 'Email Bounced'], 'bounced'],
  ['suppressionlist@simulator.amazonses.com', ['Email Sent', 'Email Bounced'], 'bounced'],
  [
    'complaint@simulator.amazonses.com',
    ['Email Sent', 'Email Delivered', 'Email Complaint Received'],
    'complained',
  ],
  ['ooto@simulator.amazonses.com', ['Email Sent', 'Email Delivered'], 'delivered'],
  ['success@simulator.amazonses.com', ['Email Sent', 'Email Delivered'], 'delivered'],
])('%s meets its fate', async (to, expected, state) => {
  const lab = await set();
  const id = await lab.raw(invoiceMail(to));
  expect(await lab.what()).toEqual(expected);
  expect(lab.ses.mail(id)!.state).toBe(state);
});

test('nothing is told of a mail without a configuration set; the header can name one', async () => {
  const lab = await set();
  await lab.raw(invoiceMail('jo@shop.example'), { ConfigurationSetName: undefined });
  expect(await lab.what()).toEqual([]);
  await lab.raw(
    `X-SES-CONFIGURATION-SET: Mails\r\nX-SES-MESSAGE-TAGS: a=1, b=2\r\n${invoiceMail('jo@shop.example')}`,
    {
      ConfigurationSetName: undefined,
    },
  );
  await lab.settle();
  expect(lab.events[0].detail.mail.tags).toMatchObject({ a: ['1'], b: ['2'] });
  await expect(lab.raw(invoiceMail('x@y.example'), { ConfigurationSetName: 'None' })).rejects.toMatchObject({
    name: 'ConfigurationSetDoesNotExistException',
  });
});

test('a stranger may not be the sender', async () => {
  const { raw } = await set();
  await expect(
    raw(invoiceMail('jo@shop.example').replace('acme.example', 'evil.example')),
  ).rejects.toMatchObject({
    name: 'MessageRejected',
    message:
      'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ' +
      'billing@evil.example',
  });
});

test('a simple mail and the quota', async () => {
  const { client, ask, clock } = await set();
  await client.send(
    new SendEmailCommand({
      Source: 'billing@acme.example',
      Destination: { ToAddresses: ['a@x.example'], CcAddresses: ['b@x.example'] },
      Message: {
        Subject: { Data: 'Grüße' },
        Body: { Text: { Data: 'täxt' }, Html: { Data: '<p>hä</p>' } },
      },
    }),
  );
  const [mail] = (await (await ask('GET', '/control/mails')).json()) as Parsed[];
  const full = (await (await ask('GET', `/control/mails/${mail.id}`)).json()) as Parsed;
  expect(full).toMatchObject({ subject: 'Grüße', recipients: ['a@x.example', 'b@x.example'] });
  expect(full.text.trim()).toBe('täxt');
  expect(full.html.trim()).toBe('<p>hä</p>');
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
    SentLast24Hours: 2,
    MaxSendRate: 14,
  });
  await clock.advance(START + 90_000_000);
  expect((await client.send(new GetSendQuotaCommand({}))).SentLast24Hours).toBe(0);
});

test('the permission is asked on the identity and the set, with the sender as context', async () => {
  const { ses } = await set();
  const body = new URLSearchParams({
    Action: 'SendRawEmail',
    ConfigurationSetName: 'Mails',
    'RawMessage.Data': Buffer.from(invoiceMail('jo@shop.example')).toString('base64'),
  });
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(body.toString()),
    caller: 'x',
  };
  const context = { 'ses:FromAddress': 'billing@acme.example', 'ses:Recipients': ['jo@shop.example'] };
  expect(ses.access(request)).toEqual([
    {
      action: 'ses:SendRawEmail',
      resource: 'arn:aws:ses:eu-central-1:000000000000:identity/acme.example',
      context,
    },
    {
      action: 'ses:SendRawEmail',
      resource: 'arn:aws:ses:eu-central-1:000000000000:configuration-set/Mails',
      context,
    },
  ]);
});
