/** Deposits as rules: what may be asked for, what money does to them, who takes them up, and what is left. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depositLeft, type Prepayment } from '../../../shared/invoices/deposit.ts';
import { discountOn, ofRest } from '../../../shared/invoices/early.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { creditedBy, groupsOf, taxesIn } from '../../../shared/invoices/prepaid.ts';
import { reopen } from '../../../shared/invoices/rules.ts';
import { saidOf, sharesOf } from '../../../shared/invoices/shares.ts';
import { takenUp } from '../../../shared/invoices/take-up.ts';
import { taxedAtReceipt } from '../../../shared/deposits/law.ts';
import { closedAs, depositOf, isAlive } from '../../../shared/deposits/rules.ts';
import { isTakenUp, released } from '../../../shared/payments/deposited.ts';
import { applyRest, receive, takeBack } from '../../../shared/payments/rules.ts';
import { depositBurden, invoiceBurden, paymentBurden } from '../../../shared/risk/rules.ts';
import { anInvoice, anOrder, aPayment, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const minorOf = (lines: readonly { minor: number }[] = []) =>
  lines.reduce((sum, { minor }) => sum + minor, 0);
const on = '2026-01-20';
const orderId = anOrder([]).id;
const aDeposit = (serial: number, minor: number, over: Partial<Invoice> = {}): Invoice =>
  anInvoice(serial, minor, {
    number: `AINV-2026-${String(serial).padStart(6, '0')}`,
    orderId,
    fulfilmentId: undefined,
    remindOn: undefined,
    deposit: { orderId, taken: [] },
    ...over,
  });
/** A request and the receipt that paid so much of it. */
const paid = (serial: number, asked: number, came = asked) => {
  const effect = receive(aPayment(serial, came), [{ invoice: aDeposit(serial, asked), reason: 'named' }]);
  return { ...effect, deposit: effect.invoices[0]! };
};
const closed = { at: '2026-01-21T09:00:00.000Z', by: 'key_1', reason: 'because' };

describe('what may be asked for', () => {
  const order = anOrder([{ quantity: '1', unitPrice: '100', netMinor: 10_000 }]);
  test('a part of the total with tax, or an amount; of an order that is held, too', () => {
    expect(depositOf(order, [], { percent: '30' })).toEqual({ ok: true, value: eur(3_000) });
    expect(depositOf({ ...order, state: 'HELD' }, [], { amount: eur(10_000) })).toMatchObject({ ok: true });
    expect(
      depositOf({ ...order, totals: { ...order.totals, grossMinor: 333 } }, [], { percent: '50' }),
    ).toEqual({
      ok: true,
      value: eur(167),
    });
  });
  test.each<[string, Parameters<typeof depositOf>[2], Partial<typeof order>, string, string]>([
    ['neither', {}, {}, 'deposits.amount', ''],
    ['both', { percent: '1', amount: eur(1) }, {}, 'deposits.amount', '/amount'],
    [
      'another currency',
      { amount: { minor: 1, currency: 'USD' } },
      {},
      'deposits.amount',
      '/amount/currency',
    ],
    ['nothing', { percent: '0' }, {}, 'deposits.amount', '/percent'],
    ['more than the order', { amount: eur(10_001) }, {}, 'deposits.too_much', '/amount'],
  ])('not %s', (_, wanted, over, code, pointer) => {
    expect(depositOf({ ...order, ...over }, [], wanted)).toMatchObject({
      ok: false,
      code,
      errors: [{ pointer }],
    });
  });
  test.each(['CANCELLED', 'FULFILLED'] as const)('not for an order that is %s', (state) => {
    expect(depositOf({ ...order, state }, [], { percent: '1' })).toMatchObject({
      code: 'deposits.order_over',
    });
  });
  test('not more than is left beside what is asked for, and paid and not used', () => {
    const open = aDeposit(1, 2_000);
    const { deposit } = paid(2, 3_000, 1_000);
    expect(depositOf(order, [open, deposit], { amount: eur(5_000) }).ok).toBe(true);
    expect(depositOf(order, [open, deposit], { amount: eur(5_001) })).toMatchObject({
      code: 'deposits.too_much',
      errors: [{ detail: '50.00 EUR of the order are left to be asked for' }],
    });
    // What an invoice took up is invoiced, and what is closed is asked for no more.
    const ended = { ...open, ...closedAs(open, closed) };
    expect(depositOf(order, [ended], { amount: eur(10_000) }).ok).toBe(true);
  });
});

