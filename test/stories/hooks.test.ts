/** What comes to the webhook endpoint and is not the provider’s: refused, and nothing of it is kept. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesNothing, expectProblem, readVault, writeVault } from '../support/refused.ts';
import { World } from '../support/world.ts';

let world: World;
let secret: string;
beforeAll(async () => {
  world = await World.open();
  secret = (await readVault(world))['acme']!['sandbox']!.webhookSecret;
});
afterAll(() => world.close());

const seconds = () => Math.floor(world.cloud.clock.now() / 1000);
const sign = (raw: string, { id, at, by }: { id: string; at: number; by: string }) =>
  `v1,${createHmac('sha256', Buffer.from(by.slice(6), 'base64'))
    .update(`${id}.${at}.${raw}`)
    .digest('base64')}`;
/** As its own client would send them: the gateway hands this type over as the bytes that came. */
const deliverBytes = async (bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
  const response = await fetch(`${world.cloud.urls.api}/hooks/psp/sandbox`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};
let serial = 0;
/** A webhook that says nothing of money: whatever is kept of it is kept because its signature held. */
const webhook = ({
  at = seconds(),
  by = secret,
  raw = JSON.stringify({ type: 'note', data: { object: {} } }),
} = {}) => {
  const id = `msg_story${++serial}`;
  return {
    raw,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': sign(raw, { id, at, by }),
    } as Record<string, string>,
  };
};
const deliver = async (
  { raw, headers }: { raw: string; headers: Record<string, string> },
  provider = 'sandbox',
) => {
  const response = await fetch(`${world.cloud.urls.api}/hooks/psp/${provider}`, {
    method: 'POST',
    headers,
    body: raw,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};
const refused = (answer: Awaited<ReturnType<typeof deliver>>) =>
  expectProblem(answer, { status: 401, code: 'payments.signature' });

test('a right one is kept once, within five minutes of its time', async () => {
  // A slow machine takes seconds to answer, and the clock goes on meanwhile.
  for (const late of [0, -270, 299]) {
    const right = webhook({ at: seconds() + late });
    expect(await deliver(right)).toMatchObject({ status: 200, body: { received: true } });
    await changesNothing(world, async () => expect((await deliver(right)).status).toBe(200));
  }
});

test('a wrong one is not: secret, bytes, headers, time', async () => {
  const { raw, headers } = webhook();
  await changesNothing(world, async () => {
    refused(await deliver(webhook({ by: 'whsec_b3RoZXI=' })));
    for (const changed of [`${raw} `, raw.replace('note', 'nota'), '', raw.replaceAll('{', '{ ')])
      refused(await deliver({ raw: changed, headers }));
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const { [name]: _, ...rest } = headers;
      refused(await deliver({ raw, headers: rest }));
      refused(await deliver({ raw, headers: { ...rest, [name]: '' } }));
    }
    const now = seconds();
    for (const at of [now - 301, now + 301, 0, now - 86_400]) refused(await deliver(webhook({ at })));
    // A time in milliseconds, or in another's words, is none.
    for (const time of [String(now * 1000), `${now}.0`, `+${now}`, `${now} `.padStart(14, '0'), '1e9', 'now'])
      refused(await deliver({ raw, headers: { ...headers, 'webhook-timestamp': time } }));
    refused(await deliver({ raw, headers: { ...headers, 'webhook-id': 'msg_other' } }));
    for (const signature of [
      'v1,',
      'v1',
      headers['webhook-signature']!.slice(3),
      headers['webhook-signature']!.slice(0, -4),
      `v2,${headers['webhook-signature']!.slice(3)}`,
      'v1a,AAAA',
    ])
      refused(await deliver({ raw, headers: { ...headers, 'webhook-signature': signature } }));
  });
});

test('one that was recorded and comes again after five minutes is refused', async () => {
  const recorded = webhook();
  expect((await deliver(recorded)).status).toBe(200);
  await world.cloud.clock.advance(world.cloud.clock.now() + 302_000);
  await changesNothing(world, async () => refused(await deliver(recorded)));
});

test('of a provider that we do not know, or that this company does not use', async () => {
  await changesNothing(world, async () => {
    for (const name of ['paypal', 'SANDBOX', 'sandbox%20', '..', '__proto__', 'constructor'])
      expect((await deliver(webhook(), name)).status).toBe(404);
    expectProblem(await deliver(webhook(), 'paypal'), { status: 404, code: 'payments.provider_unknown' });
    refused(await deliver(webhook(), 'stripe'));
    expect((await fetch(`${world.cloud.urls.api}/hooks/psp/sandbox`)).status).toBe(404);
  });
});

test('too large, or not of text', async () => {
  await changesNothing(world, async () => {
    expectProblem(
      await deliver(webhook({ raw: JSON.stringify({ type: 'note', pad: 'x'.repeat(300_000) }) })),
      { status: 413, code: 'request.too_large' },
    );
    expect((await deliver(webhook({ raw: 'x'.repeat(11_000_000) }))).status).toBe(413);
    const { headers } = webhook();
    refused(
      await deliver({
        raw: Buffer.from([0xff, 0xfe, 0x00]).toString('latin1'),
        headers: { ...headers, 'content-type': 'application/octet-stream' },
      }),
    );
  });
  // The gateway hands a body of another type over in base64; the signature is over the bytes.
  const right = webhook({ raw: JSON.stringify({ type: 'note', name: 'Müller €' }) });
  expect(
    (await deliver({ ...right, headers: { ...right.headers, 'content-type': 'application/octet-stream' } }))
      .status,
  ).toBe(200);
});

test('bytes that are no UTF-8 are not what their reading looks like, though that is signed', async () => {
  const { raw, headers } = webhook({ raw: JSON.stringify({ type: 'note', name: '\ufffd' }) });
  const right = Buffer.from(raw);
  const at = right.indexOf(Buffer.from('\ufffd'));
  // Each of these reads as the same text where a reader replaces what it does not know.
  for (const wrong of [[0xff], [0xc3], [0xed, 0xa0, 0x80].slice(0, 1), [0xf0, 0x9f, 0x92]]) {
    const bytes = Buffer.concat([right.subarray(0, at), Buffer.from(wrong), right.subarray(at + 3)]);
    expect(bytes.toString('utf8')).toBe(raw);
    await changesNothing(world, async () => refused(await deliverBytes(Buffer.from(bytes), headers)));
  }
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), right]);
  await changesNothing(world, async () => refused(await deliverBytes(Buffer.from(marked), headers)));
  expect((await deliverBytes(Buffer.from(right), headers)).status).toBe(200);
});

