/** Payment links and bank files of strangers, odd currencies, bodies that are too large. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { changesNothing, endLinkOn, expectProblem, itemsOf } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let acme: Buyer;
beforeAll(async () => {
  world = await World.open(undefined, { partPayments: { leastPercent: 25 } });
  acme = await world.customer('Linked');
});
afterAll(() => world.close());

const opened = async (url: string, method = 'GET', form?: Record<string, string> | [string, string][]) => {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    ...(form && { body: new URLSearchParams(form) }),
  });
  const own = [...response.headers].filter(
    ([name]) => !['date', 'apigw-requestid', 'connection', 'keep-alive'].includes(name),
  );
  return { status: response.status, headers: Object.fromEntries(own), body: await response.text() };
};
const flipped = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

describe('a payment link', () => {
  test('that is forged, another invoice’s, another tenant’s or expired opens one and the same page, by any method', async () => {
    const [a, b] = [await acme.isInvoiced('10.00'), await acme.isInvoiced('11.00')];
    const [link, other] = [await acme.link(a.number), await acme.link(b.number)];
    const base = link.slice(0, link.indexOf('/pay/') + 5);
    const [tenant, invoice, secret] = link.slice(base.length).split('.') as [string, string, string];
    const forged = [
      ...[0, 10, 21].map((at) => `${tenant}.${invoice}.${flipped(secret, at)}`),
      `${tenant}.${invoice}.${other.split('.').at(-1)}`,
      `rival.${invoice}.${secret}`,
      `nobody.${invoice}.${secret}`,
      `${tenant}.${'0'.repeat(26)}.${secret}`,
      `${tenant}.${invoice}.`,
      `${tenant}.${invoice}`,
      `${tenant}.${invoice}.${secret}A`,
      `${tenant}.${invoice}.${secret.slice(1)}`,
      secret,
      'x',
      '%00',
      '..%2f..',
      'ü',
      'x'.repeat(5_000),
      "'%20or%201=1",
    ];
    const strange = await opened(`${base}x`);
    expect(strange.status).toBe(404);
    expect(strange.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
    expect(strange.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    await changesNothing(world, async () => {
      for (const token of forged) {
        expect([token, await opened(`${base}${token}`)]).toEqual([token, strange]);
        expect([token, await opened(`${base}${token}`, 'POST')]).toEqual([token, strange]);
        for (const way of ['status?attempt=att_1', 'invoice.pdf'])
          expect([token, await opened(`${base}${token}/${way}`)]).toEqual([token, strange]);
      }
    });
    await endLinkOn(world, a.id, world.today());
    expect((await opened(link)).status).toBe(200);
    await endLinkOn(world, a.id, '2026-01-04');
    await changesNothing(world, async () => {
      for (const [way, method] of [
        ['', 'GET'],
        ['', 'POST'],
        ['/status', 'GET'],
        ['/invoice.pdf', 'GET'],
      ] as const)
        expect(await opened(`${link}${way}`, method)).toEqual(strange);
    });
  });

  test('that is only followed, as mail scanners do, has no effect', async () => {
    const invoice = await acme.isInvoiced('12.00');
    const link = await acme.link(invoice.number);
    await changesNothing(world, async () => {
      const pages = await Promise.all(Array.from({ length: 10 }, () => opened(link)));
      expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
      for (const query of [
        '?notice=failed',
        '?notice=<script>alert(1)</script>',
        '?notice=__proto__',
        '/status',
        '/status?attempt=att_1',
        `/status?attempt=att_${'0'.repeat(26)}`,
        '/invoice.pdf',
      ]) {
        const answer = await opened(`${link}${query}`);
        expect([200, 303]).toContain(answer.status);
        expect(answer.body).not.toContain('<script');
      }
      for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD'])
        expect((await opened(link, method)).status).toBe(404);
    });
    const pdf = await fetch(`${link}/invoice.pdf`);
    expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
    // Its secret is nowhere in the table.
    expect(JSON.stringify([...(await itemsOf(world)).values()])).not.toContain(link.split('.').at(-1));
  });

  test('that is clicked several times at once leads to one page of the provider', async () => {
    const invoice = await acme.isInvoiced('13.00');
    const pages = await Promise.all(Array.from({ length: 5 }, () => acme.opensProvider(invoice.number)));
    expect(new Set(pages).size).toBe(1);
    expect(await acme.opensProvider(invoice.number)).toBe(pages[0]);
  });
});

test('a part of an invoice is paid where the seller takes parts, and what may not be typed moves nothing', async () => {
  const buyer = await world.customer('Parts');
  const { id, number } = await buyer.isInvoiced('10.00');
  const link = await buyer.link(number);
  expect((await opened(link)).body).toMatch(/min="2\.50" max="10\.00" step="0\.01"/);
  await changesNothing(world, async () => {
    for (const amount of ['', '2.49', '10.01', '2.505', '-3', '1e1', '3,00', 'all', '9'.repeat(400)])
      expect([amount, (await opened(link, 'POST', { amount })).headers['location']]).toEqual([
        amount,
        `${link}?notice=amount`,
      ]);
  });
  expect((await opened(`${link}?notice=amount`)).body).toContain('Please type an amount');
  const page = (await opened(link, 'POST', { amount: '2.5' })).headers['location']!;
  await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'approve' }),
  });
  await world.settle();
  expect(await buyer.invoice(id)).toMatchObject({ state: 'PART_PAID', open: { minor: 750 } });
  await world.booksAreRight();
});

describe('the link of an account', () => {
  const accountLink = async (buyer: Buyer): Promise<string> => {
    await world.call('POST', `/v1/customers/${buyer.id}/statements`, { kind: 'open_items', send: true });
    await world.settle();
    const mail = (await buyer.inbox('Statement'))[0]!;
    return /https?:\/\/\S+\/account\/[\w.-]+/.exec(mail.text)![0];
  };
  const paysOn = async (page: string, outcome: string) => {
    await fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome }) });
    await world.settle();
  };

  test('pays several invoices at once, by one receipt, and each is settled for itself', async () => {
    const buyer = await world.customer('Several');
    const [a, b, c] = [
      await buyer.isInvoiced('10.00'),
      await buyer.isInvoiced('20.00'),
      await buyer.isInvoiced('30.00'),
    ];
    const link = await accountLink(buyer);
    const { status, body } = await opened(link);
    expect(status).toBe(200);
    for (const one of [a, b, c]) expect(body).toContain(one.number);
    expect(body).toContain('Pay all: €60.00');

    const chosen: [string, string][] = [
      ['invoice', a.id],
      ['invoice', c.id],
    ];
    // Five clicks at once are one attempt, and a sixth leads to the same page.
    const pages = await Promise.all(Array.from({ length: 5 }, () => opened(link, 'POST', chosen)));
    const [page, ...others] = new Set(
      [...pages, await opened(link, 'POST', chosen)].map(({ headers }) => headers['location']),
    );
    expect(others).toEqual([]);
    await paysOn(page!, 'pending');
    // Its money is on its way: neither of the two is asked for any more, here or on its own page.
    const meanwhile = (await opened(link)).body;
    expect(meanwhile.match(/A payment is on its way/g)).toHaveLength(2);
    expect(meanwhile).toContain('Pay all: €20.00');
    expect((await opened(await buyer.link(c.number))).body).toContain('A payment is on its way');
    expect((await opened(link, 'POST', chosen)).headers['location']).toBe(`${link}?notice=pending`);
    await world.passes(130_000);
    await world.settle();

    expect(
      (await buyer.payments()).map(({ amount, allocations, unapplied }) => ({
        amount: amount.minor,
        to: allocations.map((one) => [one.number, one.amount.minor]),
        unapplied: unapplied.minor,
      })),
    ).toEqual([
      {
        amount: 4_000,
        to: [
          [a.number, 1_000],
          [c.number, 3_000],
        ],
        unapplied: 0,
      },
    ]);
    expect(
      (await Promise.all([a, b, c].map(({ id }) => buyer.invoice(id)))).map(({ state }) => state),
    ).toEqual(['PAID', 'ISSUED', 'PAID']);
    expect(await buyer.inbox('received your payment')).toHaveLength(1);
    const { body: after } = await opened(link);
    expect(after).not.toContain(a.number);
    expect(after).toContain('Pay all: €20.00');
    await world.booksAreRight();
  });

  test('asks for the rest when one was paid meanwhile, keeps what is too much, and says when nothing was marked', async () => {
    const buyer = await world.customer('Meanwhile');
    const [a, b] = [await buyer.isInvoiced('15.00'), await buyer.isInvoiced('25.00')];
    const link = await accountLink(buyer);
    expect((await opened(link, 'POST', {})).headers['location']).toBe(`${link}?notice=nothingMarked`);
    expect((await opened(`${link}?notice=nothingMarked`)).body).toContain('Please mark at least one');
    const page = (await opened(link, 'POST', { all: '1' })).headers['location']!;
    await buyer.transfers('15.00', a.number);
    await paysOn(page, 'approve');
    const [card] = (await buyer.payments()).filter(({ method }) => method === 'card');
    expect(card!.allocations.map(({ number, amount }) => [number, amount.minor])).toEqual([
      [b.number, 2_500],
    ]);
    expect(card!.unapplied.minor).toBe(1_500);
    const { body } = await opened(link);
    expect(body).toContain('Nothing is open');
    expect(body).toContain('€15.00 of credit');
    // A failed card moves nothing, and the page says so.
    const c = await buyer.isInvoiced('5.00');
    await paysOn((await opened(link, 'POST', { invoice: c.id })).headers['location']!, 'decline');
    expect((await buyer.invoice(c.id)).state).toBe('ISSUED');
    await world.booksAreRight();
  });

  test('that is forged, another customer’s, changed in any part or older than the address opens nothing, and looking has no effect', async () => {
    const [buyer, other] = [await world.customer('Owner'), await world.customer('Stranger')];
    const invoice = await buyer.isInvoiced('10.00');
    const foreign = await other.isInvoiced('11.00');
    const [link, theirs] = [await accountLink(buyer), await accountLink(other)];
    const base = link.slice(0, link.indexOf('/account/') + 9);
    const [tenant, customer, entity, currency, until, secret] = link.slice(base.length).split('.') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const strange = await opened(`${base}x`);
    expect(strange.status).toBe(404);
    const forged = [
      [tenant, customer, entity, currency, until, flipped(secret, 3)],
      [tenant, customer, entity, currency, until, theirs.split('.').at(-1)],
      [tenant, theirs.slice(base.length).split('.')[1], entity, currency, until, secret],
      ['rival', customer, entity, currency, until, secret],
      [tenant, customer, 'other', currency, until, secret],
      [tenant, customer, entity, 'usd', until, secret],
      [tenant, customer, entity, currency, '20991231', secret],
      [tenant, '0'.repeat(26), entity, currency, until, secret],
      [tenant, customer, entity, currency, until],
    ].map((parts) => parts.join('.'));
    await changesNothing(world, async () => {
      for (const token of forged)
        for (const [way, method] of [
          ['', 'GET'],
          ['', 'POST'],
          ['/status', 'GET'],
        ] as const)
          expect([token, await opened(`${base}${token}${way}`, method)]).toEqual([token, strange]);
      for (const query of [
        '',
        '?notice=<script>',
        '/status',
        `/status?invoice=${invoice.id}&attempt=att_${'0'.repeat(26)}`,
      ])
        expect([200, 303]).toContain((await opened(`${link}${query}`)).status);
      // Another customer's invoice in the form is no invoice of this page.
      expect((await opened(link, 'POST', { invoice: foreign.id })).headers['location']).toContain('?notice=');
    });
    await opened(theirs, 'POST', { all: '1' });
    const kept = JSON.stringify([...(await itemsOf(world)).values()]);
    expect(kept).not.toContain(theirs.split('.').at(-1));
    await world.call(
      'PUT',
      '/v1/customers/crm/Owner',
      {
        name: 'Owner',
        address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
        emails: ['new@customer.example'],
        currency: 'EUR',
      },
      { key: 'partner' },
    );
    expect(await opened(link)).toEqual(strange);
    expect((await opened(theirs)).status).toBe(200);
  });
});

describe('a bank file', () => {
  const good = (over: Partial<Parameters<typeof camt053>[0]> = {}) =>
    camt053({
      id: 'R-1',
      iban: SELLER.bank.iban,
      currency: 'EUR',
      openingMinor: 0,
      date: '2026-01-05',
      transfers: [{ reference: 'r', minor: 1_000, text: 'x', date: '2026-01-05' }],
      ...over,
    });
  const dtd = (inside: string, use: string) =>
    `<?xml version="1.0"?><!DOCTYPE d [${inside}]>${good()
      .replace(/^<\?xml[^>]*>/, '')
      .replace('<Ustrd>x', `<Ustrd>${use}`)}`;
  const bomb = [
    '<!ENTITY a0 "lol">',
    ...Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`),
  ].join('');
  const cases: [string, string, string][] = [
    ['no format that we know', 'hello', 'bank.format_unknown'],
    ['JSON', '{"a":1}', 'bank.format_unknown'],
    ['CSV of a bank that nobody described', 'Datum;Betrag', 'bank.layout_unknown'],
    ['bytes that are no text', 'Datum;Betrag\n1\u0000;2', 'bank.layout_unknown'],
    ['cut off', good().slice(0, -40), 'bank.not_xml'],
    ['two roots', `${good()}<a/>`, 'bank.not_xml'],
    ['a DTD', dtd('', 'x'), 'bank.not_xml'],
    ['an entity bomb', dtd(bomb, '&a9;'), 'bank.not_xml'],
    ['an entity of a file', dtd('<!ENTITY f SYSTEM "file:///etc/passwd">', '&f;'), 'bank.not_xml'],
    ['an unknown entity', good().replace('<Ustrd>x', '<Ustrd>&f;'), 'bank.not_xml'],
    ['a hundred thousand elements deep', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, 'bank.not_xml'],
    [
      'deep inside an entry',
      good().replace('<RmtInf>', `<RmtInf>${'<a>'.repeat(50)}${'</a>'.repeat(50)}`),
      'bank.not_xml',
    ],
    ['a huge text', good().replace('<Ustrd>x', `<Ustrd>${'x'.repeat(20_000)}`), 'bank.not_xml'],
    ['HTML', '<html><body/></html>', 'bank.format_unknown'],
    ['a payment order', good().replace('camt.053.001.08', 'pain.001.001.09'), 'bank.format_unknown'],
    ['not balanced', good().replace(/(CLBD.*?<Amt Ccy="EUR">)10\.00/s, '$110.01'), 'bank.unbalanced'],
    ['another’s account', good({ iban: 'DE02120300000000202051' }), 'bank.account_unknown'],
    [
      'two currencies',
      good().replace(
        '<Ntry><NtryRef>r</NtryRef><Amt Ccy="EUR">',
        '<Ntry><NtryRef>r</NtryRef><Amt Ccy="USD">',
      ),
      'bank.currency_mixed',
    ],
    ['a third decimal', good().replace('<Amt Ccy="EUR">10.00', '<Amt Ccy="EUR">10.001'), 'bank.amount'],
    ['no currency that is one', good().replace('Ccy="EUR"', 'Ccy="XYZ"'), 'bank.amount'],
    ['a negative amount', good().replace('<Amt Ccy="EUR">10.00', '<Amt Ccy="EUR">-10.00'), 'bank.amount'],
    [
      'a date that is none',
      good().replace('<BookgDt><Dt>2026-01-05', '<BookgDt><Dt>2026-02-30'),
      'bank.incomplete',
    ],
    [
      'no statement in it',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt/></Document>',
      'bank.empty',
    ],
  ];
  test.each(cases)('that is or has %s is refused whole', async (_, file, code) => {
    await changesNothing(world, async () =>
      expectProblem(await world.call('POST', '/v1/statements', file, { raw: true }), { status: 422, code }),
    );
  });

  test('is the account holder’s only, and is taken as it should be', async () => {
    const empty = await world.call('POST', '/v1/statements', '', { raw: true });
    expectProblem(empty, { status: 422, code: 'request.invalid' });
    expectProblem(await world.call('POST', '/v1/statements', 'x'.repeat(5_000_001), { raw: true }), {
      status: 413,
      code: 'request.too_large',
    });
    expect((await world.call('POST', '/v1/statements', good(), { raw: true })).status).toBe(202);
  });
});

describe('currencies', () => {
  test('without decimals are invoiced in whole units; with three there is a PDF and no e-invoice', async () => {
    const yen = await world.customer('Yen', { currency: 'JPY' });
    const said = { rate: '0.0061', source: 'Bank of Japan' };
    expect((await world.call('PUT', `/v1/rates/JPY/EUR/${world.today()}`, said)).status).toBe(200);
    const invoice = await yen.isInvoiced('1200');
    expect(invoice).toMatchObject({
      total: { minor: 1_200, currency: 'JPY' },
      booked: { value: { minor: 732, currency: 'EUR' } },
      documents: { pdf: expect.any(String) as string, ubl: expect.any(String) as string },
    });
    expect(await (await fetch(await yen.link(invoice.number))).text()).toContain('Pay JPY\u00a01,200');
    // Paid at the counter and by card, in yen; in the books each is worth its part in euro.
    await world.call('POST', '/v1/payments', {
      customerId: yen.id,
      method: 'cash',
      amount: { minor: 200, currency: 'JPY' },
    });
    await yen.paysByCard(invoice.number);
    expect(await yen.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
    const worth = (await yen.payments()).map(({ method, rate, allocations }) => [
      method,
      rate?.rate,
      allocations[0]?.exchange,
    ]);
    expect(new Map(worth.map((one) => [one[0], one]))).toEqual(
      new Map([
        ['card', ['card', '0.0061', { value: { minor: 610, currency: 'EUR' }, gainMinor: 0 }]],
        ['cash', ['cash', '0.0061', { value: { minor: 122, currency: 'EUR' }, gainMinor: 0 }]],
      ]),
    );
    const dinar = await world.customer('Dinar', { currency: 'KWD' });
    const third = await dinar.isInvoiced('1.234');
    expect(third).toMatchObject({ total: { minor: 1_234, currency: 'KWD' } });
    expect(third.documents?.pdf).toEqual(expect.any(String));
    expect(third.documents?.ubl).toBeUndefined();
    expectProblem(await world.call('GET', `/v1/invoices/${third.id}/documents/ubl`), {
      status: 404,
      code: 'invoices.no_document',
    });
    const [mail] = await dinar.inbox(third.number);
    expect(mail!.attachments.map(({ filename }) => filename)).toEqual([`${third.number}.pdf`]);
    await world.booksAreRight();
  });
});

describe('a body of fifty megabytes', () => {
  /** Sends it in pieces, with or without saying how long it is. */
  const flood = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(
        `${world.cloud.urls.api}/v1/orders`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${world.keys['partner']}`,
            'content-type': 'application/json',
            'idempotency-key': 'flood',
            ...headers,
          },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode!);
        },
      );
      sent.on('error', reject);
      const piece = Buffer.alloc(1024 * 1024, 0x20);
      let left = 50;
      const more = (): void => {
        while (left-- > 0) if (!sent.write(piece)) return void sent.once('drain', more);
        sent.end();
      };
      more();
    });

  test('is refused by the gateway, announced or not, and the cloud lives on', async () => {
    await changesNothing(world, async () => {
      expect(
        await Promise.all([
          flood({ 'content-length': String(50 * 1024 * 1024) }),
          flood({ 'transfer-encoding': 'chunked' }),
        ]),
      ).toEqual([413, 413]);
    });
    expect(await acme.isInvoiced('14.00')).toMatchObject({ state: 'ISSUED' });
  });
});
