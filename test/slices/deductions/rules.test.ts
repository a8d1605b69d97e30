/** Deductions: which short payment is one, why, and that a case says what its invoice says, whatever happens in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankLine } from '../../../shared/bank/statement.ts';
import { causesOf, rankedOf } from '../../../shared/deductions/counting.ts';
import type { Deduction } from '../../../shared/deductions/deduction.ts';
import { DeductionRuleSet, NO_RULES, type DeductionRules } from '../../../shared/deductions/policy.ts';
import {
  caseOf,
  decided,
  opened,
  regarded,
  rejected,
  unmarked,
  whyNotDecided,
} from '../../../shared/deductions/rules.ts';
import { forgivenOf, shortOf, type Evidence, type Short } from '../../../shared/deductions/short.ts';
import { reasonIn } from '../../../shared/deductions/words.ts';
import { stillOwed } from '../../../shared/dispatch/rules.ts';
import { askedMinor, clarifiedMinor, missingOf } from '../../../shared/invoices/clarifying.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { pay, reopen } from '../../../shared/invoices/rules.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { applyRest, receive, takeBack } from '../../../shared/payments/rules.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { writtenOff } from '../../../shared/writeoffs/rules.ts';
import { anInvoice, aPayment, customerId } from '../../support/drawn.ts';

const TODAY = '2026-02-01';
const NOW = '2026-02-01T09:00:00.000Z';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const rules = (over: object = {}): DeductionRules => ({
  ...DeductionRuleSet.parse({ least: [eur(500)], ...over }),
  version: 1,
});
const lineOf = (tier: string, over: Partial<BankLine> = {}): BankLine =>
  ({ id: 'bln_1', text: '', match: { tier }, ...over }) as BankLine;

/** An invoice of a hundred euros after a payment that names it. */
const paid = (minor: number, over: Partial<Invoice> = {}) => {
  const { payment, invoices } = receive(aPayment(1, minor), [
    { invoice: anInvoice(1, 10_000, over), reason: 'r' },
  ]);
  return { head: invoices[0]!, payment };
};
const short = (
  minor: number,
  {
    head: over = {},
    payment = {},
    evidence = {},
    policy = {},
  }: {
    head?: Partial<Invoice>;
    payment?: Partial<Payment>;
    evidence?: Partial<Evidence>;
    policy?: object;
  } = {},
): Short | undefined => {
  const before = paid(minor);
  const all = { payment: { ...before.payment, ...payment }, line: lineOf('reference'), ...evidence };
  return shortOf({ ...before.head, ...over }, all, rules(policy));
};

