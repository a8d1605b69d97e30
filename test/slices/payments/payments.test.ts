import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attempt } from '../../../shared/payments/payment.ts';
import { payoutReferences } from '../../../shared/payments/payout.ts';
import { applyRest, receive, takeBack } from '../../../shared/payments/rules.ts';
import { advance, isPending } from '../../../shared/payments/attempts.ts';
import { anInvoice, aPayment, attemptId, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const sum = (lines: readonly { minor: number }[] = []) =>
  lines.reduce((total, { minor }) => total + minor, 0);

describe('a receipt', () => {
  test('settles its invoice, books bank against receivables and frees the credit', () => {
    const { payment, invoices, entry, exposures, facts } = receive(aPayment(1, 11_900), [
      { invoice: anInvoice(1, 11_900), reason: 'reference' },
    ]);
    expect(payment).toMatchObject({
      version: 1,
      unapplied: eur(0),
      allocations: [{ number: 'INV-2026-000001', amount: eur(11_900) }],
    });
    expect(invoices[0]).toMatchObject({
      state: 'PAID',
      open: eur(0),
      version: 2,
      settlements: [{ amount: eur(11_900), reason: 'reference' }],
    });
    expect(entry?.lines.map(({ account, minor }) => [account, minor])).toEqual([
      ['bank', 11_900],
      ['receivables', -11_900],
    ]);
    expect(sum(exposures)).toBe(-11_900);
    expect(facts.map(({ type }) => type)).toEqual(['payment.received', 'invoice.paid']);
  });

  test('that is too small leaves the invoice open, that is too large leaves money unapplied', () => {
    const short = receive(aPayment(1, 10_000), [{ invoice: anInvoice(1, 11_900), reason: '' }]);
    expect(short.invoices[0]).toMatchObject({ state: 'PART_PAID', open: eur(1_900) });
    const over = receive(aPayment(1, 20_000), [{ invoice: anInvoice(1, 11_900), reason: '' }]);
    expect(over.payment.unapplied).toEqual(eur(8_100));
    expect(over.entry?.lines.at(-1)).toEqual({ account: 'unapplied', minor: -8_100, customerId });
    expect(sum(over.exposures)).toBe(-20_000);
  });

  test('of nobody is unidentified and moves no credit', () => {
    const { entry, exposures } = receive(aPayment(1, 500, { customerId: undefined }), []);
    expect(entry?.lines.map(({ account }) => account)).toEqual(['bank', 'unidentified']);
    expect(exposures).toEqual([]);
  });

  test('passes over invoices of another currency and those with nothing open', () => {
    const paid = anInvoice(1, 100, { open: eur(0), state: 'PAID' });
    const pounds = anInvoice(2, 100, {
      total: { minor: 100, currency: 'GBP' },
      open: { minor: 100, currency: 'GBP' },
    });
    expect(
      receive(aPayment(1, 100), [
        { invoice: paid, reason: '' },
        { invoice: pounds, reason: '' },
      ]).payment,
    ).toMatchObject({ allocations: [], unapplied: eur(100) });
  });

  test('whatever comes: entries balance, open is never below zero, allocations and rest make the payment', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        amounts,
        fc.integer({ min: 0, max: 8 }),
        (amount, opens, later) => {
          const targets = opens.map((open, index) => ({
            invoice: anInvoice(index + 1, open),
            reason: 'drawn',
          }));
          const first = receive(aPayment(1, amount), targets.slice(0, later));
          const then = applyRest(first.payment, customerId, targets.slice(later), '2026-01-21');
          const touched = [...first.invoices, ...then.invoices];
          const back = takeBack(then.payment, touched, '2026-01-22');
          const balanced = [first, then, back].every(({ entry }) => sum(entry?.lines) === 0);
          const whole =
            sum(then.payment.allocations.map((a) => a.amount)) + then.payment.unapplied.minor === amount;
          const sane = touched.every(({ open, total }) => open.minor >= 0 && open.minor <= total.minor);
          const restored =
            back.invoices.every(
              ({ open, total, state }) => open.minor === total.minor && state === 'ISSUED',
            ) && back.payment.unapplied.minor === amount;
          return balanced && whole && sane && restored;
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('an attempt', () => {
  const attempt: Attempt = {
    id: attemptId(1),
    version: 1,
    invoiceId: anInvoice(1, 1).id,
    customerId,
    provider: 'sandbox',
    amount: eur(1),
    state: 'INITIATED',
    providerVersion: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    checkAt: '2026-01-01T00:05:00.000Z',
  };
  const news = (state: Attempt['state'], version: number) => ({ state, version, providerRef: 'ses_1' });

  test('moves forward only, and success is final whatever comes later', () => {
    const pending = advance(attempt, news('PENDING', 2))!;
    expect(pending).toMatchObject({
      state: 'PENDING',
      providerVersion: 2,
      version: 2,
      checkAt: attempt.checkAt,
    });
    expect(advance(pending, news('INITIATED', 1))).toBeUndefined();
    const paid = advance(pending, news('SUCCEEDED', 1))!;
    expect(paid.state).toBe('SUCCEEDED');
    expect(paid.checkAt).toBeUndefined();
    for (const state of ['PENDING', 'FAILED', 'CANCELED', 'SUCCEEDED'] as const)
      expect(advance(paid, news(state, 99))).toBeUndefined();
  });

  test('any order and repetition of the same news ends in one state', () => {
    const all = [news('PENDING', 2), news('FAILED', 3), news('INITIATED', 4), news('SUCCEEDED', 5)];
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...all, ...all], { minLength: 8 }),
        (order) => order.reduce((now, one) => advance(now, one) ?? now, attempt).state === 'SUCCEEDED',
      ),
      { numRuns: 2_000 },
    );
  });

  test('holds reminders back while money may come, an abandoned one for a day', () => {
    expect(isPending({ ...attempt, state: 'PENDING' }, '2026-03-01T00:00:00Z')).toBe(true);
    expect(isPending(attempt, '2026-01-01T23:00:00Z')).toBe(true);
    expect(isPending(attempt, '2026-01-02T01:00:00Z')).toBe(false);
    expect(isPending({ ...attempt, state: 'FAILED' }, '2026-01-01T01:00:00Z')).toBe(false);
  });
});

test('references of payouts are found in what banks write', () => {
  expect(payoutReferences('SANDBOX PAYOUT PO_01K9XQ4N5E8Y ref 12 po_short')).toEqual(['po_01k9xq4n5e8y']);
  // One without a form of its own is looked for only where its provider is named.
  expect(payoutReferences('GOCARDLESS ACMELTD-8RYK2 INV-2026-000117')).toEqual(['acmeltd-8ryk2']);
  expect(payoutReferences('KD-12345 ACMELTD-8RYK2')).toEqual([]);
});
