/** The way out to providers: an address in the vault that leads back inside is never reached, however it is written. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillVault } from '../../bin/demo/open.ts';
import { isPublic } from '../../shared/runtime/addresses.ts';
import { ENV } from '../../shared/runtime/env.ts';
import { onlyPublic, outward, type Resolve } from '../../shared/runtime/http.ts';
import { World } from '../support/world.ts';

/** Something inside that answers whoever reaches it: the metadata of a machine, a database, a neighbour. */
let inside: Server;
let asked: string[];
let port: number;
beforeAll(async () => {
  asked = [];
  inside = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` });
    response.end(request.url === '/long' ? Buffer.alloc(6_000_000, 0x20) : '{"secret":true}');
  });
  await new Promise<void>((done) => void inside.listen(0, '127.0.0.1', done));
  port = (inside.address() as AddressInfo).port;
});
afterAll(() => inside.close());

const GET = { method: 'GET', headers: {} };
const never: Resolve = () => {
  throw new Error('a name was resolved');
};
const answers =
  (...addresses: string[]): Resolve =>
  (_, __, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const with_ = async <T>(origins: string, act: () => Promise<T>): Promise<T> => {
  process.env[ENV.sandboxOrigins] = origins;
  try {
    return await act();
  } finally {
    delete process.env[ENV.sandboxOrigins];
  }
};

describe('addresses', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '0177.0.0.1',
    'fe80::1%eth0',
  ])('%j leads inside', (address) => expect(isPublic(address)).toBe(false));
  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '9.255.255.255', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => expect(isPublic(address)).toBe(true),
  );
});

describe('what is written into the vault', () => {
  test.each([
    'http://api.stripe.com/',
    'ftp://api.stripe.com/',
    'file:///etc/passwd',
    'https://u:p@api.stripe.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://169.254.169.254/',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://[::]/',
    'https://[64:ff9b::169.254.169.254]/',
  ])('%s is refused before anything is resolved', async (url) => {
    await with_('', async () =>
      expect(outward(never)(url, GET)).rejects.toThrow(/only https|public address|credentials/),
    );
  });

  test.each([
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    // One good address does not make up for a bad one.
    ['8.8.8.8', '10.0.0.1'],
    ['2606:4700::1111', 'fe80::1'],
    [],
  ])('a name that leads to %j is refused, and nobody inside hears of it', async (...addresses) => {
    let resolved = 0;
    const resolve: Resolve = (name, options, done) => {
      resolved += 1;
      answers(...addresses)(name, options, done);
    };
    const before = asked.length;
    await with_('', async () =>
      expect(outward(resolve)(`https://provider.example:${port}/`, GET)).rejects.toThrow('public address'),
    );
    expect([resolved, asked.length]).toEqual([1, before]);
  });

  test('the socket gets the very addresses that were looked at: a later answer of DNS is never asked for', async () => {
    const told = [['8.8.8.8'], ['127.0.0.1']];
    const resolve: Resolve = (name, options, done) => answers(...told.shift()!)(name, options, done);
    const looked = await new Promise((done) =>
      onlyPublic(resolve)('provider.example', { all: true }, (error, addresses) => done(error ?? addresses)),
    );
    expect(looked).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(told).toHaveLength(1);
    // The second answer, were it ever asked for, would not do either.
    const again = await new Promise((done) =>
      onlyPublic(resolve)('provider.example', {}, (error) => done(error?.message)),
    );
    expect(again).toBe('only a public address is reached');
  });
});

describe('a sandbox that the template names', () => {
  const origin = () => `http://127.0.0.1:${port}`;
  test('is reached, and no other port, host or scheme beside it', async () => {
    await with_(`http://other.example ${origin()}`, async () => {
      expect(await (await outward(never)(`${origin()}/session`, GET)).json()).toEqual({ secret: true });
      for (const url of [
        `http://127.0.0.1:${port + 1}/`,
        `http://localhost:${port}/`,
        `https://127.0.0.1:${port}/`,
        `http://127.0.0.1:${port}@10.0.0.1/`,
        `${origin()}.evil.example/`,
      ])
        await expect(outward(never)(url, GET)).rejects.toThrow();
    });
  });
  test('does not send elsewhere, and answers in five megabytes or not at all', async () => {
    await with_(origin(), async () => {
      const before = asked.length;
      await expect(outward(never)(`${origin()}/away`, GET)).rejects.toThrow('answered 302');
      expect(asked.slice(before)).toEqual(['/away']);
      await expect(outward(never)(`${origin()}/long`, GET)).rejects.toThrow('more than 5000000 bytes');
    });
  });
});

test('a vault that points inside: the pay page says that nothing was charged, and nothing inside is asked', async () => {
  const world = await World.open();
  try {
    const acme = await world.customer('Inside');
    const invoice = await acme.isInvoiced('10.00');
    const link = await acme.link(invoice.number);
    await fillVault(world.cloud, ['acme'], {
      sandbox: { apiKey: 'k', webhookSecret: 'whsec_aW5zaWRl', baseUrl: `http://127.0.0.1:${port}` },
    });
    await world.cloud.clock.advance(world.cloud.clock.now() + 301_000);
    const before = asked.length;
    const pressed = await fetch(link, { method: 'POST', redirect: 'manual' });
    expect(pressed.status).toBe(500);
    expect(await pressed.text()).toContain('Nothing was charged');
    expect(asked.length).toBe(before);
    // The right one again: the same click leads to the provider.
    await fillVault(world.cloud, ['acme']);
    await world.cloud.clock.advance(world.cloud.clock.now() + 301_000);
    expect((await fetch(link, { method: 'POST', redirect: 'manual' })).status).toBe(303);
  } finally {
    await world.close();
  }
});
