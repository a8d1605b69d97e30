/** The doctor on claims for late payment: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Charged, Claim } from '../../shared/claims/claim.ts';
import { settledBy } from '../../shared/claims/paying.ts';
import { feeCharge, interestCharge, together, uncharged, type Made } from '../../shared/claims/rules.ts';
import { putCharged, putClaim } from '../../shared/claims/store.ts';
import type { EntryLine } from '../../shared/ledger/entry.ts';
import { anInvoice, aPayment } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const TERMS = {
  yearDays: 365 as const,
  rates: [{ from: '0001-01-01', ppm: 101_500, source: 's' }],
  law: 'a law',
};
const made: Made = {
  id: (_, count) => `clm_${String(count).padStart(26, '0')}`,
  on: '2026-03-02',
  at: '2026-03-02T09:00:00.000Z',
  by: 'key_1',
  trace: 't',
};

/** Interest and the fee of a reminder, of which a payment paid the fee and a part of the interest. */
const books = (): Raw[] => {
  const invoice = anInvoice(1, 100_000, { dueOn: '2026-01-31' });
  const charges = [interestCharge(TERMS, '2026-03-02', made), feeCharge(eur(500), 'Reminder 1', made, 1)];
  const standing = { invoice, charged: uncharged(invoice), claims: [] };
  const { charged, claims, lines } = together(standing, charges)!;
  const payment = {
    ...aPayment(9, 700),
    version: 1,
    trace: 't',
    unapplied: eur(700),
    allocations: [],
  };
  const paid = settledBy(claims, payment, { on: '2026-03-05', by: 'keep-plans' })!;
  const entry = (id: string, kind: string, own: readonly EntryLine[]) => ({
    pk: 'acme#BOOK#2026-03',
    sk: `2026-03-05#${id}`,
    kind: 'act',
    id,
    entry: { entity: 'main', on: '2026-03-05', currency: 'EUR', kind, source: 's', memo: 'm', lines: own },
  });
  return [putCharged('acme', charged), ...paid.claims.map((claim) => putClaim('acme', claim))]
    .map(({ put }) => put as Raw)
    .concat(
      { pk: 'acme#PAY#1', sk: 'PAYMENT', kind: 'payment', doc: paid.payments[0] },
      entry('act_1', 'late_charge', lines),
      entry('act_2', 'late_charge_paid', paid.lines),
    );
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(
      ({ rule, where }) =>
        rule.startsWith('claim.') ||
        rule === 'chargeback.taken' ||
        rule === 'ledger.kind' ||
        where.some((one) => one.startsWith('clm_')),
    )
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const claim = (items: Raw[], nth: number) => items.filter(({ kind }) => kind === 'claim')[nth]!.doc as Claim;
const charged = (items: Raw[]) => items.find(({ kind }) => kind === 'charged')!.doc as Charged;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'claim.state: 1 are said to be open, and 0 are by its steps',
    (items) => Object.assign(claim(items, 0), { open: eur(1) }),
  ],
  ['claim.state: it is WAIVED and not PAID', (items) => Object.assign(claim(items, 0), { state: 'WAIVED' })],
  [
    'claim.state: its rows add up to 834 and not to 900',
    (items) => Object.assign(claim(items, 1), { amount: eur(900) }),
  ],
  [
    'claim.booked: the entries have 634 for late payment, the claims 635',
    (items) => Object.assign(claim(items, 1), { open: eur(635) }),
  ],
  [
    'claim.charged: 1 of interest are said to be charged, claims are of 834',
    (items) => Object.assign(charged(items), { interestMinor: 1 }),
  ],
  [
    'claim.charged: its invoice does not know the claim',
    (items) => Object.assign(charged(items), { claims: [claim(items, 0).id] }),
  ],
  [
    'claim.charged: a claim is named and not there',
    (items) => charged(items).claims.push(`clm_${'9'.repeat(26)}`),
  ],
  [
    'claim.charged: one reminder cost something twice',
    (items) => Object.assign(claim(items, 1), { level: 1 }),
  ],
  [
    'chargeback.taken: the receipt says that 700 paid claims, the claims say 200',
    (items) => Object.assign(claim(items, 0), { steps: [] }),
  ],
  [
    'ledger.kind: late_charge s has',
    (items) => {
      const act = items.find(({ id }) => id === 'act_1')! as unknown as {
        entry: { lines: { account: string }[] };
      };
      act.entry.lines[0]!.account = 'receivables';
    },
  ],
  [
    'table.index: g2 does not name the claim',
    (items) =>
      Object.assign(
        items.find(({ kind }) => kind === 'claim')!,
        { g2p: 'x' },
      ),
  ],
])('finds %s', (what, change) => {
  expect(found(change).join('\n')).toContain(what);
});
