/** What refunds do to receipts, ledger and credit, in whatever order things happen. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import type { RefundNews } from '../../../shared/payments/psp/port.ts';
import { applyRest, receive, takeBack } from '../../../shared/payments/rules.ts';
import type { Refund } from '../../../shared/refunds/refund.ts';
import { askedLater, canceled, heard, paid, whyNotPaid } from '../../../shared/refunds/outcome.ts';
import {
  amountOf,
  ibanOf,
  isStrange,
  referencesIn,
  refunded,
  throughOf,
  worthOf,
  type Effect,
} from '../../../shared/refunds/rules.ts';
import { anInvoice, aPayment } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
type Owned = Payment & { customerId: Refund['customerId'] };
const money = (minor: number, over: Partial<Payment> = {}): Owned =>
  ({ ...receive(aPayment(1, minor), []).payment, ...over }) as Owned;
const card = { provider: 'sandbox', reference: 'ses_1', method: 'card' } as const;
const made = (serial: number) => ({
  id: `ref_${String(serial).padStart(26, '0')}` as const,
  on: '2026-03-10',
  at: '2026-03-10T09:00:00.000Z',
  by: 'key_1',
  trace: 't',
});
const WANTED = { reason: 'overpayment' } as const;
const TO = { to: { name: 'Birken', iban: 'DE02120300000000202051' } };
const toPay = (minor = 400, payment = money(1_000)): Effect =>
  refunded(payment, eur(minor), WANTED, TO, made(1));
const pending = (minor = 400): Effect => {
  const payment = money(1_000, card);
  return refunded(payment, eur(minor), WANTED, { capture: payment }, made(1));
};
const news = (refund: Refund, state: RefundNews['state'], providerRef = 're_1'): RefundNews => ({
  refundId: refund.id,
  providerRef,
  state,
});
const lines = (entry: Entry | undefined) =>
  Object.fromEntries((entry?.lines ?? []).map(({ account, minor }) => [account, minor]));

test('no more goes back than is unapplied, and what settles an invoice is said with what to do', () => {
  const applied = receive(aPayment(1, 1_000), [{ invoice: anInvoice(7, 700), reason: 'r' }]).payment;
  expect(amountOf(applied, {})).toEqual({ ok: true, value: eur(300) });
  expect(amountOf(applied, { amount: eur(301) })).toMatchObject({
    code: 'refunds.amount',
    detail: expect.stringContaining('settles INV-2026-000007: unmatch bank line line') as string,
  });
  expect(amountOf(applied, { amount: { minor: 1, currency: 'USD' } })).toMatchObject({
    code: 'refunds.amount',
  });
  expect(amountOf({ ...applied, unapplied: eur(0) }, {})).toMatchObject({
    code: 'refunds.nothing_unapplied',
  });
  expect(amountOf({ ...applied, customerId: undefined }, {})).toMatchObject({ code: 'refunds.nobody' });
});

test('a capture gives back what it still has: captured less returned', () => {
  const full = money(1_000, { ...card, returned: eur(1_000) });
  const half = money(1_000, { ...card, returned: eur(500) });
  expect(throughOf(eur(500), [full, half])).toBe(half);
  expect(throughOf(eur(501), [full, half])).toBeUndefined();
  expect(throughOf(eur(1), [money(1_000)])).toBeUndefined();
  expect(throughOf({ minor: 1, currency: 'USD' }, [half])).toBeUndefined();
});

test('the payer’s own account is known, and so is one of the profile; a provider’s money elsewhere never is', () => {
  const from = money(1_000, { payer: { iban: 'DE1' } });
  expect([ibanOf(from, ['DE2']), ibanOf(money(1), ['DE2']), ibanOf(money(1), ['DE2', 'DE3'])]).toEqual([
    'DE1',
    'DE2',
    undefined,
  ]);
  expect(['DE1', 'DE2', 'DE3'].map((iban) => isStrange(iban, from, ['DE2']))).toEqual([false, false, true]);
  expect(isStrange('DE2', money(1, card), ['DE2'])).toBe(true);
});

test('the commit takes the money from the customer’s, the failure gives it back to whoever the receipt is by then', () => {
  const { refund, payments, entry, exposures } = pending();
  expect(payments).toMatchObject([
    { unapplied: eur(600), refunded: eur(400), returned: eur(400), version: 2 },
  ]);
  expect(lines(entry)).toEqual({ unapplied: 400, refundsInTransit: -400 });
  expect(exposures.map(({ minor }) => minor)).toEqual([1_000, -600]);
  expect(worthOf(eur(100), payments[0]!)).toEqual(eur(500));
  const back = heard(
    refund,
    { ...news(refund, 'FAILED'), failure: 'x' },
    [payments[0]!, payments[0]],
    '2026-03-12',
  )!;
  expect(back.payments).toMatchObject([
    { unapplied: eur(1_000), refunded: eur(0), returned: eur(0), version: 3 },
  ]);
  expect([back.refund.state, back.refund.failure, back.entry!.on]).toEqual(['FAILED', 'x', '2026-03-12']);
  expect(back.refund.checkAt).toBeUndefined();
  expect(lines(back.entry)).toEqual({ refundsInTransit: 400, unapplied: -400 });
  expect(back.facts.map(({ type }) => type)).toEqual(['refund.failed']);
});

test('a credit note’s money goes through the capture of another receipt, and both are written', () => {
  const capture = { ...money(2_000, card), id: aPayment(2, 1).id };
  const { refund, payments } = refunded(money(500), eur(500), WANTED, { capture }, made(1));
  expect(payments.map(({ id, unapplied, refunded: r, returned }) => [id, unapplied, r, returned])).toEqual([
    [aPayment(1, 1).id, eur(0), eur(500), undefined],
    [capture.id, eur(2_000), undefined, eur(500)],
  ]);
  const back = heard(refund, news(refund, 'FAILED'), [payments[0]!, payments[1]], '2026-03-12')!;
  expect(back.payments.map(({ returned }) => returned)).toEqual([undefined, eur(0)]);
});

test('whatever order a provider’s words come in and however often, the refund ends in one state, and is booked once', () => {
  const said = fc.constantFrom<RefundNews['state']>('PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED');
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 8 }), (states) => {
      const start = pending();
      let [refund, payment] = [start.refund, start.payments[0]!];
      const entries = [start.entry!];
      const facts: string[] = [];
      for (const state of states) {
        const effect = heard(refund, news(refund, state), [payment, payment], '2026-03-12');
        if (!effect) continue;
        expect(effect.refund.version).toBe(refund.version + 1);
        refund = effect.refund;
        payment = effect.payments[0] ?? payment;
        if (effect.entry) entries.push(effect.entry);
        facts.push(...effect.facts.map(({ type }) => type));
      }
      const failed = states.includes('FAILED');
      const last = states.filter((one) => one === 'PENDING' || one === 'UNKNOWN').at(-1);
      expect(refund.state).toBe(failed ? 'FAILED' : states.includes('SUCCEEDED') ? 'SUCCEEDED' : last);
      expect(entries.map(({ kind }) => kind)).toEqual(failed ? ['refund', 'refund_reversal'] : ['refund']);
      expect(payment.unapplied).toEqual(eur(failed ? 1_000 : 600));
      expect(new Set(facts).size).toBe(facts.length);
    }),
  );
});

test('a debit pays one refund of its amount, entity and currency; another one is for a person', () => {
  const { refund } = toPay();
  const line = { id: 'bln_1', amount: eur(-400), entity: 'main', bookedOn: '2026-03-14' };
  expect(whyNotPaid(refund, line)).toBeUndefined();
  for (const [wrong, why] of [
    [{ ...line, amount: eur(400) }, 'another amount'],
    [{ ...line, amount: eur(-399) }, 'another amount'],
    [{ ...line, amount: { minor: -400, currency: 'CHF' } }, 'another amount'],
    [{ ...line, entity: 'other' }, 'another legal entity'],
  ] as const)
    expect(whyNotPaid(refund, wrong)).toContain(why);
  const done = paid(refund, line);
  expect([done.refund.state, done.refund.settledOn, lines(done.entry)]).toEqual([
    'PAID',
    '2026-03-14',
    { refundsInTransit: 400, bank: -400 },
  ]);
  expect(whyNotPaid(done.refund, line)).toContain('perhaps it was paid twice');
  expect(canceled(done.refund, money(1), '2026-03-15', 'r')).toMatchObject({ code: 'refunds.not_to_pay' });
  expect(canceled(pending().refund, money(1), '2026-03-15', 'r')).toMatchObject({
    code: 'refunds.not_to_pay',
  });
  expect(heard(refund, news(refund, 'SUCCEEDED'), [money(1), undefined], '2026-03-15')).toBeUndefined();
});

test('its reference is found however a bank breaks it, and not with a wrong digit or inside another word', () => {
  const reference = toPay().refund.reference!;
  expect(reference).toMatch(/^RF\d\dRFD0{11}1$/);
  for (const text of [
    reference,
    reference.toLowerCase(),
    reference.replace(/(.{4})/g, '$1 '),
    `a ${reference}, b ${reference}`,
  ])
    expect(referencesIn(text)).toEqual([reference]);
  for (const text of ['', `X${reference}`, `${reference}1`, reference.replace(/1$/, '2')])
    expect(referencesIn(text)).toEqual([]);
});

test('it is asked about hourly on its first day, then daily', () => {
  const { refund } = pending();
  expect(refund.checkAt).toBe('2026-03-10T10:00:00.000Z');
  expect(askedLater(refund, '2026-03-10T10:00:00.000Z').checkAt).toBe('2026-03-10T11:00:00.000Z');
  expect(askedLater(refund, '2026-03-12T10:00:00.000Z').checkAt).toBe('2026-03-13T10:00:00.000Z');
});

type Step = 'apply' | 'unmatch' | 'refund' | 'fail' | 'pay' | 'cancel';
test('receive, apply, unmatch, refund and fail in any order: what is owed, applied, on its way and given back is the money', () => {
  const step = fc.record({
    what: fc.constantFrom<Step>('apply', 'unmatch', 'refund', 'fail', 'pay', 'cancel'),
    minor: fc.integer({ min: 1, max: 1_200 }),
    which: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.array(step, { maxLength: 25 }), (minor, steps) => {
      const first = receive(aPayment(1, minor, card), []);
      let payment = first.payment as Owned;
      let invoices: Invoice[] = [1, 2].map((serial) => anInvoice(serial, 600));
      const owing = invoices.length * 600;
      const entries = [first.entry!];
      let exposure = owing + first.exposures.reduce((sum, move) => sum + move.minor, 0);
      const refunds: Refund[] = [];
      const apply = (effect: Pick<Effect, 'entry' | 'exposures'> | undefined, paymentAfter?: Payment) => {
        if (!effect) return;
        if (effect.entry) entries.push(effect.entry);
        exposure += effect.exposures.reduce((sum, move) => sum + move.minor, 0);
        payment = (paymentAfter ?? payment) as Owned;
      };
      for (const { what, minor: some, which } of steps) {
        const at = which % Math.max(1, refunds.length);
        const refund = refunds[at];
        if (what === 'apply' && payment.unapplied.minor > 0) {
          const effect = applyRest(
            payment,
            payment.customerId,
            [{ invoice: invoices[which % 2]!, amount: eur(some), reason: 'r' }],
            '2026-03-11',
          );
          invoices = invoices.map((one) => effect.invoices.find(({ id }) => id === one.id) ?? one);
          apply(effect, effect.payment);
        } else if (what === 'unmatch' && payment.allocations.length > 0) {
          const settled = new Set(payment.allocations.map(({ invoiceId }) => invoiceId));
          const effect = takeBack(
            payment,
            invoices.filter(({ id }) => settled.has(id)),
            '2026-03-11',
          );
          invoices = invoices.map((one) => effect.invoices.find(({ id }) => id === one.id) ?? one);
          apply(effect, effect.payment);
        } else if (what === 'refund') {
          const amount = amountOf(payment, { amount: eur(some) });
          if (!amount.ok) continue;
          const capture = which < 3 ? throughOf(amount.value, [payment]) : undefined;
          const effect = refunded(
            payment,
            amount.value,
            WANTED,
            capture ? { capture } : TO,
            made(refunds.length + 1),
          );
          refunds.push(effect.refund);
          apply(effect, effect.payments[0]);
        } else if (refund) {
          const both = [payment, refund.through ? payment : undefined] as const;
          const end =
            what === 'fail'
              ? heard(refund, news(refund, which % 2 === 0 ? 'FAILED' : 'SUCCEEDED'), both, '2026-03-12')
              : what === 'pay' && refund.state === 'TO_PAY'
                ? paid(refund, { id: 'bln', bookedOn: '2026-03-12' })
                : what === 'cancel'
                  ? canceled(refund, payment, '2026-03-12', 'r')
                  : undefined;
          const effect = end && 'ok' in end ? (end.ok ? end.value : undefined) : end;
          if (!effect) continue;
          refunds[at] = effect.refund;
          apply(effect, effect.payments[0]);
        }
      }
      const stand = refunds.filter(({ state }) => state !== 'FAILED' && state !== 'CANCELED');
      const sum = (rows: readonly Refund[]) => rows.reduce((total, { amount }) => total + amount.minor, 0);
      const applied = payment.allocations.reduce((total, { amount }) => total + amount.minor, 0);
      expect(applied + payment.unapplied.minor + sum(stand)).toBe(minor);
      expect(payment.unapplied.minor).toBeGreaterThanOrEqual(0);
      expect(payment.refunded?.minor ?? 0).toBe(sum(stand));
      expect(payment.returned?.minor ?? 0).toBe(sum(stand.filter(({ through }) => through)));
      const balance = (account: string) =>
        entries
          .flatMap((one) => one.lines)
          .reduce((total, one) => total + (one.account === account ? one.minor : 0), 0);
      const done = sum(refunds.filter(({ state }) => state === 'PAID'));
      expect([
        balance('unapplied'),
        balance('refundsInTransit'),
        balance('bank'),
        balance('clearing'),
      ]).toEqual([0 - payment.unapplied.minor, done - sum(stand), 0 - done, minor].map((one) => one + 0));
      expect(exposure).toBe(owing - applied - payment.unapplied.minor);
    }),
    { numRuns: 300 },
  );
});
