/** Giving up, asking again, and money that comes in between: whatever the order, head, ledger and credit agree. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimOf } from '../../../shared/invoices/claim.ts';
import type { Invoice, Snapshot } from '../../../shared/invoices/invoice.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { receive, takeBack } from '../../../shared/payments/rules.ts';
import { reliefOf } from '../../../shared/writeoffs/relief.ts';
import { amountOf, reversed, smallRest, worthOf, writtenOff } from '../../../shared/writeoffs/rules.ts';
import { WriteOffRuleSet, type WriteOff } from '../../../shared/writeoffs/writeoff.ts';
import { anInvoice } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const snapshotOf = (country = 'DE', taxMinor = 1_900): Snapshot =>
  ({
    seller: { address: { country } },
    deliveredOn: '2026-01-31',
    totals: { taxMinor },
  }) as unknown as Snapshot;
const made = (ordinal: number) => ({
  id: `wro_${String(ordinal).padStart(26, '0')}` as const,
  on: '2026-03-10',
  at: '2026-03-10T09:00:00.000Z',
  by: 'key_1',
  trace: 't',
});
const why = { reason: 'uncollectible' } as const;

test('no more is given up than is open, in its currency, and all of it where nothing is said', () => {
  const invoice = anInvoice(1, 10_000);
  expect(amountOf(invoice, {})).toEqual({ ok: true, value: eur(10_000) });
  expect(amountOf(invoice, { amount: eur(10_001) })).toMatchObject({ ok: false, code: 'writeoffs.amount' });
  expect(amountOf(invoice, { amount: { minor: 1, currency: 'USD' } })).toMatchObject({
    code: 'writeoffs.amount',
  });
  expect(amountOf({ ...invoice, open: eur(0) }, {})).toMatchObject({ code: 'writeoffs.nothing_open' });
});

test('two halves count together against a limit', () => {
  const half = writtenOff(anInvoice(1, 10_000), snapshotOf(), eur(4_000), why, made(1));
  expect(worthOf(eur(6_000), half.invoice)).toEqual(eur(10_000));
});

type Step =
  | { do: 'pay'; minor: number }
  | { do: 'write off'; minor: number }
  | { do: 'take back'; which: number }
  | { do: 'reverse'; which: number };
const minor = fc.integer({ min: 1, max: 9_000 });
const which = fc.nat(3);
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constant('pay' as const), minor }),
    fc.record({ do: fc.constant('write off' as const), minor }),
    fc.record({ do: fc.constant('take back' as const), which }),
    fc.record({ do: fc.constant('reverse' as const), which }),
  ),
  { maxLength: 14 },
);

test('in any order of paying, giving up, taking back and reversing the books say what the head says', () => {
  fc.assert(
    fc.property(steps, (journey: readonly Step[]) => {
      let invoice: Invoice = anInvoice(1, 10_000);
      const payments: Payment[] = [];
      const offs: WriteOff[] = [];
      const entries: Entry[] = [];
      let exposure = 10_000;
      const book = (entry: Entry | undefined, moves: readonly { minor: number }[]) => {
        if (entry) entries.push(entry);
        exposure += moves.reduce((all, { minor }) => all + minor, 0);
      };
      for (const [at, step] of journey.entries()) {
        if (step.do === 'pay') {
          const effect = receive(
            {
              id: `pay_${String(at).padStart(26, '0')}`,
              entity: 'main',
              method: 'bank_transfer',
              amount: eur(step.minor),
              paidOn: '2026-03-10',
              bookedOn: '2026-03-10',
              customerId: invoice.customerId,
              payer: {},
              source: { kind: 'bank_line', id: `l${at}` },
              receivedAt: '2026-03-10T09:00:00.000Z',
              trace: 't',
            },
            [{ invoice, meant: true, reason: 'named' }],
          );
          const [after] = effect.invoices;
          if (after) expect(after.version).toBe(invoice.version + 1);
          invoice = after ?? invoice;
          payments.push(effect.payment);
          book(effect.entry, effect.exposures);
        } else if (step.do === 'write off') {
          const amount = amountOf(invoice, { amount: eur(Math.min(step.minor, invoice.open.minor || 1)) });
          if (!amount.ok) continue;
          const effect = writtenOff(invoice, snapshotOf(), amount.value, why, made(at));
          expect(effect.invoice.version).toBe(invoice.version + 1);
          invoice = effect.invoice;
          offs.push(effect.writeOff);
          book(effect.entry, effect.exposures);
        } else if (step.do === 'take back') {
          const payment = payments[step.which];
          if (!payment || payment.allocations.length === 0) continue;
          const effect = takeBack(payment, [invoice], '2026-03-11');
          [invoice] = effect.invoices as [Invoice];
          payments[step.which] = effect.payment;
          book(effect.entry, effect.exposures);
        } else {
          const before = offs[step.which];
          const undone = before && reversed(before, invoice, { ...made(at), reason: 'paid after all' });
          if (!undone?.ok) continue;
          invoice = undone.value.invoice;
          offs[step.which] = undone.value.writeOff;
          book(undone.value.entry, undone.value.exposures);
        }
        const on = (account: string) =>
          entries
            .flatMap(({ lines }) => lines)
            .filter((line) => line.account === account)
            .reduce((all, { minor }) => all + minor, 0);
        const booked = offs.filter(({ state }) => state === 'BOOKED');
        const given = booked.reduce((all, { amount }) => all + amount.minor, 0);
        const unapplied = payments.reduce((all, one) => all + one.unapplied.minor, 0);
        const came = payments
          .flatMap(({ allocations }) => allocations)
          .reduce((all, { recovery, amount }) => all + (recovery ? amount.minor : 0), 0);
        expect([on('receivables') + 10_000, on('badDebts'), on('recoveries'), on('unapplied')]).toEqual(
          [invoice.open.minor, given, 0 - came, 0 - unapplied].map((minor) => minor || 0),
        );
        expect(exposure).toBe(invoice.open.minor - unapplied);
        expect([claimOf(invoice).minor, invoice.recovered?.minor ?? 0]).toEqual([given - came, came]);
        if (invoice.open.minor === 0) expect(invoice.state).toBe(given > 0 ? 'WRITTEN_OFF' : 'PAID');
        expect(invoice.dueOn).toBe(anInvoice(1, 10_000).dueOn);
      }
    }),
    { numRuns: 300 },
  );
});

test('what was recovered is in the way of a reversal, and a reversed one is not reversed again', () => {
  const off = writtenOff(anInvoice(1, 10_000), snapshotOf(), eur(10_000), why, made(1));
  const part = { ...off.invoice, recovered: eur(1) };
  const how = { on: '2026-03-11', at: '2026-03-11T09:00:00.000Z', by: 'key_1', reason: 'mistake' };
  expect(reversed(off.writeOff, part, how)).toMatchObject({ code: 'writeoffs.recovered' });
  const back = reversed(off.writeOff, off.invoice, how);
  if (!back.ok) throw new Error(back.detail);
  expect(back.value.invoice).toMatchObject({ state: 'ISSUED', open: eur(10_000) });
  expect(reversed(back.value.writeOff, back.value.invoice, how)).toMatchObject({
    code: 'writeoffs.reversed',
  });
});

describe('the tax of it', () => {
  const invoice = { ...anInvoice(1, 11_900), dueOn: '2026-02-28' };
  test.each([
    ['DE', '2026-03-10', '2026-03-10', 'UStG §17 (2) no. 1'],
    ['AT', '2026-03-10', '2026-03-10', 'UStG 1994 §16 (3) no. 1'],
    // Six months after the due date, and never before the day of the write-off.
    ['GB', '2026-03-10', '2026-08-28', 'VATA 1994 s.36'],
    ['GB', '2026-12-01', '2026-12-01', 'VATA 1994 s.36'],
    ['US', '2026-03-10', undefined, undefined],
  ])('of a seller in %s, given up on %s, is taken back from %s on', (country, on, from, law) => {
    expect(reliefOf(eur(5_950), invoice, snapshotOf(country), on)).toEqual({
      tax: eur(950),
      ...(from !== undefined && { from, law }),
    });
  });
  test('is none where the invoice has none; a month that is shorter ends earlier', () => {
    expect(reliefOf(eur(5_950), invoice, snapshotOf('DE', 0), '2026-03-10')).toBeUndefined();
    const late = { ...invoice, dueOn: '2026-08-31' };
    expect(reliefOf(eur(1), late, snapshotOf('GB'), '2026-09-01')).toMatchObject({ from: '2027-02-28' });
  });
});

describe('small rests', () => {
  const rules = WriteOffRuleSet.parse({
    smallBalances: {
      upTo: [eur(500)],
      overdueDays: 10,
      issuedWithinDays: 90,
      monthlyPerCustomer: [eur(1_000)],
      monthlyInAll: [eur(9_000)],
    },
  }).smallBalances!;
  const paid = { paymentId: 'pay_1', amount: eur(9_500), paidOn: '2026-01-01', method: 'card', reason: 'x' };
  const rest = { open: eur(500), dueOn: '2026-03-01', settlements: [paid] };
  test('are given up up to an amount, after some days, and only where money came', () => {
    expect(smallRest(rest, rules, '2026-03-11')).toEqual(eur(500));
    expect(smallRest(rest, rules, '2026-03-10')).toBeUndefined();
    expect(smallRest({ ...rest, open: eur(501) }, rules, '2026-03-11')).toBeUndefined();
    expect(smallRest({ ...rest, open: { minor: 1, currency: 'USD' } }, rules, '2026-03-11')).toBeUndefined();
    const kept = { id: 'ded', state: 'PENDING', minor: 500, on: '2026-03-01' } as const;
    expect(smallRest({ ...rest, deduction: kept }, rules, '2026-03-11')).toBeUndefined();
    expect(smallRest({ ...rest, deduction: { ...kept, state: 'REJECTED' } }, rules, '2026-03-11')).toEqual(
      eur(500),
    );
    const credited = [{ ...paid, method: 'credit_note' }];
    for (const settlements of [[], credited])
      expect(smallRest({ ...rest, settlements }, rules, '2026-03-11')).toBeUndefined();
    expect(smallRest({ ...rest, settlements: [] }, { ...rules, restsOnly: false }, '2026-03-11')).toEqual(
      eur(500),
    );
  });
  test('have a cap for every currency, once', () => {
    const twice = { ...rules, upTo: [eur(1), eur(2)] };
    expect(WriteOffRuleSet.safeParse({ smallBalances: twice }).success).toBe(false);
    const { monthlyInAll: _, ...capless } = rules;
    expect(WriteOffRuleSet.safeParse({ smallBalances: capless }).success).toBe(false);
  });
});
