/** What browsers and strangers meet: headers, methods, files, links. Forged links and their answers are in links.test.ts. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoutes } from '../../lib/wiring.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { changesNothing, itemsOf } from '../support/refused.ts';
import { ROUTES, type Stock } from '../support/stock.ts';
import { stockedWorld } from '../support/stocked.ts';
import { codeTo, hiddenIn, tokenIn, Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

let world: World;
let stocked: Stock;
let leave: () => Promise<void>;
let link: string;
beforeAll(async () => {
  ({ world, stocked, leave } = await stockedWorld());
  const { number } = await stocked.acme.invoice(stocked.ids.invoice as Invoice['id']);
  link = await stocked.acme.link(number);
});
afterAll(() => leave());

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
      const own = path
        .replace('{provider}', 'sandbox')
        .replace('{file}', 'swagger-ui.css')
        .replace('{proxy+}', 'invoice/{token}')
        .replace(/\/verify$/, '/verify?at=acme');
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

describe('behind a code', () => {
  const email = () => stocked.acme.email;
  const idAt = (path: string) => stocked.pathOf({ path }).split('/')[3]!;
  const ways = () => [
    '/my',
    '/my/invoices?show=all',
    `/my/invoices/${stocked.ids.invoice}`,
    '/my/payments',
    '/my/methods',
    '/my/statements',
    '/my/subscriptions',
    `/my/subscriptions/${idAt('/v1/subscriptions/{id}')}`,
    `/my/subscriptions/${idAt('/v1/subscriptions/{id}')}/preview?wish=cancel`,
    '/my/plans',
    `/my/plans/preview?invoice=${stocked.ids.invoice}&count=2&every=month&first=${world.today()}`,
    '/my/orders',
    '/my/disputes',
    '/my/questions',
    `/my/questions/${idAt('/v1/questions/{id}')}`,
    '/my/contacts',
    '/my/contacts/edit',
    '/my/whose',
  ];
  let inside: Visitor;
  const other = async () => {
    const buyer = await world.customer('Stranger');
    const { number } = await buyer.isInvoiced('10.00');
    return { buyer, link: await buyer.link(number), id: (await buyer.invoices())[0]!.id };
  };
  let rival: Awaited<ReturnType<typeof other>>;
  beforeAll(async () => {
    rival = await other();
    inside = new Visitor(world);
    await inside.comesIn(link, email());
  });

  test('every page stands: small, no script, kept nowhere, and looked at twice it has changed nothing', async () => {
    await changesNothing(world, async () => {
      for (const way of [...ways(), ...ways()]) {
        const { status, headers, body } = await inside.get(way);
        expect([way, status]).toEqual([way, 200]);
        expect([way, body.length < 50_000, body.includes('<script')]).toEqual([way, true, false]);
        const policy = headers.get('content-security-policy')!;
        for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"])
          expect(policy).toContain(rule);
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        expect(headers.getSetCookie()).toEqual([
          expect.stringMatching(/^__Host-my=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax$/),
        ]);
      }
      for (const what of ['pdf', 'xml']) {
        const { status, to } = await inside.get(`/my/invoices/${stocked.ids.invoice}/${what}`);
        expect([what, status, new URL(to!).pathname]).toEqual([
          what,
          303,
          expect.stringContaining('/acme/invoices/'),
        ]);
      }
    });
  });
  test('a statement is drawn up once, however often its form is sent, and one of the days to come is none', async () => {
    const there = async () => {
      const { body } = await inside.get('/my/statements');
      return { count: (body.match(/As of 5\sJanuary 2026<\/a>/g) ?? []).length, body };
    };
    const before = await there();
    const form = /name="form" value="(\w{16})"/.exec(before.body)![1]!;
    const typed = { form, kind: 'activity', from: '2026-01-01', to: world.today(), entity: 'main' };
    for (let n = 0; n < 2; n++)
      expect((await inside.sends('/my/statements', '/my/statements', typed)).to).toBe(
        '/my/statements?said=made',
      );
    expect(
      (await inside.sends('/my/statements', '/my/statements', { ...typed, form: '2', to: '2036-01-01' })).to,
    ).toBe('/my/statements?said=refused');
    await world.settle();
    const after = await there();
    expect(after.count).toBe(before.count + 1);
    const [, url] = /<a href="([^"]+)">As of/.exec(after.body)!;
    expect((await fetch(url!.replaceAll('&amp;', '&'))).status).toBe(200);
  });
  test('whoever has one address at two customers sees both, and no third', async () => {
    const twin = await world.customer('Twin', { emails: [email()] });
    await world.settle();
    const visitor = new Visitor(world);
    await visitor.comesIn(link, email());
    const { body } = await visitor.get('/my/whose');
    expect([body.includes(twin.id), body.includes(stocked.acme.id), body.includes(rival.buyer.id)]).toEqual([
      true,
      true,
      false,
    ]);
    expect((await visitor.sends('/my', '/my/whose', { customer: rival.buyer.id })).status).toBe(404);
    expect((await visitor.sends('/my', '/my/whose', { customer: twin.id })).to).toBe('/my');
    expect((await visitor.get('/my')).body).toContain('<h1>Twin</h1>');
    expect((await visitor.get(`/my/invoices/${stocked.ids.invoice}`)).status).toBe(404);
    // The account's page, where it is paid, opens for who is looked at now.
    expect(
      (await inside.get(/href="(\/account\/[^"]+)"/.exec((await inside.get('/my')).body)![1]!)).status,
    ).toBe(200);
    // Who changes the address of one ends what it opened.
    await world.call(
      'PUT',
      '/v1/customers/crm/Twin',
      {
        name: 'Twin',
        address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
        emails: ['new@customer.example'],
        currency: 'EUR',
      },
      { key: 'partner' },
    );
    expect((await visitor.get('/my')).status).toBe(401);
  });
  test('a method that is not one’s own is not ended, and nothing is charged where nobody agreed', async () => {
    await changesNothing(world, async () => {
      for (const typed of [
        { end: 'pmt_0' },
        { do: 'add' },
        { end: `pmt_${'0'.repeat(26)}` },
        { do: 'all' },
        {},
      ])
        expect((await inside.sends('/my/methods', '/my/methods', typed as Record<string, string>)).to).toBe(
          '/my/methods?said=refused',
        );
    });
    const lonely = new Visitor(world);
    await lonely.comesIn(rival.link, rival.buyer.email);
    expect((await lonely.sends('/my/methods', '/my/methods', { do: 'on' })).to).toBe(
      '/my/methods?said=refused',
    );
  });
  test('an invoice is genuine with its day and account, and whatever is wrong is told in the same words after the same reads', async () => {
    const { number, snapshot } = await stocked.acme.invoice(stocked.ids.invoice as Invoice['id']);
    const digits = snapshot.seller.bank.iban.slice(-4);
    const right = { number, date: snapshot.issuedOn, digits };
    const asks = async (typed: Record<string, string>) => {
      world.cloud.meter.clear();
      const { status, body, headers } = await new Visitor(world).post('/verify?at=acme', typed);
      const reads = world.cloud.meter
        .report()
        .filter(({ function: caller, action }) => caller.includes('My') && action === 'GetItem')
        .map(({ calls }) => calls);
      return { status, body, reads, cookies: headers.getSetCookie() };
    };
    await changesNothing(world, async () => {
      await asks(right);
      expect((await asks(right)).body).toContain('are ours');
      const unknown = await asks({ ...right, number: 'INV-1999-000001' });
      expect(unknown).toMatchObject({ status: 200, cookies: [] });
      expect(unknown.body).toContain('do not pay');
      const wrongs: Record<string, string>[] = [
        { date: '2020-01-01' },
        { digits: '0000' },
        { date: '', amount: '1.00' },
        { number: '%00' },
      ];
      for (const wrong of wrongs)
        expect([wrong, await asks({ ...right, ...wrong })]).toEqual([wrong, unknown]);
      // Who guesses on is not even told what is right.
      let body = '';
      for (let n = 0; n < 80 && !body.includes('do not pay'); n++) ({ body } = await asks(right));
      expect(body).toContain('do not pay');
      expect((await new Visitor(world).get('/verify?at=nobody')).status).toBe(404);
      expect((await new Visitor(world).get('/verify')).status).toBe(404);
    });
  });
  test('the address is shown masked, and is told to nobody', async () => {
    const { body } = await new Visitor(world).get(new URL(link).pathname.replace('/pay/', '/my/invoice/'));
    expect(body).toContain(`${email()[0]}•••@${email().split('@')[1]}`);
    expect(body).not.toContain(email());
  });
  test('an order is told with its deliveries and invoices, a held one without its reasons, and another’s not at all', async () => {
    const order = await world.get<Order>(`/v1/orders/${stocked.ids.order}`);
    // The timeline of the stocked customer is long: its orders are on several pages.
    let body = '';
    for (let way: string | undefined = '/my/orders'; way !== undefined;) {
      const shown: string = (await inside.get(way)).body;
      body += shown;
      way = /href="(\/my\/orders\?at=[^"]+)"/.exec(shown)?.[1];
    }
    expect([
      body.includes(order.sourceOrderId),
      body.includes('Delivered'),
      body.includes('Deliveries'),
    ]).toEqual([true, true, true]);
    const held = await world.get<Order>(`/v1/orders/${stocked.ids.held}`);
    expect([body.includes(held.sourceOrderId), body.includes('Being checked')]).toEqual([true, true]);
    for (const { code, detail } of held.holds)
      expect(body).not.toMatch(new RegExp(`${code}|${detail}|limit|credit`));
    expect(body).toContain(`/my/invoices/${stocked.ids.invoice}`);
    const foreign = (await world.all<Order>('/v1/orders')).filter(
      ({ customerId }) => customerId === rival.buyer.id,
    );
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter(({ sourceOrderId }) => body.includes(sourceOrderId))).toEqual([]);
    const own = /href="(\/order\/[^"]+)"/.exec(body)![1]!;
    expect((await inside.get(own)).status).toBe(200);
  });
  test('another customer’s invoice, file and cursor are none', async () => {
    for (const way of [
      `/my/invoices/${rival.id}`,
      `/my/invoices/${rival.id}/pdf`,
      `/my/invoices/${stocked.ids.invoice}/${rival.id}`,
      '/my/invoices/constructor',
      '/my/constructor',
      '/my/invoices//pdf',
    ])
      expect([way, (await inside.get(way)).status]).toEqual([way, 404]);
    const foreign = Buffer.from(JSON.stringify([`#INV#${rival.id}`, 'SNAP', '2026-01-05#x'])).toString(
      'base64url',
    );
    for (const at of [`0.${foreign}`, '7', '0.x', '%00', "' or 1=1"]) {
      const { status, body } = await inside.get(`/my/invoices?show=all&at=${encodeURIComponent(at)}`);
      expect([at, status, body.includes(rival.id)]).toEqual([at, 200, false]);
    }
  });
  test('another customer’s change of addresses is not stopped, not answered and not seen, and whose a new address is changes no answer', async () => {
    const someone = new Visitor(world);
    await someone.comesIn(rival.link, rival.buyer.email);
    const asks = async (visitor: Visitor, address: string) => {
      const { body } = await visitor.get('/my/contacts/edit');
      const typed = { ...hiddenIn(body), do: 'ask', name: 'N', role: 'billing', email: address };
      world.cloud.meter.clear();
      const { to } = await visitor.post('/my/contacts/ask', typed);
      const calls = world.cloud.meter.report().filter(({ function: of }) => of.includes('My'));
      return [to, calls.map(({ action, calls: n }) => [action, n])];
    };
    const nobodys = await asks(someone, 'nobodys@customer.example');
    const code = await codeTo(world, 'nobodys@customer.example');
    expect(nobodys[0]).toBe('/my/contacts?said=asked');
    const { change } = hiddenIn((await someone.get('/my/contacts')).body);
    const mark = /edit\?which=([\w-]{22})/.exec((await someone.get('/my/contacts')).body)![1];
    await changesNothing(world, async () => {
      expect((await inside.get('/my/contacts')).body).not.toContain('nobodys@');
      expect((await inside.get(`/my/contacts/edit?which=${mark}`)).status).toBe(404);
      for (const [what, typed] of [
        ['stop', { change: change! }],
        ['code', { code }],
        ['again', {}],
        ['ask', { which: mark!, do: 'remove' }],
      ] as const)
        expect((await inside.sends('/my/contacts', `/my/contacts/${what}`, typed)).to).toBe(
          '/my/contacts?said=refused',
        );
    });
    // What says that an address is right comes into no account.
    const visitor = new Visitor(world);
    await visitor.asks(rival.link, rival.buyer.email);
    expect((await visitor.types(code)).status).toBe(403);
    expect(await asks(someone, email())).toEqual(await asks(someone, 'nobodys-too@customer.example'));
    expect((await asks(someone, 'one-too-many@customer.example'))[0]).toBe('/my/contacts?said=often');
  });
  test('the link in the mail that tells of a change stops it, whoever keeps codes from opening; looked at, forged or of another site it does nothing', async () => {
    const mails = async (about: string) =>
      (await world.mails(rival.buyer.email, about)).map(({ text }) => text);
    await world.settle();
    const told = (await mails('was asked for')).map(
      (text) => new URL(/https?:\/\/\S+\/my\/no\/[\w.-]+/.exec(text)![0]).pathname,
    );
    const reader = new Visitor(world);
    // Mails of one moment come in any order: one of them is of the change that is still asked for.
    const live = new Map<boolean, string>();
    for (const path of told)
      live.set((await reader.get(path)).body.includes('Stop this change</button>'), path);
    const [link, before] = [live.get(true)!, live.get(false)!];
    const refused = async (path: string, headers: Record<string, string> = {}) =>
      (await reader.post(path, {}, headers)).status;
    await changesNothing(world, async () => {
      const { status, body } = await reader.get(link);
      expect([status, body]).toEqual([200, expect.stringContaining('Stop this change</button>')]);
      for (const forged of [`${link.slice(0, -1)}!`, link.replace(/adc_\w/, 'adc_z'), '/my/no/x'])
        expect([(await reader.get(forged)).status, await refused(forged)]).toEqual([404, 404]);
      // What says that an address is right says nothing else, and the other way round.
      expect((await reader.get(link.replace('/no/', '/yes/'))).status).toBe(404);
      expect(await refused(link, { 'sec-fetch-site': 'cross-site' })).toBe(404);
      expect(await refused(link, { origin: 'https://evil.example' })).toBe(404);
      // One that was replaced is over, and is not stopped again.
      expect((await reader.get(before)).body).toContain('not asked for any more');
      expect((await reader.post(before)).to).toBe(before);
    });
    for (let n = 0; n < 2; n++) expect((await reader.post(link)).to).toBe(link);
    expect((await reader.get(link)).body).toContain('The change is stopped.');
    await world.settle();
    expect(await mails('was stopped')).toHaveLength(1);
  });
  test('a session that is forged, another’s, left or too long idle gets one and the same answer', async () => {
    const cookie = inside.cookies.get('__Host-my')!;
    const [tenant, id, secret, seen, sign] = cookie.split('.') as [string, string, string, string, string];
    const flip = (text: string) => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;
    const left = new Visitor(world);
    await left.comesIn(rival.link, rival.buyer.email);
    const used = left.cookies.get('__Host-my')!;
    expect((await left.sends('/my', '/my/leave')).to).toBe('/my');
    const forged = [
      '',
      'x',
      used,
      [tenant, id, flip(secret), seen, sign].join('.'),
      [tenant, id, secret, seen, flip(sign)].join('.'),
      [tenant, id, secret, `${seen.slice(0, -1)}${seen.endsWith('z') ? 'y' : 'z'}`, sign].join('.'),
      ['rival', id, secret, seen, sign].join('.'),
      [tenant, `ses_${'0'.repeat(26)}`, secret, seen, sign].join('.'),
    ];
    const answer = async (value: string, way: string, form?: Record<string, string>) => {
      const visitor = new Visitor(world);
      visitor.cookies.set('__Host-my', value);
      const { status, body } = await visitor.ask(form ? 'POST' : 'GET', way, form);
      // The door names the company that the cookie names, whoever made it.
      return [status, body.replaceAll(/\/my\/at\/[a-z]+/g, '')];
    };
    await changesNothing(world, async () => {
      const [acme] = [await answer(used, '/my')];
      expect(acme[0]).toBe(401);
      for (const value of forged.filter((one) => one.includes('.')))
        for (const way of ['/my', '/my/invoices', '/my/nothing'])
          expect([value, way, await answer(value, way)]).toEqual([value, way, acme]);
      for (const value of forged) expect((await answer(value, '/my/leave', { token: 'x' }))[0]).toBe(401);
    });
  });
  test('a form without a token, with another session’s, or of another site does nothing', async () => {
    const own = tokenIn((await inside.get('/my')).body);
    const someone = new Visitor(world);
    await someone.comesIn(rival.link, rival.buyer.email);
    const foreign = tokenIn((await someone.get('/my')).body);
    expect([own, foreign]).toEqual([
      expect.stringMatching(/^[\w-]{22}$/),
      expect.stringMatching(/^[\w-]{22}$/),
    ]);
    await changesNothing(world, async () => {
      for (const way of [
        'leave',
        'statements',
        'whose',
        'nothing',
        'plans',
        'questions',
        `questions/${idAt('/v1/questions/{id}')}`,
        'invoices',
        '',
        ...['', '/ask', '/code', '/again', '/stop'].map((what) => `contacts${what}`),
        `subscriptions/${idAt('/v1/subscriptions/{id}')}`,
      ])
        for (const [form, headers] of [
          [{}, {}],
          [{ token: foreign }, {}],
          [{ token: own }, { origin: 'https://evil.example' }],
          [{ token: own }, { 'sec-fetch-site': 'cross-site', origin: 'null' }],
          [{ token: own }, { 'sec-fetch-site': 'same-site' }],
        ] as const) {
          const { status, headers: said } = await inside.post(`/my/${way}`, form, headers);
          expect([way, form, status, said.getSetCookie()]).toEqual([way, form, 403, []]);
        }
    });
    expect((await inside.get('/my')).status).toBe(200);
  });
  test('after half an hour without a look a session is over, and with looks after eight hours; a code after ten minutes', async () => {
    for (let looks = 0; looks < 2; looks++) {
      await world.passes(29 * 60_000);
      expect((await inside.get('/my')).status).toBe(200);
    }
    await world.passes(31 * 60_000);
    expect((await inside.get('/my')).status).toBe(401);
    const [waiting, patient] = [new Visitor(world), new Visitor(world)];
    const code = await waiting.asks(rival.link, rival.buyer.email);
    await patient.comesIn(link, email());
    await world.passes(9 * 60_000);
    expect((await waiting.get('/my/code')).status).toBe(200);
    await world.passes(61_000);
    expect((await waiting.types(code)).status).toBe(403);
    expect((await patient.get('/my')).status).toBe(200);
    // Ten minutes are over, and sixteen times half an hour less a minute: seven hours and 54 minutes.
    for (let looks = 0; looks < 16; looks++) {
      await world.passes(29 * 60_000);
      expect([looks, (await patient.get('/my')).status]).toEqual([looks, 200]);
    }
    await world.passes(7 * 60_000);
    expect((await patient.get('/my')).status).toBe(401);
  });
  test('nothing leads elsewhere, whatever a request names', async () => {
    const visitor = new Visitor(world);
    const evil = 'https://evil.example/';
    const own = new URL(link).pathname.replace('/pay/', '/my/invoice/');
    const [, choice] = /name="address" value="([\w-]{22})"/.exec((await visitor.get(own)).body)!;
    const asked = await visitor.post(`${own}?next=${evil}`, { address: choice!, next: evil, to: evil });
    const typed = { code: await codeTo(world, email()), next: evil, to: evil };
    const entered = await visitor.sends('/my/code', `/my/code?next=${evil}`, typed);
    const left = await visitor.sends('/my', `/my/leave?next=${evil}`, { next: evil, to: evil });
    expect([asked.to, entered.to, left.to]).toEqual(['/my/code', '/my', '/my']);
    for (const way of ['/my//evil.example', '/my/https://evil.example/', '/my/at//evil.example'])
      expect([way, (await visitor.get(way)).to]).toEqual([way, null]);
  });
  test('a code opens once, in the browser that asked, and only the newest; what is wrong is refused alike', async () => {
    const [one, two] = [new Visitor(world), new Visitor(world)];
    const first = await one.asks(rival.link, rival.buyer.email);
    const second = await two.asks(rival.link, rival.buyer.email);
    const [early, strange] = [await one.types(first), await one.types(second)];
    const mistyped = await two.types(second === '000000' ? '111111' : '000000');
    expect(early.status).toBe(403);
    const plain = ({ status, body }: { status: number; body: string }) => [
      status,
      body.replace(/value="[\w-]{22}"/, ''),
    ];
    expect(plain(strange)).toEqual(plain(early));
    expect(plain(mistyped)).toEqual(plain(early));
    expect((await two.types(second)).to).toBe('/my');
    const again = new Visitor(world);
    const asked = await again.asks(rival.link, rival.buyer.email);
    const kept = again.cookies.get('__Host-my-code')!;
    const planted = new Visitor(world);
    planted.cookies.set('__Host-my-code', kept);
    planted.cookies.set('__Host-my', two.cookies.get('__Host-my')!);
    // Whoever put its own session into this browser does not share what the code opens.
    const before = two.cookies.get('__Host-my')!.split('.')[1];
    expect((await planted.types(asked)).to).toBe('/my');
    expect(planted.cookies.get('__Host-my')!.split('.')[1]).not.toBe(before);
    expect((await two.get('/my')).status).toBe(401);
    again.cookies.set('__Host-my-code', kept);
    expect(plain(await again.types(asked))).toEqual(plain(early));
  });
  test('of tries side by side five are judged, and the right one after them opens nothing', async () => {
    const guesser = new Visitor(world);
    const code = await guesser.asks(link, email());
    const token = tokenIn((await guesser.get('/my/code')).body);
    const wrong = Array.from({ length: 12 }, (_, n) =>
      String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'),
    );
    const answers = await Promise.all(wrong.map((guess) => guesser.post('/my/code', { token, code: guess })));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 403));
    const [kept] = [...(await itemsOf(world)).values()].filter(
      ({ kind, pk }) => kind === 'code' && pk.endsWith(guesser.cookies.get('__Host-my-code')!.split('.')[1]!),
    );
    expect(kept!['tries']).toBe(5);
    expect((await guesser.post('/my/code', { token, code })).status).toBe(403);
  });
  test('the door answers alike whether it knows an address: same page, same calls; after five in an hour nothing goes out', async () => {
    await world.passes(61 * 60_000);
    const calls = async (typed: string) => {
      const visitor = new Visitor(world);
      world.cloud.meter.clear();
      const { status, to } = await visitor.post('/my/at/acme', { email: typed });
      // Whose requests are counted is written in steps, whatever was typed.
      const made = world.cloud.meter
        .report()
        .filter(
          ({ function: caller, action }) =>
            caller.includes('My') && !['Invoke', 'UpdateItem'].includes(action),
        )
        .map(({ action, calls: times }) => `${action} ${times}`)
        .toSorted();
      return {
        status,
        to,
        body: (await visitor.get('/my/code')).body.replace(/value="[\w-]{22}"/, ''),
        made,
      };
    };
    await calls('warm@customer.example');
    const known = await calls(rival.buyer.email.toUpperCase());
    expect(await calls('nobody@customer.example')).toEqual(known);
    expect(await codeTo(world, rival.buyer.email)).toMatch(/^\d{6}$/);
    const had = (await world.mails('nobody@customer.example')).length;
    expect(had).toBe(0);
    for (let n = 0; n < 6; n++) await calls(rival.buyer.email);
    await world.settle();
    const many = (await world.mails(rival.buyer.email, 'Your code')).length;
    await calls(rival.buyer.email);
    await world.settle();
    expect((await world.mails(rival.buyer.email, 'Your code')).length).toBe(many);
    expect((await new Visitor(world).get('/my/at/nobody')).status).toBe(404);
  });
});