describe('money', () => {
  test('is a liability and no receivable, and frees credit', () => {
    const { entry, exposures, facts, payment, deposit } = paid(1, 3_000, 2_000);
    expect(entry?.lines).toEqual([
      { account: 'bank', minor: 2_000 },
      { account: 'deposits', minor: -2_000, invoiceId: deposit.id, customerId },
    ]);
    expect([deposit.state, deposit.open.minor, depositLeft(deposit).minor]).toEqual([
      'PART_PAID',
      1_000,
      2_000,
    ]);
    expect(payment.allocations[0]).toMatchObject({ deposit: true });
    expect(minorOf(exposures)).toBe(-2_000);
    expect(facts.map(({ type }) => type)).toEqual(['payment.received', 'deposit.received']);
  });
  test('that is too much, comes twice or late is unapplied beyond what is asked for', () => {
    const { payment, deposit } = paid(1, 3_000, 3_500);
    expect([payment.unapplied.minor, deposit.open.minor]).toEqual([500, 0]);
    const again = receive(aPayment(2, 3_000), [{ invoice: deposit, reason: 'named' }]);
    expect([again.payment.unapplied.minor, again.invoices]).toEqual([3_000, []]);
    const ended = aDeposit(3, 3_000);
    const late = receive(aPayment(3, 3_000), [
      { invoice: { ...ended, ...closedAs(ended, closed) }, reason: 'named' },
    ]);
    expect([late.payment.unapplied.minor, late.invoices]).toEqual([3_000, []]);
  });
  test('is taken back wholly, but not what an invoice took up', () => {
    const { payment, deposit } = paid(1, 3_000);
    expect(isTakenUp(deposit, payment.id)).toBe(false);
    const back = takeBack(payment, [deposit], on);
    expect(back.invoices[0]).toMatchObject({ state: 'ISSUED', open: eur(3_000), settlements: [] });
    expect([minorOf(back.exposures), back.facts]).toEqual([0, []]);
    const { deposits } = takenUp(anInvoice(9, 1_000), sharesOf([deposit], 1_000, 'EUR'), on);
    expect(isTakenUp(deposits[0]!, payment.id)).toBe(true);
  });
  test('of a closed request that is taken back is not asked for again', () => {
    const { deposit, payment } = paid(1, 3_000, 1_000);
    const ended = { ...deposit, ...closedAs(deposit, closed) };
    expect(reopen(ended, payment.id)).toMatchObject({ state: 'CLOSED', open: eur(0), settlements: [] });
  });
});

describe('an invoice', () => {
  test('takes deposits up, oldest first, and asks for the rest alone', () => {
    const [one, two] = [paid(1, 3_000).deposit, paid(2, 2_000, 1_500).deposit];
    const shares = sharesOf([two, one], 4_000, 'EUR');
    expect(saidOf(shares)).toMatchObject({
      prepaidMinor: 4_000,
      deposits: [
        { number: one.number, minor: 3_000 },
        { number: two.number, minor: 1_000 },
      ],
    });
    const fresh = anInvoice(9, 4_000);
    const { invoice, deposits, entry, moves } = takenUp(fresh, shares, on);
    expect(invoice).toMatchObject({ version: 1, state: 'PAID', open: eur(0), total: eur(4_000) });
    expect(deposits.map((each) => depositLeft(each).minor)).toEqual([0, 500]);
    expect(entry?.lines.map(({ account, minor, invoiceId }) => [account, minor, invoiceId])).toEqual([
      ['deposits', 3_000, one.id],
      ['receivables', -3_000, fresh.id],
      ['deposits', 1_000, two.id],
      ['receivables', -1_000, fresh.id],
    ]);
    expect(minorOf(moves)).toBe(0);
  });
  test('takes nothing in another currency, and nothing that was not paid', () => {
    const { deposit } = paid(1, 3_000);
    expect(sharesOf([deposit], 4_000, 'USD')).toEqual([]);
    expect(sharesOf([aDeposit(2, 3_000)], 4_000, 'EUR')).toEqual([]);
    expect(saidOf([])).toEqual({});
  });
  test('offers an early-payment discount on the rest', () => {
    const early = {
      percent: '2',
      mode: 'gross' as const,
      until: '2026-01-31',
      acceptedUntil: '2026-01-31',
      discount: eur(238),
      taxMinor: 38,
    };
    const rest = ofRest(early, 11_900, 5_950);
    expect(rest).toMatchObject({ discount: eur(119), taxMinor: 19 });
    expect(ofRest(early, 11_900, 11_900)).toBeUndefined();
    const { deposit } = paid(1, 5_950);
    const shares = sharesOf([deposit], 11_900, 'EUR');
    const { invoice } = takenUp(anInvoice(9, 11_900, { early: rest }), shares, on);
    expect(discountOn(invoice, on)).toEqual(eur(119));
    expect(receive(aPayment(5, 5_831), [{ invoice, reason: '' }]).invoices[0]).toMatchObject({
      state: 'PAID',
    });
  });
});

