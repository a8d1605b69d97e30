import { expect, test } from 'vitest';
import { namedTargets, oldestFirst } from '../../../shared/payments/counter.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const [first, second] = [anInvoice(1, 3_000), anInvoice(2, 2_000)];
const said = (...allocations: { invoiceId: string; amount?: { minor: number; currency: string } }[]) =>
  namedTargets({ customerId, amount: eur(2_500), allocations }, [first, second]);

test('the payer’s choice is taken in the payer’s order', () => {
  expect(said({ invoiceId: second.id, amount: eur(1_500) }, { invoiceId: first.id })).toMatchObject({
    ok: true,
    value: [{ invoice: second, amount: eur(1_500) }, { invoice: first }],
  });
});

test.each([
  [
    'an invoice of somebody else',
    [{ invoiceId: anInvoice(9, 1).id }],
    'payments.invoice_unknown',
    '/allocations/0/invoiceId',
  ],
  [
    'the same invoice twice',
    [{ invoiceId: first.id }, { invoiceId: first.id }],
    'payments.invoice_twice',
    '/allocations/1/invoiceId',
  ],
  [
    'another currency',
    [{ invoiceId: first.id, amount: { minor: 1, currency: 'GBP' } }],
    'payments.currency',
    '/allocations/0',
  ],
  [
    'more than was paid',
    [
      { invoiceId: first.id, amount: eur(2_000) },
      { invoiceId: second.id, amount: eur(501) },
    ],
    'payments.allocated_too_much',
    '/allocations',
  ],
] as const)('%s is refused at its place', (_, allocations, code, pointer) => {
  expect(said(...allocations)).toMatchObject({ ok: false, code, errors: [{ pointer }] });
});

test('without a choice the oldest due comes first, in the payment’s currency', () => {
  const pounds = anInvoice(3, 1, {
    total: { minor: 1, currency: 'GBP' },
    open: { minor: 1, currency: 'GBP' },
  });
  expect(oldestFirst(eur(1), [first, pounds, second]).map(({ invoice }) => invoice)).toEqual([first, second]);
});
