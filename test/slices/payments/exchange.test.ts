/** Gains and losses on foreign money (rules §3.14): paid or not never depends on them, and nothing of a value is left or doubled. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { reopen } from '../../../shared/invoices/rules.ts';
import type { Booked, Entry } from '../../../shared/ledger/entry.ts';
import { fold } from '../../../shared/insights/rules.ts';
import { applyRest, credit, receive, takeBack } from '../../../shared/payments/rules.ts';
import { converted } from '../../../shared/rates/rules.ts';
import { anInvoice, aPayment, aRate, customerId, earlyInDollars, usd } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
/** Of dollars, in the books at so many of them for a euro; without a rate the books do not know what it is worth. */
const foreign = (serial: number, minor: number, valueMinor?: number, over: Partial<Invoice> = {}): Invoice =>
  anInvoice(serial, minor, {
    total: usd(minor),
    open: usd(minor),
    ...(valueMinor !== undefined && { booked: { value: eur(valueMinor), rate: aRate('1.25') } }),
    ...over,
  });
const dollars = (serial: number, minor: number, said?: string) =>
  aPayment(serial, minor, { amount: usd(minor), ...(said !== undefined && { rate: aRate(said) }) });
const lines = (entry: Entry | undefined) =>
  entry?.lines.map(({ account, minor, invoiceId }) => [account, minor, invoiceId !== undefined]);

describe('what comes in for a foreign invoice', () => {
  test('is worth more than its receivable: 100.00 dollars at 1.25 were 80.00 euros, and are 83.33 at 1.20', () => {
    const { payment, invoices, entry, exchange } = receive(dollars(1, 10_000, '1.2'), [
      { invoice: foreign(1, 10_000, 8_000), reason: '' },
    ]);
    expect(payment.allocations[0]!.exchange).toEqual({ value: eur(8_333), gainMinor: 333 });
    expect(invoices[0]).toMatchObject({ state: 'PAID', settlements: [{ bookedMinor: 8_000 }] });
    expect([entry!.currency, exchange!.currency, exchange!.kind]).toEqual(['USD', 'EUR', 'exchange']);
    expect(lines(exchange)).toEqual([
      ['translation', 333, true],
      ['exchangeGains', -333, true],
    ]);
  });
  test('or less, by a rate that is said the other way round', () => {
    const weak = aRate('0.75', { base: 'USD', quote: 'EUR' });
    const { exchange } = receive({ ...dollars(1, 10_000), rate: weak }, [
      { invoice: foreign(1, 10_000, 8_000), reason: '' },
    ]);
    expect(lines(exchange)).toEqual([
      ['translation', -500, true],
      ['exchangeLosses', 500, true],
    ]);
  });
  test('is gained once more on nothing: the same rate, no rate, no value and the own currency book no difference', () => {
    const target = (invoice: Invoice) => [{ invoice, reason: '' }];
    for (const effect of [
      receive(dollars(1, 10_000, '1.25'), target(foreign(1, 10_000, 8_000))),
      receive(dollars(1, 10_000), target(foreign(1, 10_000, 8_000))),
      receive(dollars(1, 10_000, '1.2'), target(foreign(1, 10_000))),
      receive(aPayment(1, 10_000), target(anInvoice(1, 10_000))),
    ]) {
      expect(effect.exchange).toBeUndefined();
      expect(effect.invoices[0]).toMatchObject({ state: 'PAID' });
    }
  });
  test('with a discount that was kept: the money alone gains, and the value is used up', () => {
    const early = earlyInDollars(200);
    const { payment, invoices } = receive(dollars(1, 9_800, '1.2'), [
      { invoice: foreign(1, 10_000, 8_000, { early }), reason: '' },
    ]);
    // 98.00 at 1.20 are 81.67, and 78.40 of the 80.00 are theirs.
    expect(payment.allocations[0]!.exchange).toEqual({ value: eur(8_167), gainMinor: 327 });
    expect(invoices[0]).toMatchObject({ state: 'PAID', settlements: [{ bookedMinor: 8_000 }] });
  });
  test('a credit note relieves its part and gains nothing', () => {
    const made = { ...dollars(1, 4_000), method: 'credit_note' as const };
    const { exchange, invoices } = credit(made, [{ invoice: foreign(1, 10_000, 8_000), reason: '' }], {
      number: 'CN-1',
      debits: [{ account: 'revenue', minor: 4_000 }],
    });
    expect(exchange).toBeUndefined();
    expect(invoices[0]!.settlements[0]).toMatchObject({ bookedMinor: 3_200 });
  });
  test('what waited is applied at the rate of its own day, and taken back to the cent', () => {
    const kept = receive(dollars(1, 10_000), []).payment;
    const then = applyRest(
      kept,
      customerId,
      [{ invoice: foreign(1, 10_000, 8_000), reason: '' }],
      '2026-02-02',
      undefined,
      aRate('1.2'),
    );
    expect(then.payment.rate).toEqual(aRate('1.2'));
    expect(then.exchange).toMatchObject({ on: '2026-02-02', kind: 'exchange' });
    const back = takeBack(then.payment, then.invoices, '2026-02-03');
    expect(lines(back.exchange)).toEqual([
      ['translation', -333, true],
      ['exchangeGains', 333, true],
    ]);
    expect(back.invoices[0]).toMatchObject({ state: 'ISSUED', settlements: [] });
  });
});