describe('a short payment is a deduction', () => {
  test('where it names its invoice and leaves a part of it open', () => {
    expect(short(8_000)).toEqual({ amount: eur(2_000), reason: 'unknown', said: 'nobody' });
    expect(short(8_000, { evidence: { line: lineOf('advice') } })).toBeDefined();
    expect(short(8_000, { evidence: { line: lineOf('person') } })).toBeDefined();
    const counter = { source: { kind: 'counter', id: 'key_1' } } as const;
    expect(short(8_000, { payment: counter, evidence: { line: undefined } })).toBeDefined();
    const page = { source: { kind: 'attempt', id: 'att_1' } } as const;
    expect(short(8_000, { payment: page, evidence: { line: undefined } })).toBeUndefined();
    expect(
      short(8_000, { payment: page, evidence: { line: undefined }, policy: { pages: true } }),
    ).toBeDefined();
  });
  test.each<[string, Parameters<typeof short>]>([
    ['nothing is missing', [10_000]],
    ['the gap is smaller than the rules ask for', [9_501]],
    ['the gap is more than half of it', [4_999]],
    ['the rules name no such currency', [8_000, { policy: { least: [{ minor: 1, currency: 'CHF' }] } }]],
    ['there are no rules', [8_000, { policy: { least: undefined } }]],
    ['it was found by its amount', [8_000, { evidence: { line: lineOf('sum') } }]],
    ['the rules for unapplied money used it', [8_000, { evidence: { line: lineOf('policy') } }]],
    ['what is left of the payment could pay it', [8_000, { payment: { unapplied: eur(2_000) } }]],
    ['it falls due in parts', [8_000, { head: { instalments: [{ dueOn: TODAY, minor: 10_000 }] } }]],
    ['it is the request for a deposit', [8_000, { head: { deposit: {} as Invoice['deposit'] } }]],
    [
      'its provider has not decided on a chargeback',
      [8_000, { head: { chargebacks: [{ id: 'c', amount: eur(1), state: 'OPEN', on: TODAY }] } }],
    ],
    [
      'a case is there',
      [8_000, { head: { deduction: { id: 'd', state: 'REJECTED', minor: 1, on: TODAY } } }],
    ],
  ])('not where %s', (_, args) => {
    expect(short(...args)).toBeUndefined();
  });
  test('at exactly the least gap, and at exactly half', () => {
    expect(short(9_500)?.amount).toEqual(eur(500));
    expect(short(5_000)?.amount).toEqual(eur(5_000));
  });
  test('not where money came before it, and where a credit note did', () => {
    const settled = { paymentId: 'p0', amount: eur(100), paidOn: TODAY, reason: 'r' };
    const after = (method: string) => {
      const { head, payment } = paid(8_000);
      const settlements = [{ ...settled, method }, ...head.settlements];
      return shortOf({ ...head, settlements }, { payment, line: lineOf('reference') }, rules());
    };
    expect(after('bank_transfer')).toBeUndefined();
    expect(after('credit_note')).toBeDefined();
  });
  test('by what it left open, also where it is heard of again after more was given up or paid', () => {
    const { head, payment } = paid(4_000);
    const evidence = { payment, line: lineOf('reference') };
    expect(shortOf(settle(head, 4_000, 'write_off'), evidence, rules())).toBeUndefined();
    const more = paid(8_000);
    const later = settle(more.head, 500);
    expect(shortOf(later, { ...evidence, payment: more.payment }, rules())?.amount).toEqual(eur(1_500));
  });
  test('as large as the payer says, however large that is, but never more than is open', () => {
    const said = (minor: number) => ({
      evidence: {
        line: lineOf('advice'),
        claim: { number: 'INV-2026-000001', deduction: { amount: eur(minor), reason: 'Preis falsch' } },
      },
    });
    expect(short(3_000, said(6_000))).toEqual({ amount: eur(6_000), reason: 'price', said: 'payer' });
    expect(short(3_000, said(9_000))?.amount).toEqual(eur(7_000));
    expect(short(3_000, said(499))).toBeUndefined();
  });
  test('with a reason that its amount gives, where no word does', () => {
    const early = { discount: eur(2_000) } as Invoice['early'];
    expect(short(8_000, { head: { early } })).toMatchObject({ reason: 'discount', said: 'amount' });
    const charged = lineOf('reference', { charges: eur(2_000) });
    expect(short(8_000, { evidence: { line: charged } })).toMatchObject({ reason: 'bank_charge' });
  });
});

test.each([
  ['INV-2026-000001 less DAMAGED goods', 'damaged'],
  ['abzgl. beschaedigte Ware', 'damaged'],
  ['abzgl. beschädigte Ware', 'damaged'],
  ['marchandise endommagée', 'damaged'],
  ['2 Stück fehlend', 'short_delivery'],
  ['faltan 3, faltante', 'short_delivery'],
  ['merce mancante', 'short_delivery'],
  ['Retoure 4711', 'returned'],
  ['Skonto 2 %', 'discount'],
  ['avec escompte', 'discount'],
  ['Werbekosten-Zuschuss', 'promotion'],
  ['met korting', 'promotion'],
  ['betalingskorting', 'discount'],
  ['withholding tax 10 %', 'tax'],
  ['ritenuta d’acconto', 'tax'],
  ['bank-charges', 'bank_charge'],
  ['penale per ritardo', 'penalty'],
  ['prix erroné', 'price'],
  ['prijsverschil', 'price'],
  ['INV-2026-000001 USt-ID DE123456789', undefined],
  ['taxi', 'tax'],
  ['syntax', undefined],
])('%s: %s', (text, reason) => {
  expect(reasonIn(text)).toBe(reason);
});