test('two secrets in the vault: what either signed is taken, until the old one is taken out', async () => {
  const fresh = `whsec_${Buffer.from('the next one, 24 bytes..').toString('base64')}`;
  const vault = await readVault(world);
  const later = () => world.cloud.clock.advance(world.cloud.clock.now() + 301_000);
  vault['acme']!['sandbox']!.webhookSecret = [secret, fresh] as never;
  await writeVault(world, vault);
  await later();
  expect((await deliver(webhook())).status).toBe(200);
  expect((await deliver(webhook({ by: fresh }))).status).toBe(200);
  await changesNothing(world, async () => refused(await deliver(webhook({ by: 'whsec_b3RoZXI=' }))));
  vault['acme']!['sandbox']!.webhookSecret = fresh;
  await writeVault(world, vault);
  await later();
  await changesNothing(world, async () => refused(await deliver(webhook())));
  expect((await deliver(webhook({ by: fresh }))).status).toBe(200);
  secret = fresh;
});

test('while a secret is rotated both signatures come; afterwards the old one alone is refused', async () => {
  const fresh = `whsec_${Buffer.from('a fresh secret, 24 bytes').toString('base64')}`;
  const vault = await readVault(world);
  vault['acme']!['sandbox']!.webhookSecret = fresh;
  await writeVault(world, vault);
  await world.cloud.clock.advance(world.cloud.clock.now() + 301_000);
  await changesNothing(world, async () => refused(await deliver(webhook())));
  const both = webhook({ by: fresh });
  both.headers['webhook-signature'] =
    `${sign(both.raw, { id: both.headers['webhook-id']!, at: seconds(), by: secret })} ${both.headers['webhook-signature']}`;
  expect((await deliver(both)).status).toBe(200);
  expect((await deliver(webhook({ by: fresh }))).status).toBe(200);
});