test('what is left goes back to the receipts that it came with, the newest first', () => {
  const first = paid(1, 3_000, 1_000);
  const second = receive(aPayment(2, 2_000), [{ invoice: first.deposit, reason: 'named' }]);
  const effect = released(second.invoices[0]!, second.payment, eur(2_500), on);
  expect([effect.released.minor, effect.payment.unapplied.minor, effect.payment.allocations]).toEqual([
    2_000,
    2_000,
    [],
  ]);
  expect(effect.entry?.lines.map(({ account, minor }) => [account, minor])).toEqual([
    ['deposits', 2_000],
    ['unapplied', -2_000],
  ]);
  expect(minorOf(effect.exposures)).toBe(0);
  const part = released(effect.deposit, first.payment, eur(400), on);
  expect([
    part.released.minor,
    part.payment.unapplied.minor,
    part.payment.allocations[0]?.amount.minor,
  ]).toEqual([400, 400, 600]);
  expect(depositLeft(part.deposit).minor).toBe(600);
});
test('a receipt that paid it in two steps gives its later part back first', () => {
  const asked = aDeposit(1, 3_000);
  const once = receive(aPayment(1, 3_000), [{ invoice: asked, amount: eur(1_000), reason: 'a part' }]);
  const twice = applyRest(once.payment, customerId, [{ invoice: once.invoices[0]!, reason: 'the rest' }], on);
  const { payment, deposit } = released(twice.invoices[0]!, twice.payment, eur(2_500), on);
  expect(payment.allocations.map(({ amount }) => amount.minor)).toEqual([1_000]);
  expect(deposit.settlements.map(({ amount }) => amount.minor)).toEqual([1_000]);
});

test('whatever comes in whatever order: the liability is what is left, exposure is what a rebuild finds, nothing is used twice', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('pay' as const), minor: fc.integer({ min: 1, max: 4_000 }) }),
    fc.record({ do: fc.constant('invoice' as const), minor: fc.integer({ min: 1, max: 4_000 }) }),
    fc.record({ do: fc.constant('unmatch' as const), minor: fc.nat(5) }),
    fc.record({ do: fc.constant('release' as const), minor: fc.integer({ min: 1, max: 4_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      let [exposure, booked] = [0, 0];
      let deposit = aDeposit(1, 5_000);
      const payments: ReturnType<typeof receive>['payment'][] = [];
      const invoices: Invoice[] = [];
      const note = (lines: readonly { account: string; minor: number }[] = []) => {
        expect(minorOf(lines)).toBe(0);
        booked -= minorOf(lines.filter(({ account }) => account === 'deposits'));
      };
      steps.forEach(({ do: what, minor }, at) => {
        if (what === 'pay') {
          const effect = receive(aPayment(at + 1, minor), [{ invoice: deposit, reason: '' }]);
          [deposit, exposure] = [effect.invoices[0] ?? deposit, exposure + minorOf(effect.exposures)];
          payments.push(effect.payment);
          return note(effect.entry?.lines);
        }
        if (what === 'invoice') {
          const up = takenUp(anInvoice(100 + at, minor), sharesOf([deposit], minor, 'EUR'), on);
          exposure += minor + minorOf(up.moves);
          [deposit] = [up.deposits[0] ?? deposit];
          invoices.push(up.invoice);
          return note(up.entry?.lines);
        }
        if (payments.length === 0) return;
        if (what === 'unmatch') {
          const index = minor % payments.length;
          const payment = payments[index]!;
          if (payment.allocations.length === 0 || isTakenUp(deposit, payment.id)) return;
          const effect = takeBack(payment, [deposit], on);
          [deposit, exposure] = [effect.invoices[0]!, exposure + minorOf(effect.exposures)];
          payments[index] = effect.payment;
          return note(effect.entry?.lines);
        }
        const last = deposit.settlements.at(-1);
        const free = Math.min(minor, depositLeft(deposit).minor);
        if (!last || free === 0) return;
        const index = payments.findIndex(({ id }) => id === last.paymentId);
        const effect = released(deposit, payments[index]!, eur(free), on);
        // Only a request that is closed gives money back: nothing is asked for again.
        deposit = { ...effect.deposit, ...closedAs(effect.deposit, closed) };
        payments[index] = effect.payment;
        exposure += minorOf(effect.exposures);
        note(effect.entry?.lines);
      });
      expect(booked).toBe(depositLeft(deposit).minor);
      expect(exposure).toBe(
        minorOf([depositBurden(deposit), ...invoices.map(invoiceBurden), ...payments.flatMap(paymentBurden)]),
      );
      const taken = minorOf(deposit.deposit!.taken.map(({ amount }) => amount));
      expect(taken).toBe(invoices.reduce((sum, { total, open }) => sum + total.minor - open.minor, 0));
      expect(taken).toBeLessThanOrEqual(minorOf(deposit.settlements.map(({ amount }) => amount)));
      for (const { amount, allocations, unapplied } of payments)
        expect(minorOf(allocations.map((one) => one.amount)) + unapplied.minor).toBe(amount.minor);
      expect(isAlive(deposit)).toBe(deposit.open.minor + depositLeft(deposit).minor > 0);
    }),
  );
});