/** One step of a life: a receipt of so much at a rate over both invoices, or an earlier one taken back. */
const steps = fc.array(
  fc.oneof(
    fc.record({ minor: fc.integer({ min: 1, max: 7_000 }), said: fc.constantFrom('1.1', '1.2345', '1.31') }),
    fc.record({ back: fc.nat(5) }),
  ),
  { maxLength: 10 },
);

test('property: whatever is paid and taken back in whatever order, entries cancel, and a paid invoice has used up its value', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 9_999 })),
      fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 9_999 })),
      steps,
      (totals, values, wanted) => {
        const heads = totals.map((minor, at) => foreign(at + 1, minor, values[at]));
        const receipts: ReturnType<typeof receive>['payment'][] = [];
        const booked: Entry[] = [];
        const did = ({ payment, invoices, exchange }: ReturnType<typeof receive>, at: number): void => {
          receipts[at] = payment;
          for (const one of invoices) heads[heads.findIndex(({ id }) => id === one.id)] = one;
          if (exchange) booked.push(exchange);
        };
        const pay = (minor: number, said: string): void =>
          did(
            receive(
              dollars(receipts.length + 1, minor, said),
              heads.map((invoice) => ({ invoice, reason: '' })),
            ),
            receipts.length,
          );
        for (const step of wanted)
          if ('minor' in step) pay(step.minor, step.said);
          else if (receipts.length > 0) {
            const at = step.back % receipts.length;
            const named = new Set(receipts[at]!.allocations.map(({ invoiceId }) => invoiceId));
            did(
              takeBack(
                receipts[at]!,
                heads.filter(({ id }) => named.has(id)),
                '2026-03-01',
              ),
              at,
            );
          }
        pay(20_000, '1.5');
        for (const [at, { open, settlements }] of heads.entries()) {
          expect(open.minor).toBe(0);
          expect(settlements.reduce((sum, { bookedMinor }) => sum + bookedMinor!, 0)).toBe(values[at]);
        }
        for (const { allocations, rate: of } of receipts) {
          const [settled, value] = [
            allocations.reduce((sum, { amount }) => sum + amount.minor, 0),
            allocations.reduce((sum, { exchange }) => sum + exchange!.value.minor, 0),
          ];
          expect(value).toBe(converted(settled, 'USD', of!));
        }
        const gains = receipts.flatMap(({ allocations }) =>
          allocations.map(({ exchange }) => exchange!.gainMinor),
        );
        const sums = fold(booked as Booked[]).get('EUR')?.turnover;
        const balance = (name: 'translation' | 'exchangeGains' | 'exchangeLosses'): number => {
          const { debit, credit: less } = sums?.get(name) ?? { debit: 0, credit: 0 };
          return debit - less;
        };
        const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);
        expect(balance('translation')).toBe(sum(gains));
        expect(0 - balance('exchangeGains')).toBe(sum(gains.filter((one) => one > 0)));
        expect(0 - balance('exchangeLosses')).toBe(sum(gains.filter((one) => one < 0)));
      },
    ),
    { numRuns: 500 },
  );
});

test('a settlement that is taken back gives its value back with it', () => {
  const paid = receive(dollars(1, 3_333, '1.2'), [{ invoice: foreign(1, 10_000, 8_000), reason: '' }]);
  expect(paid.invoices[0]!.settlements).toMatchObject([{ bookedMinor: 2_666 }]);
  expect(reopen(paid.invoices[0]!, paid.payment.id).settlements).toEqual([]);
});
