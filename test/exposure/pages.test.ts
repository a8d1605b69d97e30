/** What browsers and strangers meet: headers, methods, files, links. Forged links and their answers are in links.test.ts. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoutes } from '../../lib/wiring.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { changesNothing } from '../support/refused.ts';
import { ROUTES, stock, type Stock } from '../support/stock.ts';
import { World } from '../support/world.ts';

let world: World;
let stocked: Stock;
let link: string;
beforeAll(async () => {
  world = await World.open();
  stocked = await stock(world);
  const { number } = await stocked.acme.invoice(stocked.ids.invoice as Invoice['id']);
  link = await stocked.acme.link(number);
});
afterAll(() => world.close());

const EVIL = { origin: 'https://evil.example', referer: 'https://evil.example/' };
const api = () => world.cloud.urls.api;
const opened = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, body: await response.text() };
};
/** Every open route with something in the place of its parameters, by its own method. */
const openUrls = () =>
  Object.values(openRoutes)
    .flatMap(({ routes }) => routes)
    .flatMap((route) => {
      const [method, path] = route.split(' ') as [string, string];
      const own = path.replace('{provider}', 'sandbox').replace('{file}', 'swagger-ui.css');
      const right = own.replace('{token}', link.slice(link.indexOf('/pay/') + 5));
      return [...new Set([right, own.replace('{token}', 'wrong')])].map((url) => ({
        method,
        url: api() + url,
      }));
    });

