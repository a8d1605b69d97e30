/** Which money is used for what, and that saying anew what a receipt is for loses and invents nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BankLine } from '../../../shared/bank/statement.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { receive } from '../../../shared/payments/rules.ts';
import {
  creditFirst,
  forChild,
  inOrder,
  isAlone,
  isFree,
  isMoney,
  isOwn,
  movable,
  reassigned,
  staying,
  takes,
  targetsOf,
  toGiveBack,
  type Credit,
} from '../../../shared/unapplied/rules.ts';
import { anInvoice, aPayment } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const money = (minor: number, over: Partial<Payment> = {}): Payment => ({
  ...receive(aPayment(1, minor), []).payment,
  ...over,
});
const SISTER = `cus_${'8'.repeat(26)}` as const;
const HELD = { by: 'key_1', at: '2026-01-01T00:00:00.000Z', reason: 'r' };
const lineIn = (state: BankLine['state'], free?: true) => ({ state, match: { free } }) as unknown as BankLine;

test.each<[string, Credit, boolean, boolean]>([
  ['over-payment', { payment: money(5), line: lineIn('MATCHED') }, true, true],
  ['a line that waits and names nothing', { payment: money(5), line: lineIn('EXCEPTION', true) }, true, true],
  ['a line that waits and names something', { payment: money(5), line: lineIn('EXCEPTION') }, true, false],
  ['at the counter', { payment: money(5, { source: { kind: 'counter', id: 'k' } }) }, true, true],
  ['a line that is not there', { payment: money(5) }, true, false],
  ['taken back by a person', { payment: money(5, { held: HELD }), line: lineIn('MATCHED') }, false, false],
  ['nobody’s', { payment: money(5, { customerId: undefined }), line: lineIn('MATCHED') }, false, false],
  ['used up', { payment: money(5, { unapplied: eur(0) }), line: lineIn('MATCHED') }, false, false],
])('%s', (_, credit, own, free) => {
  expect([isOwn(credit), isFree(credit)]).toEqual([own, free]);
});

const back = (state: 'OPEN' | 'WON' | 'LOST') => [
  { id: 'cbk_1', amount: eur(1), state, on: '2026-01-01' as const },
];
test.each<[string, Partial<Invoice>, boolean]>([
  ['its own', {}, true],
  ['another company’s', { entity: 'other' }, false],
  ['another customer’s', { customerId: `cus_${'0'.repeat(26)}` }, false],
  ['another currency', { open: { minor: 5, currency: 'USD' } }, false],
  ['settled', { open: eur(0) }, false],
  ['a deposit', { deposit: {} as Invoice['deposit'] }, false],
  ['charged back', { chargebacks: back('OPEN') }, false],
  ['charged back for good', { chargebacks: back('LOST') }, false],
  ['charged back and won', { chargebacks: back('WON') }, true],
])('an invoice that is %s', (_, over, wanted) => {
  const invoice = { ...anInvoice(1, 100), ...over };
  expect(takes(money(5), invoice)).toBe(wanted);
  // A child's is payable under the same conditions, and the customer's own is none.
  const child = { ...invoice, customerId: SISTER };
  const other = over.customerId !== undefined;
  expect(forChild(new Set([SISTER]))(money(5), child)).toBe(wanted || other);
  expect(forChild(new Set([SISTER]))(money(5), invoice)).toBe(false);
});
test('a credit note is for whom it was made out to', () => {
  const line = lineIn('MATCHED');
  expect(isMoney({ payment: money(5), line })).toBe(true);
  expect(isMoney({ payment: money(5, { method: 'credit_note' }), line })).toBe(false);
  expect(isMoney({ payment: money(5, { held: HELD }), line })).toBe(false);
});

test('credit notes go first, then the oldest; invoices by the day of the rule, then by number', () => {
  const credits = [
    { payment: money(1, { id: `pay_${'2'.repeat(26)}` }) },
    { payment: money(1, { id: `pay_${'1'.repeat(26)}` }) },
    { payment: money(1, { id: `pay_${'3'.repeat(26)}`, method: 'credit_note' }) },
  ];
  expect(credits.toSorted(creditFirst).map(({ payment }) => payment.id[4])).toEqual(['3', '1', '2']);
  const invoices = [
    anInvoice(2, 1, { dueOn: '2026-02-01', issuedOn: '2026-01-01' }),
    anInvoice(1, 1, { dueOn: '2026-02-01', issuedOn: '2026-01-03' }),
    anInvoice(3, 1, { dueOn: '2026-01-20', issuedOn: '2026-01-02' }),
  ];
  const numbers = (apply: 'oldest_due' | 'oldest_invoice') =>
    invoices.toSorted(inOrder(apply)).map(({ number }) => number.at(-1));
  expect([numbers('oldest_due'), numbers('oldest_invoice')]).toEqual([
    ['3', '1', '2'],
    ['2', '3', '1'],
  ]);
});

test('money that was there early enough pays the discounted amount, a credit note the whole', () => {
  const early = {
    percent: '2',
    mode: 'net' as const,
    until: '2027-01-01',
    acceptedUntil: '2027-01-01',
    discount: eur(20),
    taxMinor: 0,
  };
  const invoice = anInvoice(1, 1_000, { early });
  expect(targetsOf(money(2_000), [invoice], 'r')).toMatchObject([{ amount: eur(980), fromCredit: true }]);
  expect(targetsOf(money(2_000, { method: 'credit_note' }), [invoice], 'r')).toMatchObject([
    { amount: eur(1_000) },
  ]);
});

const RULE = { afterDays: 10, from: [eur(500)], upTo: [eur(2_000)] };
test.each([
  [500, '2026-01-01', '2026-01-11', true],
  [500, '2026-01-01', '2026-01-10', false],
  [499, '2026-01-01', '2026-03-01', false],
])('%i of %s is given back on %s: %s', (minor, bookedOn, today, wanted) => {
  expect(toGiveBack({ unapplied: eur(minor), bookedOn }, RULE, today)).toBe(wanted);
});
test('a currency that is not named is never given back, nor without a person', () => {
  const dollars = { minor: 9_999, currency: 'USD' };
  expect(toGiveBack({ unapplied: dollars, bookedOn: '2026-01-01' }, RULE, '2026-06-01')).toBe(false);
  expect([isAlone(eur(2_000), RULE), isAlone(eur(2_001), RULE), isAlone(dollars, RULE)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a credit note keeps what it settles of its own invoice', () => {
  const { payment } = receive(aPayment(1, 300), [
    { invoice: anInvoice(1, 100), reason: 'r' },
    { invoice: anInvoice(2, 100), fromCredit: true, reason: 'r' },
  ]);
  expect(movable(payment)).toHaveLength(2);
  expect(movable({ ...payment, method: 'credit_note' })).toMatchObject([{ fromCredit: true }]);
});

test('whatever a receipt was for and is for now: Σ allocations + unapplied is its amount, open amounts fit, the entry balances', () => {
  const share = fc.integer({ min: 1, max: 900 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_500 }),
      fc.array(share, { minLength: 3, maxLength: 3 }),
      fc.array(fc.record({ which: fc.nat(2), minor: share }), { maxLength: 3 }),
      fc.boolean(),
      (minor, before, wanted, moves) => {
        // The third is of another customer than the payer.
        const heads = before.map((_, at) => anInvoice(at + 1, 900, at === 2 ? { customerId: SISTER } : {}));
        const first = receive(
          aPayment(1, minor),
          heads.map((invoice, at) => ({ invoice, amount: eur(before[at]!), reason: 'r' })),
        );
        const now = heads.map((head) => first.invoices.find(({ id }) => id === head.id) ?? head);
        const said = [...new Map(wanted.map((one) => [one.which, one])).values()].map((one) => ({
          invoiceId: heads[one.which]!.id,
          amount: eur(one.minor),
        }));
        const stay = staying(first.payment.allocations, said, 'EUR');
        const gone = first.payment.allocations.filter((one) => !stay.includes(one));
        const targets = said
          .filter(({ invoiceId }) => !stay.some((one) => one.invoiceId === invoiceId))
          .map(({ invoiceId, amount }) => ({
            invoice: now.find(({ id }) => id === invoiceId)!,
            amount,
            reason: 's',
          }));
        const owner = moves ? (`cus_${'9'.repeat(26)}` as const) : first.payment.customerId;
        const theirs = now.filter(({ id }) => gone.some(({ invoiceId }) => invoiceId === id));
        const { payment, invoices, entry, exposures } = reassigned(
          first.payment,
          gone,
          theirs,
          { owner, targets },
          '2026-03-01',
        );
        const sum = (all: Payment['allocations']) =>
          all.reduce((total, { amount }) => total + amount.minor, 0);
        expect(sum(payment.allocations) + payment.unapplied.minor).toBe(minor);
        expect(payment.unapplied.minor).toBeGreaterThanOrEqual(0);
        expect(payment.version).toBe(first.payment.version + 1);
        for (const { invoiceId, amount } of stay)
          expect(payment.allocations.find((one) => one.invoiceId === invoiceId)?.amount).toEqual(amount);
        for (const head of now) {
          const after = invoices.find(({ id }) => id === head.id);
          const own = sum(payment.allocations.filter(({ invoiceId }) => invoiceId === head.id));
          expect((after ?? head).open.minor).toBe(900 - own);
          if (after) expect(after.version).toBe(head.version + 1);
        }
        expect((entry?.lines ?? []).reduce((total, line) => total + line.minor, 0)).toBe(0);
        const whose = new Map<string, string>(heads.map(({ id, customerId }) => [id, customerId]));
        for (const one of payment.allocations)
          expect(one.customerId ?? payment.customerId).toBe(whose.get(one.invoiceId));
        for (const { account, invoiceId, customerId } of [...first.entry!.lines, ...(entry?.lines ?? [])])
          if (account === 'receivables') expect(customerId).toBe(whose.get(invoiceId!));
        const hers = [...first.exposures, ...exposures].filter(({ account }) => account === SISTER);
        const paid = sum(payment.allocations.filter(({ invoiceId }) => invoiceId === heads[2]!.id));
        expect(hers.reduce((total, one) => total + one.minor, 0)).toBe(0 - paid);
      },
    ),
  );
});