test('the rules give up what is within the limit of its reason and the month, and nothing else', () => {
  const writeOff = {
    limits: [{ reason: 'price' as const, upTo: [eur(1_000)] }],
    monthlyPerCustomer: [eur(1_500)],
  };
  const of = (minor: number, reason: Short['reason'], more: object = {}) =>
    forgivenOf({ amount: eur(minor), reason, said: 'payer' }, { writeOff: { ...writeOff, ...more } });
  expect(of(1_000, 'price')).toEqual({ amount: eur(1_000), monthlyMinor: 1_500 });
  expect(of(1_001, 'price')).toBeUndefined();
  expect(of(1, 'damaged')).toBeUndefined();
  expect(of(1_000, 'price', { monthlyPerCustomer: [eur(999)] })).toBeUndefined();
  expect(forgivenOf({ amount: eur(1), reason: 'price', said: 'payer' }, NO_RULES)).toBeUndefined();
});

const made = { id: `ded_${'0'.repeat(26)}`, by: 'keep-plans', at: NOW, trace: 't', on: TODAY } as const;
const pending = (minor = 8_000) => {
  const { head, payment } = paid(minor);
  const gap = shortOf(head, { payment, line: lineOf('reference') }, rules({ mostPercent: 99 }))!;
  const effect = opened(head, caseOf(head, gap, { ...made, source: { paymentId: payment.id } }));
  return { deduction: effect.deduction, head: effect.head!, payment };
};
const settle = (head: Invoice, minor: number, method = 'bank_transfer', paymentId = `${method}${minor}`) => {
  const done = pay(head, eur(minor), { paymentId, paidOn: TODAY, method, reason: 'r' });
  if (!done.ok) throw new Error(done.detail);
  return done.value.invoice;
};

describe('what a case says of its invoice', () => {
  test('a part of the gap is paid, then all of it, then that money goes back', () => {
    const { deduction, head } = pending();
    const part = settle(head, 500);
    const once = regarded(deduction, part)!;
    expect(once).toMatchObject({ deduction: { state: 'PENDING', gap: eur(1_500) }, facts: [] });
    const all = settle(part, 1_500);
    const twice = regarded(once.deduction, all)!;
    expect(twice.deduction).toMatchObject({ state: 'RECOVERED', gap: eur(0) });
    expect(twice.facts.map(({ type }) => type)).toEqual(['deduction.recovered']);
    expect(regarded(twice.deduction, all)).toBeUndefined();
    const back = regarded(twice.deduction, reopen(all, 'bank_transfer1500'))!;
    expect(back.deduction).toMatchObject({ state: 'PENDING', gap: eur(1_500) });
    expect(back.facts.map(({ type }) => type)).toEqual(['deduction.opened']);
  });
  test.each<[string, (head: Invoice, payment: Payment) => Invoice, Deduction['cancelled']]>([
    ['the payment is taken back', (head, { id }) => reopen(head, id), 'unmatched'],
    ['the invoice is credited otherwise', (head) => settle(head, 2_000, 'credit_note'), 'settled'],
    ['it is given up otherwise', (head) => settle(head, 2_000, 'write_off'), 'settled'],
    ['it is void', (head) => ({ ...head, state: 'VOID', open: eur(0), settlements: [] }), 'void'],
  ])('it is over where %s', (_, move, why) => {
    const { deduction, head, payment } = pending();
    const after = regarded(deduction, move(head, payment))!;
    expect(after.deduction).toMatchObject({ state: 'CANCELLED', cancelled: why, gap: eur(0) });
    expect(after.head).not.toHaveProperty('deduction');
  });
  test('so much is not asked for, and the rest of what is overdue is', () => {
    const { head } = pending();
    expect([askedMinor(head, TODAY), clarifiedMinor(head)]).toEqual([0, 2_000]);
    const debt = { invoice: { ...head, remindOn: TODAY }, attempts: [] };
    expect(stillOwed([debt], [], TODAY, NOW).spared).toMatchObject([{ why: 'in_clarification' }]);
    const less = { ...head, deduction: { ...head.deduction!, minor: 500 } };
    expect(askedMinor(less, TODAY)).toBe(1_500);
    expect(stillOwed([{ ...debt, invoice: { ...less, remindOn: TODAY } }], [], TODAY, NOW).owed).toHaveLength(
      1,
    );
  });
  test('rejected it is asked for after days of grace, never sooner than it would have been, and not where nobody is reminded', () => {
    const { deduction, head } = pending();
    const by = { by: 'key_1', at: NOW, on: TODAY };
    const said = rejected(deduction, { ...head, reminded: 2 }, by, { graceDays: 7, reminds: true });
    expect(said.head).toMatchObject({ remindOn: '2026-02-08', reminded: 2 });
    expect(askedMinor(said.head!, TODAY)).toBe(2_000);
    const later = rejected(deduction, { ...head, remindOn: '2026-03-01' }, by, {
      graceDays: 7,
      reminds: true,
    });
    expect(later.head!.remindOn).toBe('2026-03-01');
    const never = rejected(deduction, head, by, { graceDays: 7, reminds: false });
    expect(never.head!.remindOn).toBe(head.remindOn);
    expect(whyNotDecided(said.deduction, said.head!, 'reject')).toMatchObject({ code: 'deductions.over' });
    expect(whyNotDecided(said.deduction, said.head!, 'write_off')).toBeUndefined();
  });
});