describe('headers', () => {
  test('of every open page and file: no other type, only TLS, no cookie, no other site', async () => {
    const urls = openUrls();
    expect(urls.length).toBeGreaterThan(8);
    for (const { method, url } of urls) {
      const { headers } = await opened(url, { method, headers: EVIL });
      expect([url, Object.fromEntries(headers)]).toMatchObject([
        url,
        {
          'x-content-type-options': 'nosniff',
          'strict-transport-security': 'max-age=31536000; includeSubDomains',
        },
      ]);
      expect(
        [...headers.keys()].filter((name) => /^(set-cookie|access-control-|server$|x-powered)/.test(name)),
      ).toEqual([]);
    }
  });
  test('of every page: no frame, no foreign base, no script but the documentation’s own', async () => {
    const pages = [];
    for (const { method, url } of openUrls()) {
      const { headers, body } = await opened(url, { method });
      if (!headers.get('content-type')?.startsWith('text/html')) continue;
      pages.push(url);
      const policy = headers.get('content-security-policy') ?? '';
      for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect([url, policy]).toEqual([url, expect.stringContaining(rule)]);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(policy).not.toMatch(/script-src[^;]*'unsafe|\*|https?:(?!\/\/127)/);
      if (!url.includes('/docs') && new URL(url).pathname !== '/') expect(body).not.toContain('<script');
    }
    expect(pages.length).toBeGreaterThan(3);
  });
  test('of every answer of the API: kept nowhere, and given to no other site', async () => {
    for (const [name, route] of ROUTES.filter(([, { method }]) => method === 'get')) {
      const { headers } = await stocked.send(route, undefined, { headers: EVIL });
      expect([name, headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
        name,
        'no-store',
        'nosniff',
      ]);
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect([...headers.keys()].filter((one) => one.startsWith('access-control-'))).toEqual([]);
      const preflight = await opened(`${api()}${stocked.pathOf(route)}`, {
        method: 'OPTIONS',
        headers: { ...EVIL, 'access-control-request-method': 'GET' },
      });
      // No route, or one for any method, which asks for a key; a browser takes neither for leave.
      expect([404, 401]).toContain(preflight.status);
      expect([name, preflight.headers.get('access-control-allow-origin')]).toEqual([name, null]);
    }
  });
});

describe('another site’s form', () => {
  test('moves nothing: there is no cookie to ride on, and the right to pay is the link itself', async () => {
    await changesNothing(world, async () => {
      for (const path of ['/pay/', '/pay/acme', `/pay/acme.${stocked.ids.invoice.slice(4)}.`])
        expect((await opened(`${api()}${path}`, { method: 'POST', headers: EVIL })).status).toBe(404);
      for (const [, route] of ROUTES.filter(([, { method }]) => method === 'post'))
        expect(
          (
            await opened(`${api()}${stocked.pathOf(route)}`, {
              method: 'POST',
              headers: { ...EVIL, 'content-type': 'application/x-www-form-urlencoded', cookie: 'session=1' },
              body: 'amount=1',
            })
          ).status,
        ).toBe(401);
    });
  });
});

describe('names of files', () => {
  const TRICKS = ['..%2f..%2fetc%2fpasswd', '%2e%2e%2findex.mjs', 'index.mjs', 'constructor', '__proto__'];
  const MORE = [
    'toString',
    '%00',
    'swagger-ui.css%00',
    'swagger-ui.css%2f..',
    'SWAGGER-UI.CSS',
    '%ff',
    'x'.repeat(4_000),
  ];
  test.each([...TRICKS, ...MORE])('/docs/%s is no file', async (file) => {
    const { status, body } = await opened(`${api()}/docs/${file}`);
    expect([400, 404]).toContain(status);
    expect(body.length).toBeLessThan(200);
  });
  test.each([...TRICKS, ...MORE, 'pdf%2f..', 'PDF', 'xml'])(
    'a document of an invoice called %s is none',
    async (format) => {
      const { status } = await world.call('GET', `/v1/invoices/${stocked.ids.invoice}/documents/${format}`);
      expect([400, 404, 422]).toContain(status);
    },
  );
  test('an object is kept under its tenant, and is called by its number', async () => {
    const { headers } = await opened(`${link}/invoice.pdf`);
    const to = new URL(headers.get('location')!);
    expect(to.pathname).toMatch(
      /^\/[\w-]+\/acme\/invoices\/inv_\w{26}\/v\d+-[0-9a-f]{16}\/INV-2026-\d{6}\.pdf$/,
    );
    expect(to.searchParams.get('response-content-disposition')).toMatch(
      /^attachment; filename="INV-2026-\d{6}\.pdf"$/,
    );
    // The signature is of this object: with another's name it opens nothing.
    for (const path of ['/acme/invoices/inv_0/x.pdf', '/rival/invoices/x.pdf']) {
      const other = new URL(to);
      other.pathname = `/${to.pathname.split('/')[1]}${path}`;
      expect((await opened(other.href)).status).toBe(403);
    }
  });
});

describe('guessing', () => {
  /** Calls that a function made while something was asked, by action. */
  const callsOf = async (name: string, ask: () => Promise<unknown>): Promise<string[]> => {
    world.cloud.meter.clear();
    await ask();
    return world.cloud.meter
      .report()
      .filter(({ function: caller, action }) => caller.includes(name) && action !== 'Invoke')
      .flatMap(({ action, calls }) => Array.from({ length: calls }, () => action));
  };
  const [A22, B22] = ['A'.repeat(22), 'B'.repeat(22)];
  const forgeries = (): Record<string, string> => {
    const invoice = stocked.ids.invoice.slice(4);
    return {
      'a wrong secret': `acme.${invoice}.${A22}`,
      'another wrong secret': `acme.${invoice}.${B22}`,
      'no such invoice': `acme.${'0'.repeat(26)}.${A22}`,
      'another tenant’s invoice': `rival.${invoice}.${A22}`,
      'no such tenant': `nobody.${invoice}.${A22}`,
    };
  };

  test('a link costs one read, whatever is wrong with it: its time tells nothing', async () => {
    for (const [what, token] of Object.entries(forgeries()))
      expect([what, await callsOf('Portal', () => opened(`${api()}/pay/${token}`))]).toEqual([
        what,
        ['GetItem'],
      ]);
  });
  test('a key costs one read, one that nobody has another for its company; the record of the attempts is bounded', async () => {
    const [, , id, secret] = world.keys['finance']!.split('.') as [string, string, string, string];
    const wrong = {
      'a wrong secret': `qk.acme.${id}.${'A'.repeat(32)}`,
      'no such key': `qk.acme.key_${'0'.repeat(26)}.${secret}`,
      'another tenant': `qk.rival.${id}.${secret}`,
      'no such tenant': `qk.nobody.${id}.${secret}`,
    };
    for (const [what, key] of Object.entries(wrong)) {
      const ask = () =>
        world.call('GET', '/v1/orders', undefined, { headers: { authorization: `Bearer ${key}` } });
      // That a key id or a company exists is no secret; the 192 bits of a key are.
      const calls = await callsOf('Authorizer', ask);
      const times = (action: string) => calls.filter((one) => one === action).length;
      const known = what === 'a wrong secret';
      expect([what, times('PutItem'), calls.length]).toEqual([
        what,
        known ? 1 : 0,
        known ? 2 : times('GetItem') + times('UpdateItem'),
      ]);
      // The company is remembered for half a minute; a counter is written at each doubling.
      expect([times('GetItem') >= 1, times('GetItem') <= (known ? 1 : 2), times('UpdateItem') <= 1]).toEqual([
        true,
        true,
        true,
      ]);
    }
    const strangers = Array.from(
      { length: 40 },
      (_, n) => `qk.acme.key_${String(n).padStart(26, '0')}.${secret}`,
    );
    const writes = await callsOf('Authorizer', async () => {
      for (const key of strangers)
        await world.call('GET', '/v1/orders', undefined, { headers: { authorization: `Bearer ${key}` } });
    });
    expect(writes.filter((action) => action === 'UpdateItem').length).toBeLessThan(24);
    const tries = Array.from({ length: 40 }, (_, n) => `qk.acme.${id}.${String(n).padStart(32, 'B')}`);
    const calls = await callsOf('Authorizer', async () => {
      for (const key of tries)
        await world.call('GET', '/v1/orders', undefined, { headers: { authorization: `Bearer ${key}` } });
    });
    expect(calls.filter((action) => action === 'GetItem')).toHaveLength(40);
    // Two environments at most, and a minute that may turn meanwhile.
    expect(calls.filter((action) => action === 'PutItem').length).toBeLessThan(24);
  });
  test('the answers of wrong links take alike, as far as a busy machine lets it be seen', async () => {
    const kinds = Object.values(forgeries());
    const measured = async () => {
      const times = kinds.map((): number[] => []);
      // In turn, so that what the machine does meanwhile meets all of them.
      for (let round = 0; round < 60; round++)
        for (const [at, token] of kinds.entries()) {
          const began = performance.now();
          await opened(`${api()}/pay/${token}`);
          times[at]!.push(performance.now() - began);
        }
      const middle = times.map((all) => all.toSorted((a, b) => a - b)[all.length / 2]!);
      return Math.max(...middle) / Math.min(...middle);
    };
    let ratio = Infinity;
    for (let tries = 0; tries < 3 && ratio > 1.5; tries++) ratio = await measured();
    expect(ratio).toBeLessThan(1.5);
  });
});

describe('cards', () => {
  test('have no field of ours: the page has one button and no input, and leads to the provider', async () => {
    const { body } = await opened(link);
    expect(body.match(/<button/g)).toHaveLength(1);
    expect(body).not.toMatch(/<input|<select|<textarea|<iframe|<script|contenteditable/);
  });
  test('are in no shape of the API', () => {
    const text = readFileSync('dist/openapi.json', 'utf8');
    const names = [...text.matchAll(/"(\w+)":\s*\{/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => /card|\bpan\b|cvv|cvc|expiry(Month|Year)|holder/i.test(name))).toEqual([]);
  });
});
