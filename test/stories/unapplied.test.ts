/** What customers have with us settles what they owe by a company's rules, or as a person says anew; what is old goes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import type { Refund } from '../../shared/refunds/refund.ts';
import type { UnappliedRules } from '../../shared/unapplied/policy.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-20T09:00:00Z', {}, {}, { jobs: ['UseUnapplied'] });
  const keys = [
    { name: 'clerk', roles: ['finance'] },
    { name: 'chief', roles: ['finance'] },
  ];
  await world.hires(keys);
  const earlyPayment = { percent: '2', days: 10, mode: 'gross' };
  const terms = { name: '2 % in 10 days', validFrom: '2026-01-01', lines: [{ days: 30 }], earlyPayment };
  expect((await world.call('PUT', '/v1/payment-terms/skonto', terms, { key: 'partner' })).status).toBe(200);
});
afterAll(async () => {
  // The provider's page that somebody left open is asked about.
  await world.cloud.invoke('CheckAttempts', {});
  await world.isHealthy();
  await world.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const rules = async (body: unknown) => {
  const answer = await world.call<UnappliedRules>('PUT', '/v1/unapplied-rules', body, { key: 'clerk' });
  expect(answer.status).toBe(200);
  // Functions remember rules for half a minute.
  await world.passes(31_000);
  return answer.body;
};
const lineOf = ({ source }: Payment) => world.get<BankLine>(`/v1/bank-lines/${source.id}`);
const lastOf = async (buyer: Buyer): Promise<Payment> => (await buyer.payments())[0]!;
const reassign = (path: string, body: unknown, idem?: string) =>
  world.call<Payment>('POST', `/v1/${path}/reassign`, body, {
    key: 'clerk',
    ...(idem !== undefined && { idem }),
  });

test('without rules what is over waits, also for the next invoice', async () => {
  expect(await world.get('/v1/unapplied-rules')).toEqual({
    version: 0,
    apply: 'hold',
    forChildren: false,
  });
  const acme = await world.customer('Patient');
  const first = await acme.isInvoiced('100.00');
  await acme.transfers('150.00', first.number);
  await acme.isInvoiced('30.00');
  expect(await lastOf(acme)).toMatchObject({
    unapplied: eur(5_000),
    allocations: [{ number: first.number }],
  });
});

test('what is over settles the oldest due at once, the rest the next invoice, and a match that was wrong is not made again', async () => {
  await rules({ apply: 'oldest_due' });
  const acme = await world.customer('Busy');
  const paid = await acme.isInvoiced('100.00');
  const open = await acme.isInvoiced('40.00');
  await acme.transfers('170.00', paid.number);
  expect(await lastOf(acme)).toMatchObject({
    unapplied: eur(3_000),
    allocations: [
      { number: paid.number, amount: eur(10_000) },
      { number: open.number, amount: eur(4_000), fromCredit: true },
    ],
  });
  expect(await acme.invoice(open.id)).toMatchObject({ state: 'PAID', open: eur(0) });
  const next = await acme.isInvoiced('50.00');
  expect(await acme.invoice(next.id)).toMatchObject({ state: 'PART_PAID', open: eur(2_000) });
  const receipt = await lastOf(acme);
  const line = await lineOf(receipt);
  expect([line.state, line.match!.tier, line.match!.evidence.slice(-2)]).toEqual([
    'MATCHED',
    'reference',
    [open, next].map(
      ({ number }) =>
        `What was left: ${number}. Oldest due first, by the company’s rules for unapplied money (version 1).`,
    ),
  ]);
  expect(receipt.unapplied).toEqual(eur(0));
  const [mail] = await acme.inbox('Your credit of');
  expect([mail!.subject, mail!.text]).toEqual([
    'Your credit of €30.00 was used',
    expect.stringContaining(next.number),
  ]);
  expect(await acme.exposure()).toBe(2_000);

  const undone = await world.call('POST', `/v1/bank-lines/${line.id}/unmatch`, {
    reason: 'another customer',
  });
  expect(undone.status).toBe(200);
  await world.settle();
  await acme.isInvoiced('60.00');
  await world.day(1);
  expect(await lastOf(acme)).toMatchObject({
    unapplied: eur(17_000),
    allocations: [],
    held: { reason: 'another customer' },
  });
  expect(await acme.exposure()).toBe(10_000 + 4_000 + 5_000 + 6_000 - 17_000);

  // Somebody says what it is for: it is the customer's like any other money again.
  const said = await world.call('POST', `/v1/bank-lines/${line.id}/match`, {
    allocations: [{ invoiceId: paid.id }],
  });
  expect(said.status).toBe(200);
  await world.settle();
  const again = await lastOf(acme);
  expect([again.held, again.unapplied, again.allocations.length]).toEqual([undefined, eur(0), 3]);
  await world.booksAreRight();
}, 120_000);

test('a worker that dies before or after its commit, is told twice, or meets others uses the money once', async () => {
  const acme = await world.customer('Crash');
  const paid = await acme.isInvoiced('10.00');
  const strike = { service: 'dynamodb', action: 'TransactWriteItems', function: 'ApplyUnapplied' } as const;
  world.cloud.faults.add({ ...strike, kind: 'kill', when: 'before', count: 1 });
  world.cloud.faults.add({ ...strike, kind: 'kill', when: 'after', count: 2 });
  await acme.isInvoiced('20.00');
  await acme.transfers('60.00', paid.number);
  const orders = await Promise.all(['30.00', '5.00', '7.00'].map((net) => acme.orders(net)));
  await Promise.all(orders.map((order) => acme.delivered(order)));
  await world.passes(15 * 60_000);
  expect(world.cloud.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
  world.cloud.faults.clear();
  const receipt = (await acme.payments()).find(({ amount }) => amount.minor === 6_000)!;
  expect(receipt.unapplied).toEqual(eur(0));
  const all = receipt.allocations.map(({ number }) => number);
  expect(new Set(all).size).toBe(all.length);
  const open = (await acme.invoices()).reduce((sum, invoice) => sum + invoice.open.minor, 0);
  expect(open).toBe(1_000 + 2_000 + 3_000 + 500 + 700 - 6_000);
  expect(await acme.exposure()).toBe(open);
  await world.booksAreRight();
}, 120_000);

test('money of a known payer that names nothing is used; money that names something waits for a person', async () => {
  const acme = await world.customer('Silent');
  const [late, early] = [await acme.isInvoiced('70.00'), await acme.isInvoiced('80.00')];
  await acme.transfers('20.00', 'thank you');
  const line = await lineOf(await lastOf(acme));
  expect([line.state, line.match!.tier, line.match!.reason]).toEqual([
    'MATCHED',
    'policy',
    `${late.number}: Oldest due first, by the company’s rules for unapplied money (version 1).`,
  ]);
  expect(line.match!.evidence[0]).toMatch(/^Before: The payer is known/);
  await acme.transfers('25.00', 'INV-2026-009999');
  const doubtful = (await acme.payments()).find(({ amount }) => amount.minor === 2_500)!;
  expect([doubtful.unapplied, (await lineOf(doubtful)).state]).toEqual([eur(2_500), 'EXCEPTION']);
  expect(await acme.invoice(early.id)).toMatchObject({ open: eur(8_000) });
}, 120_000);

test('the same amount again, for which nothing is open, was probably paid twice: no rule uses it, and a person sees it first', async () => {
  const acme = await world.customer('Twice');
  const invoice = await acme.isInvoiced('123.45');
  await acme.transfers('123.45', invoice.number);
  await acme.isInvoiced('50.00');
  await acme.transfers('123.45', 'rent');
  const [first, second] = (await acme.payments()).toSorted((a, b) => a.unapplied.minor - b.unapplied.minor);
  expect(second!.unapplied).toEqual(eur(12_345));
  const line = await lineOf(second!);
  expect([line.state, line.match!.repeats, line.match!.reason]).toEqual([
    'EXCEPTION',
    first!.id,
    `Probably paid twice: 123.45 EUR came from this payer on ${world.today()} for ${invoice.number}.`,
  ]);
  const { data } = await world.get<{ data: { line: BankLine }[] }>('/v1/worklist');
  expect(data[0]!.line.id).toBe(line.id);
  await world.booksAreRight();
}, 120_000);

test('credit notes go before money; what is being paid just now, or is of another currency or customer, is left', async () => {
  await rules({ apply: 'hold' });
  const acme = await world.customer('Careful');
  const bought = await acme.isInvoiced('90.00');
  await acme.transfers('100.00', bought.number);
  await world.call('POST', `/v1/invoices/${bought.id}/credit-notes`, { reason: 'goodwill' });
  await world.settle();
  const [pending, free] = [await acme.isInvoiced('30.00'), await acme.isInvoiced('95.00')];
  await acme.opensProvider(pending.number);
  await rules({ apply: 'oldest_invoice' });
  const other = await world.customer('Bystander');
  await other.isInvoiced('10.00');
  // Nothing moved since: the job of the next morning finds it.
  await world.day(2);
  expect(await acme.invoice(pending.id)).toMatchObject({ open: eur(3_000) });
  expect(await acme.invoice(free.id)).toMatchObject({
    open: eur(0),
    settlements: [
      { method: 'credit_note', amount: eur(9_000) },
      { method: 'bank_transfer', amount: eur(500) },
    ],
  });
  expect((await other.payments()).length).toBe(0);
  await world.booksAreRight();
}, 120_000);

test('what is old and nobody owes for goes back: small sums alone, larger ones when two agree', async () => {
  await changesNothing(world, async () => {
    const over = { apply: 'hold', refund: { afterDays: 3, from: [eur(100)], upTo: [eur(500_000)] } };
    const refused = await world.call('PUT', '/v1/unapplied-rules', over, { key: 'clerk' });
    expectProblem(refused, { status: 403, code: 'unapplied.above_limit' });
  });
  await rules({ apply: 'hold', refund: { afterDays: 3, from: [eur(500)], upTo: [eur(2_000)] } });
  const over = async (name: string, extra: number) => {
    const buyer = await world.customer(name);
    const invoice = await buyer.isInvoiced('10.00');
    await buyer.transfers(((1_000 + extra) / 100).toFixed(2), invoice.number);
    return buyer;
  };
  const [tiny, small, large, owing] = [
    await over('Tiny', 400),
    await over('Small', 1_500),
    await over('Large', 3_000),
    await over('Owing', 1_500),
  ];
  await owing.isInvoiced('1.00');
  await world.day(4);
  const given = async () =>
    (await world.all<Refund>('/v1/refunds')).filter(({ customerId }) =>
      [tiny, small, large, owing].some(({ id }) => id === customerId),
    );
  expect(await given()).toEqual([]);
  await world.day(7);
  const refunds = await given();
  expect(refunds).toMatchObject([
    { customerId: small.id, amount: eur(1_500), state: 'TO_PAY', by: 'use-unapplied', reason: 'overpayment' },
  ]);
  const waiting = (await world.get<{ data: Approval[] }>('/v1/approvals?limit=100', 'clerk')).data;
  const asked = waiting.filter(({ operation }) => operation === 'refunds.refund');
  expect(asked).toMatchObject([{ subject: (await lastOf(large)).id, state: 'PENDING' }]);
  for (const buyer of [tiny, owing]) expect((await lastOf(buyer)).refunded).toBeUndefined();
  expect(
    (await world.call('POST', `/v1/approvals/${asked[0]!.id}/approve`, {}, { key: 'chief' })).status,
  ).toBe(200);
  await world.settle();
  expect(await lastOf(large)).toMatchObject({ refunded: eur(3_000), unapplied: eur(0) });
  // What was canceled is a person's matter.
  await world.call('POST', `/v1/refunds/${refunds[0]!.id}/cancel`, { reason: 'the customer called' });
  await world.day(8);
  expect(await lastOf(small)).toMatchObject({ unapplied: eur(1_500) });
  await world.booksAreRight();
}, 120_000);

test('a receipt is given another customer and other invoices in one step, or back as it was', async () => {
  await rules({ apply: 'hold' });
  const [wrong, right] = [await world.customer('Wrong'), await world.customer('Right')];
  const mistaken = await wrong.isInvoiced('100.00');
  const [one, two] = [await right.isInvoiced('60.00'), await right.isInvoiced('70.00')];
  await wrong.transfers('100.00', mistaken.number);
  const receipt = await lastOf(wrong);
  const path = `payments/${receipt.id}`;
  const split = {
    allocations: [
      { invoiceId: one.id, amount: eur(6_000) },
      { invoiceId: two.id, amount: eur(3_000) },
    ],
    reason: 'paid by the parent',
  };
  await changesNothing(world, async () => {
    const much = { ...split, allocations: [{ invoiceId: one.id, amount: eur(6_001) }] };
    expectProblem(await reassign(path, much), { status: 422, code: 'cash.not_payable' });
    const same = { allocations: [{ invoiceId: mistaken.id, amount: eur(10_000) }], reason: 'because' };
    expectProblem(await reassign(path, same), { status: 409, code: 'unapplied.nothing_changes' });
    expectProblem(await reassign('payments/pay_00000000000000000000000000', split), {
      status: 404,
      code: 'payments.unknown',
    });
  });
  const done = await reassign(path, split, 'once');
  expect([done.status, done.body]).toMatchObject([
    200,
    {
      customerId: right.id,
      unapplied: eur(1_000),
      held: { reason: 'paid by the parent' },
      allocations: [{ number: one.number }, { number: two.number }],
    },
  ]);
  const again = await reassign(path, split, 'once');
  expect([again.headers.get('idempotent-replayed'), again.body.version]).toEqual(['true', done.body.version]);
  await world.settle();
  expect(await wrong.invoice(mistaken.id)).toMatchObject({ open: eur(10_000), dueOn: mistaken.dueOn });
  expect(await right.invoice(two.id)).toMatchObject({ open: eur(4_000) });
  expect([await wrong.exposure(), await right.exposure()]).toEqual([10_000, 3_000]);
  expect(await lineOf(receipt)).toMatchObject({
    state: 'MATCHED',
    match: { tier: 'person', reason: expect.stringContaining('paid by the parent') },
  });

  // What is named as it is stays: only the other part moves.
  const moved = await reassign(`bank-lines/${receipt.source.id}`, {
    allocations: [{ invoiceId: one.id, amount: eur(6_000) }],
    hold: false,
    reason: 'two is not ours',
  });
  expect(moved.body).toMatchObject({ unapplied: eur(4_000), allocations: [{ number: one.number }] });
  expect(moved.body.held).toBeUndefined();
  const back = await reassign(path, { allocations: [{ invoiceId: mistaken.id }], reason: 'it was right' });
  expect(back.body).toMatchObject({ customerId: wrong.id, unapplied: eur(0) });
  expect([await wrong.exposure(), await right.exposure()]).toEqual([0, 13_000]);
  await world.booksAreRight();
  await world.exposureIsRight();
}, 120_000);

test('one transfer pays what two customers owe: each owes less, the rest stays the payer’s, and all of it can be taken back', async () => {
  await rules({ apply: 'hold' });
  const [payer, sister] = [await world.customer('Payer'), await world.customer('Sister')];
  const [own, hers] = [await payer.isInvoiced('60.00'), await sister.isInvoiced('70.00')];
  const both = {
    allocations: [{ invoiceId: hers.id }, { invoiceId: own.id, amount: eur(6_000) }],
  };
  await world.bank([{ minor: 15_000, text: 'for both of us', payer: { name: 'Somebody' } }]);
  const { id } = (await world.all<BankLine>('/v1/exceptions')).find(({ text }) => text === 'for both of us')!;
  const match = (body: object) => world.call<BankLine>('POST', `/v1/bank-lines/${id}/match`, body);
  expectProblem(await match(both), { status: 422, code: 'cash.several_customers', at: ['/customerId'] });
  expect((await match({ ...both, customerId: payer.id })).body).toMatchObject({ state: 'MATCHED' });
  await world.settle();
  const split = {
    customerId: payer.id,
    unapplied: eur(2_000),
    allocations: [
      { number: hers.number, customerId: sister.id, amount: eur(7_000) },
      { number: own.number, amount: eur(6_000) },
    ],
  };
  const receipt = await lastOf(payer);
  expect(receipt).toMatchObject(split);
  expect(receipt.allocations[1]!.customerId).toBeUndefined();
  expect([await payer.exposure(), await sister.exposure()]).toEqual([-2_000, 0]);
  await world.booksAreRight();

  const back = await world.call('POST', `/v1/bank-lines/${id}/unmatch`, { reason: 'not hers' });
  expect(back.status).toBe(200);
  await world.settle();
  expect([await payer.exposure(), await sister.exposure()]).toEqual([-9_000, 7_000]);
  expect(await sister.invoice(hers.id)).toMatchObject({ open: eur(7_000), dueOn: hers.dueOn });
  // Said anew without a customer: it is still the payer's. Then it is the sister's money, and what stays says whose it was.
  const again = await reassign(`bank-lines/${id}`, { ...both, reason: 'hers after all' });
  expect(again.body).toMatchObject(split);
  const hers7 = { invoiceId: hers.id, amount: eur(7_000) };
  const hersNow = { allocations: [hers7, both.allocations[1]], customerId: sister.id, reason: 'she sent it' };
  const given = await reassign(`bank-lines/${id}`, hersNow);
  expect(given.body.allocations).toEqual(
    expect.arrayContaining([expect.objectContaining({ number: own.number, customerId: payer.id })]),
  );
  expect(given.body.allocations.find(({ number }) => number === hers.number)!.customerId).toBeUndefined();
  await world.settle();
  expect([await payer.exposure(), await sister.exposure()]).toEqual([0, -2_000]);

  // The payer's advice with numbers of both decides by itself.
  const [mine, theirs] = [await payer.isInvoiced('11.00'), await sister.isInvoiced('12.00')];
  const advice = {
    amount: eur(2_300),
    paidOn: world.today(),
    customerId: payer.id,
    claims: [{ number: mine.number }, { number: theirs.number }],
  };
  expect((await world.call('POST', '/v1/remittances', advice)).status).toBe(201);
  await payer.transfers('23.00', 'as advised');
  expect(await lastOf(payer)).toMatchObject({
    unapplied: eur(0),
    allocations: [{}, { customerId: sister.id }],
  });
  await world.booksAreRight();
  await world.exposureIsRight();
}, 120_000);

test('a parent’s money settles what is due of its children, after its own and never before it is due; theirs stays theirs', async () => {
  await rules({ apply: 'oldest_due', forChildren: true });
  const parent = await world.customer('Holding');
  const children = [
    await world.customer('Daughter', { parent: parent.id, paymentTermsDays: 0 }),
    await world.customer('Son', { parent: parent.id }),
  ] as const;
  const [daughter, son] = children;
  const [due, later] = [await daughter.isInvoiced('70.00'), await son.isInvoiced('20.00')];
  const own = await parent.isInvoiced('10.00');
  await parent.transfers('130.00', 'for all of us');
  expect(await lastOf(parent)).toMatchObject({
    unapplied: eur(5_000),
    allocations: [
      { number: own.number, fromCredit: true },
      {
        number: due.number,
        customerId: daughter.id,
        amount: eur(7_000),
        fromCredit: true,
        reason: expect.stringContaining(`its parent (${parent.id})`),
      },
    ],
  });
  expect(await son.invoice(later.id)).toMatchObject({ open: eur(2_000) });
  expect(await Promise.all([parent, daughter, son].map((one) => one.exposure()))).toEqual([-5_000, 0, 2_000]);
  // An invoice of a child that is due at once meets it by itself.
  const next = await daughter.isInvoiced('30.00');
  expect(await daughter.invoice(next.id)).toMatchObject({ state: 'PAID' });
  // What a child has with us is not the parent's.
  await daughter.transfers('15.00', 'on account');
  const mine = await parent.isInvoiced('25.00');
  expect(await parent.invoice(mine.id)).toMatchObject({ open: eur(500) });
  expect(await lastOf(daughter)).toMatchObject({ unapplied: eur(1_500) });
  await rules({ apply: 'hold' });
  await world.booksAreRight();
  await world.exposureIsRight();
}, 120_000);

test('unidentified money, the rest of a credit note and money at the counter are assigned by the same call', async () => {
  const acme = await world.customer('Found');
  const invoice = await acme.isInvoiced('25.00');
  await world.bank([{ minor: 3_000, text: 'no idea', payer: { name: 'Nobody' } }]);
  const line = (await world.all<BankLine>('/v1/exceptions')).find(({ amount }) => amount.minor === 3_000)!;
  const said = { allocations: [{ invoiceId: invoice.id }], reason: 'the customer called' };
  const found = await reassign(`bank-lines/${line.id}`, said);
  expect(found.body).toMatchObject({ customerId: acme.id, unapplied: eur(500) });

  await world.call('POST', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'goodwill' });
  await world.settle();
  const credit = (await acme.payments()).find(({ method }) => method === 'credit_note')!;
  const next = await acme.isInvoiced('20.00');
  const used = await reassign(`payments/${credit.id}`, { ...said, allocations: [{ invoiceId: next.id }] });
  expect(used.body).toMatchObject({ unapplied: eur(500), allocations: [{ fromCredit: true }] });
  const kept = await reassign(`payments/${credit.id}`, { allocations: [], reason: 'rather keep it' });
  expect(kept.body).toMatchObject({ unapplied: eur(2_500), allocations: [], held: {} });
  await world.booksAreRight();
}, 120_000);

describe('a payer with credit', () => {
  const press = (link: string, fields: Record<string, string>) =>
    fetch(link, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
  const seen = async (link: string) => (await (await fetch(link)).text()).replaceAll(/[\u00a0\u202f]/g, ' ');
  const rich = async (name: string, extra: string) => {
    const buyer = await world.customer(name);
    const paid = await buyer.isInvoiced('10.00');
    await buyer.transfers((10 + Number(extra)).toFixed(2), paid.number);
    return buyer;
  };

  test('uses it for an invoice first, with a double click once, and pays the rest by card', async () => {
    const acme = await rich('Page', '30.00');
    const invoice = await acme.isInvoiced('100.00');
    const link = await acme.link(invoice.number);
    const before = await acme.payments();
    expect(await seen(link)).toContain('Use your credit: €30.00');
    expect(await acme.payments()).toEqual(before);
    const clicks = await Promise.all([press(link, { credit: '1' }), press(link, { credit: '1' })]);
    expect(clicks.map(({ status }) => status)).toEqual([303, 303]);
    expect(clicks.map((one) => one.headers.get('location'))).toContain(`${link}?notice=credited`);
    await world.settle();
    expect(await acme.invoice(invoice.id)).toMatchObject({
      open: eur(7_000),
      settlements: [{ amount: eur(3_000), reason: 'The customer used its credit on the payment page.' }],
    });
    const page = await seen(`${link}?notice=credited`);
    expect(page).toContain('Your credit was used.');
    expect(page).toContain('Pay €70.00');
    expect(page).not.toContain('name="credit"');
    const again = await press(link, { credit: '1' });
    expect(again.headers.get('location')).toBe(link);
    await acme.paysByCard(invoice.number);
    expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
    expect((await acme.payments()).map(({ amount }) => amount.minor)).toContain(7_000);
    await world.booksAreRight();
  }, 120_000);

  test('keeps the discount with what was there early enough, on the page and by the rules', async () => {
    const early = async (buyer: Buyer) => {
      const asked = {
        ...buyer.basket('100.00'),
        sourceOrderId: `Skonto-${buyer.name}`,
        paymentTerms: 'skonto',
      };
      const order = await world.call<{ id: string }>('POST', '/v1/orders', asked, { key: 'partner' });
      expect([order.status, order.body]).toMatchObject([201, {}]);
      await buyer.delivered(order.body as never);
      return (await buyer.invoices()).find(({ total }) => total.minor === 10_000)!;
    };
    const acme = await rich('Early', '98.00');
    const invoice = await early(acme);
    await press(await acme.link(invoice.number), { credit: '1' });
    await world.settle();
    const bolt = await rich('Earlier', '98.00');
    await rules({ apply: 'oldest_due' });
    const other = await early(bolt);
    await rules({ apply: 'hold' });
    for (const [buyer, { id }] of [
      [acme, invoice],
      [bolt, other],
    ] as const) {
      expect(await buyer.invoice(id)).toMatchObject({ state: 'PAID', open: eur(0) });
      expect(await lastOf(buyer)).toMatchObject({ unapplied: eur(0) });
      expect(await buyer.exposure()).toBe(0);
    }
    await world.booksAreRight();
  }, 120_000);

  test('uses it for the marked invoices of the account; what a person holds is not offered', async () => {
    const acme = await rich('Account', '25.00');
    const [one, two] = [await acme.isInvoiced('20.00'), await acme.isInvoiced('40.00')];
    const sent = await world.call('POST', `/v1/customers/${acme.id}/statements`, {
      kind: 'open_items',
      send: true,
    });
    expect(sent.status).toBe(201);
    await world.settle();
    const mail = (await acme.inbox()).find(({ text }) => text.includes('/account/'))!;
    const link = /https?:\/\/\S+\/account\/[\w.-]+/.exec(mail.text)![0];
    expect(await seen(link)).toContain('Use your credit: €25.00');
    const used = await press(link, { credit: '1', invoice: two.id });
    expect(used.headers.get('location')).toBe(`${link}?notice=credited`);
    await world.settle();
    expect(await acme.invoice(one.id)).toMatchObject({ open: eur(2_000) });
    expect(await acme.invoice(two.id)).toMatchObject({ open: eur(1_500) });

    const receipt = await lastOf(acme);
    const back = await reassign(`payments/${receipt.id}`, { allocations: [], reason: 'not theirs' });
    expect(back.body).toMatchObject({ held: { reason: 'not theirs' }, unapplied: eur(3_500) });
    const page = await seen(link);
    expect(page).toContain('€35.00 of credit');
    expect(page).not.toContain('name="credit"');
    expect((await press(link, { credit: '1', all: '1' })).headers.get('location')).toBe(link);
    expect(await lastOf(acme)).toMatchObject({ unapplied: eur(3_500) });
    await world.booksAreRight();
    await world.invariantsHold();
  }, 120_000);
});