/** Any order of what people and payers do: the worker looks at the invoice after each, or after several. */
test('whatever comes in whatever order, a case is one per payment, no larger than what is open, and the books balance', () => {
  const snapshot = {
    totals: { netMinor: 10_000, taxMinor: 0, grossMinor: 10_000, taxes: [], lineNetMinor: 10_000 },
    seller: { address: { country: 'DE' } },
    deliveredOn: '2026-01-02',
  } as unknown as Parameters<typeof writtenOff>[1];
  const step = fc.oneof(
    fc.record({ do: fc.constant('pay' as const), minor: fc.integer({ min: 1, max: 12_000 }) }),
    fc.record({ do: fc.constant('credit' as const), minor: fc.integer({ min: 1, max: 4_000 }) }),
    fc.record({
      do: fc.constantFrom('unmatch' as const, 'match' as const, 'regard' as const),
      nth: fc.nat({ max: 5 }),
    }),
    fc.record({ do: fc.constantFrom('reject' as const, 'write_off' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 24 }), (steps) => {
      let head = anInvoice(1, 10_000);
      const payments: Payment[] = [];
      const cases = new Map<string, Deduction>();
      const entries: (Entry | undefined)[] = [];
      const policy = rules({ least: [eur(1)], mostPercent: 99 });
      /** As `opening.ts` does: the case that the invoice carries, else whether this payment is short. */
      const regard = (payment?: Payment) => {
        const carried = head.deduction && cases.get(head.deduction.id)!;
        if (carried) {
          const effect = regarded(carried, head);
          if (effect) cases.set(carried.id, effect.deduction);
          head = effect?.head ?? head;
          return;
        }
        const gap = payment && shortOf(head, { payment, line: lineOf('reference') }, policy);
        if (!gap) return;
        const before = cases.get(`ded_${payment.id.slice(4)}`);
        if (before && before.cancelled !== 'unmatched') return;
        const id: Deduction['id'] = `ded_${payment.id.slice(4)}`;
        const effect = opened(
          head,
          caseOf(head, gap, { ...made, id, source: { paymentId: payment.id } }, before),
        );
        cases.set(id, effect.deduction);
        head = effect.head!;
      };
      const moved = (
        at: number,
        effect: { payment: Payment; invoices: readonly Invoice[]; entry: Entry | undefined },
      ) => {
        payments[at] = effect.payment;
        head = effect.invoices[0] ?? head;
        entries.push(effect.entry);
      };
      let seen = false;
      for (const [serial, one] of steps.entries()) {
        seen = false;
        const nth = 'nth' in one && payments.length > 0 ? one.nth % payments.length : 0;
        const payment = payments[nth];
        const target = { invoice: head, reason: 'r' };
        if (one.do === 'pay') moved(payments.length, receive(aPayment(serial + 2, one.minor), [target]));
        if (one.do === 'credit' && head.open.minor > 0)
          head = settle(head, one.minor, 'credit_note', `crn${serial}`);
        if (one.do === 'match' && payment && payment.unapplied.minor > 0 && head.open.minor > 0)
          moved(nth, applyRest(payment, customerId, [target], TODAY));
        if (one.do === 'unmatch' && payment && payment.allocations.length > 0)
          moved(nth, takeBack(payment, [head], TODAY));
        if (one.do === 'regard') {
          regard(payment);
          regard(payment);
          seen = true;
        }
        const carried = head.deduction && cases.get(head.deduction.id);
        if (
          (one.do === 'reject' || one.do === 'write_off') &&
          carried &&
          !whyNotDecided(carried, head, one.do)
        ) {
          const by = { by: 'key_1', at: NOW, on: TODAY };
          if (one.do === 'reject') {
            const effect = rejected(carried, head, by, { graceDays: 7, reminds: true });
            cases.set(carried.id, effect.deduction);
            head = effect.head!;
          } else {
            const amount = eur(missingOf(head));
            const gone = writtenOff(
              unmarked(head),
              snapshot,
              amount,
              { reason: 'deduction' },
              { id: `wro_${'0'.repeat(26)}`, trace: 't', ...by },
            );
            cases.set(carried.id, decided(carried, 'APPROVED_WRITE_OFF', amount, by));
            head = gone.invoice;
            entries.push(gone.entry);
          }
        }
        expect(clarifiedMinor(head)).toBeLessThanOrEqual(head.open.minor);
        const waiting = [...cases.values()].filter(({ state }) => state === 'PENDING');
        expect(waiting.length).toBeLessThanOrEqual(1);
        if (seen)
          for (const { gap, paymentId } of waiting) {
            expect(gap.minor).toBe(clarifiedMinor(head));
            expect(head.settlements.some((settled) => settled.paymentId === paymentId)).toBe(true);
          }
      }
      for (const booked of entries)
        expect(booked?.lines.reduce((sum, { minor }) => sum + minor, 0) ?? 0).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('large and old cases come first, and causes are counted by reason without what was taken back', () => {
  const one = (serial: number, minor: number, ageDays: number, over: Partial<Deduction> = {}) => ({
    ...pending().deduction,
    id: `ded_${String(serial).padStart(26, '0')}` as const,
    amount: eur(minor),
    gap: eur(minor),
    ageDays,
    ...over,
  });
  const all = [one(1, 100, 9), one(2, 5_000, 0), one(3, 1_000, 10), one(4, 1_000, 0)];
  expect(rankedOf(all).map(({ id }) => id.at(-1))).toEqual(['3', '2', '1', '4']);
  const counted = [
    one(1, 100, 0, { reason: 'price' }),
    one(2, 300, 0, { reason: 'price', state: 'REJECTED' }),
    one(3, 500, 0, { reason: 'tax' }),
    one(4, 900, 0, { reason: 'tax', state: 'CANCELLED', cancelled: 'unmatched' }),
    one(5, 900, 0, { openedOn: '2026-01-31' }),
    one(6, 900, 0, { openedOn: '2026-03-01' }),
  ];
  expect(causesOf(counted, TODAY, '2026-02-28')).toEqual([
    { reason: 'tax', currency: 'EUR', count: 1, amountMinor: 500, states: { PENDING: 1 } },
    { reason: 'price', currency: 'EUR', count: 2, amountMinor: 400, states: { PENDING: 1, REJECTED: 1 } },
  ]);
});
