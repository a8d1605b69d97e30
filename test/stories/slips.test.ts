/** Cash and cheques go to the bank on slips; the statement clears them, and a cheque that bounces opens its invoice again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import type { Slip } from '../../shared/slips/slip.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-01-20T09:00:00Z');
});
afterAll(async () => {
  await world.isHealthy();
  await world.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const counter = async (buyer: Buyer, method: 'cash' | 'cheque', minor: number, over: object = {}) =>
  (
    await world.call<Payment>(
      'POST',
      '/v1/payments',
      { customerId: buyer.id, method, amount: eur(minor), ...over },
      { key: 'partner' },
    )
  ).body;
const gather = (payments: readonly Payment[], over: object = {}) =>
  world.call<Slip>('POST', '/v1/paying-in-slips', { payments: payments.map(({ id }) => id), ...over });
const slipOf = (id: string) => world.get<Slip>(`/v1/paying-in-slips/${id}`);
const handedIn = async (payments: readonly Payment[], over: object = {}): Promise<Slip> => {
  const { id } = (await gather(payments, over)).body;
  return (await world.call<Slip>('POST', `/v1/paying-in-slips/${id}/hand-in`, {})).body;
};
const ask = (slip: Slip, verb: string, body: unknown) =>
  world.call<Slip>('POST', `/v1/paying-in-slips/${slip.id}/${verb}`, body);
const paymentOf = (id: string) => world.get<Payment>(`/v1/payments/${id}`);
const waiting = (text: string) =>
  world.all<BankLine>('/v1/exceptions').then((lines) => lines.find((line) => line.text.includes(text))!);
const balance = async (account: string): Promise<number> => {
  const { currencies } = await world.get<{
    currencies: { accounts: { account: string; balanceMinor: number }[] }[];
  }>('/v1/trial-balance');
  return currencies[0]!.accounts.find((one) => one.account === account)?.balanceMinor ?? 0;
};
const inHand = () => world.all<Payment>('/v1/payments-in-hand');

test('cash and a cheque are gathered, handed in, and cleared by the line that names the slip', async () => {
  const acme = await world.customer('Counter');
  const invoice = await acme.isInvoiced('50.00');
  const cash = await counter(acme, 'cash', 1_000);
  const cheque = await counter(acme, 'cheque', 4_000, { cheque: { number: '0001234', bank: 'Sparkasse' } });
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  expect(cheque.collection).toEqual({ state: 'IN_HAND' });
  expect((await inHand()).map(({ id }) => id)).toEqual([cash.id, cheque.id]);
  const { status, body: slip } = await gather([cash, cheque]);
  expect([status, slip]).toMatchObject([201, { number: 1, state: 'OPEN', total: eur(5_000) }]);
  expect(await inHand()).toEqual([]);
  const done = await ask(slip, 'hand-in', {});
  expect(done.body).toMatchObject({ state: 'DEPOSITED', handedInOn: '2026-01-20', outstanding: eur(5_000) });
  expect([await balance('cash'), await balance('cheques')]).toEqual([1_000, 4_000]);
  const bank = await balance('bank');
  await world.bank([{ minor: 5_000, text: `EINZAHLUNG ${slip.reference}` }]);
  expect(await slipOf(slip.id)).toMatchObject({ state: 'CLEARED', outstanding: eur(0) });
  expect(await paymentOf(cheque.id)).toMatchObject({
    collection: { state: 'CLEARED', slipId: slip.id, clearedOn: '2026-01-20' },
  });
  expect([await balance('cash'), await balance('cheques'), (await balance('bank')) - bank]).toEqual([
    0, 0, 5_000,
  ]);
  // The line is decided: its money is nobody's receipt.
  expect(await world.all('/v1/exceptions')).toEqual([]);
});

test('without a reference an amount that only one slip has is enough; two slips of one amount are a person’s', async () => {
  const acme = await world.customer('Twins');
  const [a, b, c] = [
    await counter(acme, 'cash', 700),
    await counter(acme, 'cash', 700),
    await counter(acme, 'cash', 900),
  ];
  const [first, second, third] = [await handedIn([a]), await handedIn([b]), await handedIn([c])];
  await world.bank([{ minor: 900, text: 'Bareinzahlung' }]);
  expect(await slipOf(third.id)).toMatchObject({ state: 'CLEARED' });
  await world.bank([{ minor: 700, text: 'Bareinzahlung eins' }]);
  const line = await waiting('eins');
  expect(line.match).toMatchObject({
    tier: 'none',
    slips: [{ number: second.number }, { number: first.number }],
  });
  expect(await balance('unidentified')).toBe(-700);
  const wrong = await ask(third, 'clear', { lineId: line.id });
  expectProblem(wrong, { status: 409, code: 'slips.not_deposited' });
  const cleared = await ask(first, 'clear', { lineId: line.id });
  expect([cleared.status, cleared.body.state]).toEqual([200, 'CLEARED']);
  expect([await balance('unidentified'), await balance('cash')]).toEqual([0, 700]);
  // It was the other: taken back, the money waits again and is said anew.
  const again = await ask(first, 'unclear', { lineId: line.id, reason: 'the other bag' });
  expect(again.body).toMatchObject({ state: 'DEPOSITED', outstanding: eur(700) });
  expect([await balance('unidentified'), await balance('cash')]).toEqual([-700, 1_400]);
  expect((await ask(second, 'clear', { lineId: line.id })).body.state).toBe('CLEARED');
  expect([await balance('unidentified'), await balance('cash')]).toEqual([0, 700]);
  await world.bank([{ minor: 700, text: 'Bareinzahlung zwei' }]);
  expect(await slipOf(first.id)).toMatchObject({ state: 'CLEARED' });
  // That was the machine's own answer; it is taken back like a person's.
  const [own] = (await slipOf(first.id)).items;
  const undone = await ask(first, 'unclear', { lineId: own!.cleared!.lineId, reason: 'not ours' });
  expect(undone.body.state).toBe('DEPOSITED');
  expect([await balance('unidentified'), await balance('cash')]).toEqual([-700, 700]);
  expect((await ask(first, 'clear', { lineId: own!.cleared!.lineId })).body.state).toBe('CLEARED');
});

test('the bank takes one cheque of a slip back, with its fee: the invoice is open at its old due date', async () => {
  const [good, bad] = [await world.customer('Good'), await world.customer('Bad')];
  const [paid, owed] = [await good.isInvoiced('30.00'), await bad.isInvoiced('45.00')];
  const one = await counter(good, 'cheque', 3_000, { cheque: { number: '555001' } });
  const other = await counter(bad, 'cheque', 5_000, { cheque: { number: '777002', drawer: 'B. Ad' } });
  const slip = await handedIn([one, other], { bankReference: 'BAG 88123' });
  // Of a cheque that the bank may not pay nothing goes back.
  expectProblem(
    await world.call('POST', `/v1/payments/${other.id}/refunds`, {
      reason: 'overpayment',
      iban: 'DE02120300000000202051',
    }),
    { status: 409, code: 'refunds.not_cleared' },
  );
  await world.bank([{ minor: 3_000, text: 'Scheck 555001' }]);
  expect(await slipOf(slip.id)).toMatchObject({ state: 'PART_CLEARED', outstanding: eur(5_000) });
  await world.bank([{ minor: 5_000, text: 'Scheckeinreichung BAG88123' }]);
  expect(await slipOf(slip.id)).toMatchObject({ state: 'CLEARED' });
  await world.bank([{ minor: -5_000, text: 'Cheque returned 777002' }]);
  expect((await slipOf(slip.id)).items[1]).toMatchObject({ returned: { on: '2026-01-20' } });
  expect(await bad.invoice(owed.id)).toMatchObject({ state: 'ISSUED', open: eur(4_500), dueOn: owed.dueOn });
  expect(await good.invoice(paid.id)).toMatchObject({ state: 'PAID' });
  expect(await paymentOf(other.id)).toMatchObject({ unapplied: eur(0), collection: { state: 'RETURNED' } });
});

test('a person says which debit is a cheque, and what the bank took for it; paper that came back needs no line', async () => {
  const acme = await world.customer('Paper');
  const invoice = await acme.isInvoiced('60.00');
  const [a, b] = [
    await counter(acme, 'cheque', 2_000, { cheque: { number: '880001' } }),
    await counter(acme, 'cheque', 4_000, { cheque: { number: '880002' } }),
  ];
  const slip = await handedIn([a, b]);
  await changesNothing(world, () =>
    ask(slip, 'returns', { paymentId: invoice.id.replace('inv', 'pay'), reason: 'no' }),
  );
  const paper = await ask(slip, 'returns', { paymentId: b.id, reason: 'no signature' });
  expect(paper.body).toMatchObject({ state: 'DEPOSITED', outstanding: eur(2_000) });
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: eur(4_000) });
  await world.bank([{ minor: 2_000, text: `Einzahlung ${slip.reference}` }]);
  expect(await slipOf(slip.id)).toMatchObject({ state: 'CLEARED' });
  expectProblem(await ask(slip, 'returns', { paymentId: a.id, reason: 'x'.repeat(3) }), {
    status: 409,
    code: 'slips.not_returnable',
  });
  await world.bank([{ minor: -2_350, text: 'Scheckrückgabe 880001 zzgl. Entgelt' }]);
  // 3.50 that the bank does not explain are a person's to say.
  const debit = await waiting('Entgelt');
  expect(debit.match).toMatchObject({ slips: [{ number: slip.number, payments: [a.id] }] });
  const fees = await balance('fees');
  const done = await ask(slip, 'returns', { paymentId: a.id, lineId: debit.id, reason: 'no funds' });
  expect(done.body.items[0]).toMatchObject({ returned: { lineId: debit.id, costs: eur(350) } });
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: eur(6_000) });
  expect((await balance('fees')) - fees).toBe(350);
});

test('a payment of last week is booked on its day; what is not in hand is not gathered', async () => {
  const acme = await world.customer('Past');
  const cash = await counter(acme, 'cash', 500, { receivedOn: '2026-01-13' });
  expect(cash).toMatchObject({ paidOn: '2026-01-13', bookedOn: '2026-01-13' });
  const slip = (await gather([cash])).body;
  expectProblem(await gather([cash]), { status: 409, code: 'slips.not_in_hand' });
  expectProblem(await ask(slip, 'hand-in', { on: '2026-01-12' }), { status: 422, code: 'slips.date' });
  expectProblem(await gather([cash], { iban: 'DE02120300000000202051' }), {
    status: 422,
    code: 'slips.account',
  });
  const canceled = await ask(slip, 'cancel', {});
  expect(canceled.body).toMatchObject({ state: 'CANCELED', outstanding: eur(0) });
  expect((await inHand()).map(({ id }) => id)).toEqual([cash.id]);
  expect((await gather([cash])).body.number).toBe(slip.number + 1);
});

test('what a slip cannot be is refused, and nothing moves', async () => {
  const acme = await world.customer('Refused');
  const cheque = await counter(acme, 'cheque', 900, { cheque: { number: '990001' } });
  const slip = await handedIn([cheque]);
  const [lineId, strange] = [`bln_${'0'.repeat(26)}`, `slp_${'0'.repeat(26)}`];
  const cash = { customerId: acme.id, method: 'cash', amount: eur(100), cheque: { number: '1' } };
  await changesNothing(world, async () => {
    const ask422 = [
      [await world.call('POST', '/v1/payments', cash, { key: 'partner' }), 'payments.no_cheque'],
      [await gather([cheque, cheque]), 'slips.payment_twice'],
      [await gather([{ ...cheque, id: `pay_${'0'.repeat(26)}` }]), 'slips.payment_unknown'],
      [await ask(slip, 'clear', { lineId }), 'slips.line_unknown'],
      [await ask(slip, 'returns', { paymentId: cheque.id, lineId, reason: 'because' }), 'slips.line_unknown'],
    ] as const;
    for (const [answer, code] of ask422) expectProblem(answer, { status: 422, code });
    const other = await ask(slip, 'unclear', { lineId, reason: 'because' });
    expectProblem(other, { status: 409, code: 'slips.not_its_line' });
    expectProblem(await ask(slip, 'cancel', {}), { status: 409, code: 'slips.not_open' });
    expectProblem(await ask({ ...slip, id: strange as Slip['id'] }, 'cancel', {}), {
      status: 404,
      code: 'slips.unknown',
    });
  });
  await world.bank([{ minor: 901, text: 'Einzahlung mit einem Cent mehr' }]);
  const line = await waiting('Cent');
  expectProblem(await ask(slip, 'clear', { lineId: line.id }), { status: 422, code: 'slips.amount' });
});

test('what was recorded by mistake is taken back before it goes to the bank, once, and everything is as before', async () => {
  const [acme, meant] = [await world.customer('Typing'), await world.customer('Meant')];
  const invoice = await acme.isInvoiced('80.00');
  const before = [await balance('cash'), await acme.exposure(), (await inHand()).length];
  const cash = await counter(acme, 'cash', 9_000);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  const reverse = (id: string, idem?: string) =>
    world.call<Payment>(
      'POST',
      `/v1/payments/${id}/reverse`,
      { reason: 'of another customer' },
      { ...(idem !== undefined && { idem }) },
    );
  const slip = (await gather([cash])).body;
  expectProblem(await reverse(cash.id), { status: 409, code: 'payments.on_slip' });
  await ask(slip, 'cancel', {});
  const refund = await world.call<{ id: string }>('POST', `/v1/payments/${cash.id}/refunds`, {
    amount: eur(100),
    reason: 'other',
  });
  expectProblem(await reverse(cash.id), { status: 409, code: 'payments.given_back' });
  await world.call('POST', `/v1/refunds/${refund.body.id}/cancel`, { reason: 'the customer called' });

  const done = await reverse(cash.id, 'once');
  expect([done.status, done.body]).toMatchObject([
    200,
    {
      allocations: [],
      unapplied: eur(0),
      amount: eur(9_000),
      collection: { state: 'REVERSED', reversed: { on: world.today(), reason: 'of another customer' } },
    },
  ]);
  expect((await reverse(cash.id, 'once')).body.version).toBe(done.body.version);
  expectProblem(await reverse(cash.id, 'again'), { status: 409, code: 'payments.reversed' });
  await world.settle();
  expect([await balance('cash'), await acme.exposure(), (await inHand()).length]).toEqual(before);
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: eur(8_000), dueOn: invoice.dueOn });
  expectProblem(await gather([cash]), { status: 409, code: 'slips.not_in_hand' });
  const [banked] = (await handedIn([await counter(meant, 'cash', 9_000)])).items;
  await world.bank([{ minor: 1_200, text: 'no idea whose' }]);
  const { paymentId } = await waiting('no idea whose');
  await changesNothing(world, async () => {
    expectProblem(await reverse(banked!.paymentId), { status: 409, code: 'payments.banked' });
    expectProblem(await reverse(paymentId!), { status: 409, code: 'payments.not_at_counter' });
    expectProblem(await reverse(`pay_${'0'.repeat(26)}`), { status: 404, code: 'payments.unknown' });
  });
  await world.booksAreRight();
  await world.exposureIsRight();
});