describe('tax at receipt', () => {
  const group = (ratePpm: number, baseMinor: number, taxMinor: number) => ({
    category: 'S' as const,
    ratePpm,
    baseMinor,
    taxMinor,
  });
  test('is in what came in, by the taxes of the order', () => {
    const taxes = [group(190_000, 10_000, 1_900), group(70_000, 10_000, 700)];
    expect(taxesIn(taxes, eur(11_300))).toEqual([group(190_000, 5_000, 950), group(70_000, 5_000, 350)]);
    expect(taxesIn([group(190_000, 100, 19)], eur(1))).toEqual([group(190_000, 1, 0)]);
    expect(taxesIn([{ ...group(0, 500, 0), category: 'Z' }], eur(200))).toMatchObject([
      { baseMinor: 200, taxMinor: 0 },
    ]);
  });
  test.each([
    ['DE', '2026-11-26', true],
    ['FR', '2022-12-31', false],
    ['FR', '2023-01-01', true],
    ['HR', '2013-06-30', false],
    ['US', '2026-11-26', false],
  ])('%s on %s: %s', (country, day, due) => {
    expect(taxedAtReceipt(country, day) !== undefined).toBe(due);
  });
  test('is given back with the money, to the cent, however its parts are used and credited', () => {
    const taxes = fc.array(
      fc.record({
        ratePpm: fc.constantFrom(190_000, 70_000, 0, 255_000),
        baseMinor: fc.integer({ min: 1, max: 99_999 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(
        taxes,
        fc.integer({ min: 1, max: 99_999 }),
        fc.array(fc.integer({ min: 1, max: 30_000 })),
        (drawn, gross, uses) => {
          const groups = taxesIn(
            [...new Map(drawn.map((one) => [one.ratePpm, one])).values()].map(({ ratePpm, baseMinor }) =>
              group(ratePpm, baseMinor, Math.round((baseMinor * ratePpm) / 1_000_000)),
            ),
            eur(gross),
          );
          const sumOf = (all: readonly { baseMinor: number; taxMinor: number }[]) =>
            all.reduce((sum, { baseMinor, taxMinor }) => sum + baseMinor + taxMinor, 0);
          expect(sumOf(groups)).toBe(gross);
          let prepayment = { depositId: 'd', orderId, groups, taken: [], credited: [] } as Prepayment;
          let left = gross;
          for (const [at, use] of [...uses, gross].entries()) {
            const amount = eur(Math.min(use, left));
            if (amount.minor === 0) break;
            const part = groupsOf(prepayment, amount);
            expect(sumOf(part)).toBe(amount.minor);
            for (const { baseMinor, taxMinor } of part)
              expect(Math.min(baseMinor, taxMinor)).toBeGreaterThanOrEqual(0);
            const taken = { invoiceId: `inv_${at}`, number: String(at), on, amount, groups: part };
            prepayment =
              at % 3 === 2
                ? creditedBy(prepayment, part)
                : { ...prepayment, taken: [...prepayment.taken, taken] };
            left -= amount.minor;
            expect(depositLeft({ ...anInvoice(1, gross), prepayment }).minor).toBe(left);
          }
          const used = [...prepayment.taken.flatMap((one) => one.groups), ...prepayment.credited];
          for (const { ratePpm, taxMinor } of groups)
            expect(
              used.filter((one) => one.ratePpm === ratePpm).reduce((sum, one) => sum + one.taxMinor, 0),
            ).toBe(taxMinor);
        },
      ),
    );
  });
  test('an invoice takes the tax of the invoice of the money back with it', () => {
    const groups = [group(190_000, 10_000, 1_900)];
    const prepayment: Prepayment = { depositId: 'd', orderId, groups, taken: [], credited: [] };
    const money = anInvoice(3, 11_900, { prepayment, open: eur(0), state: 'PAID' });
    const { entry, deposits, invoice } = takenUp(anInvoice(9, 5_950), sharesOf([money], 5_950, 'EUR'), on);
    expect(entry?.lines.map(({ account, minor }) => [account, minor])).toEqual([
      ['deposits', 5_000],
      ['vat', 950],
      ['receivables', -5_950],
    ]);
    expect([invoice.state, depositLeft(deposits[0]!).minor]).toEqual(['PAID', 5_950]);
    expect(deposits[0]!.settlements).toEqual([]);
  });
});
