import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankLine } from '../../../shared/bank/statement.ts';
import type { Decision, Facts } from '../../../shared/cash/decision.ts';
import { mentionsOf } from '../../../shared/cash/mentions.ts';
import { alike } from '../../../shared/cash/names.ts';
import { byPerson } from '../../../shared/cash/person.ts';
import { NO_RULES, type MatchingRules } from '../../../shared/cash/policy.ts';
import { byReference, payoutEntry } from '../../../shared/cash/rules.ts';
import { payersIn } from '../../../shared/cash/answers.ts';
import { byPayer } from '../../../shared/cash/weighing.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { money, zero } from '../../../shared/kernel/money.ts';
import type { Payment, Payout } from '../../../shared/payments/payment.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { aLine } from '../../support/line.ts';
import { CUSTOMER, invoice } from './invoice.ts';

const OTHER = CUSTOMER.replace(/1$/, '2') as Invoice['customerId'];
const bankLine = (minor: number, more: Partial<BankLine> = {}): BankLine => aLine(0, minor, more);

describe('numbers in what payers write', () => {
  const found = (text: string, references: string[] = []) =>
    mentionsOf({ text, references }, ['INV', 'RE']).mentions.map(({ number, how }) => `${number} ${how}`);
  test.each<[string, string[]]>([
    ['INV-2026-000117', ['INV-2026-000117 written']],
    ['inv2026000117', ['INV-2026-000117 written']],
    ['Rechnung INV 2026 000117, danke', ['INV-2026-000117 written']],
    ['EREF+NOTPROVIDED SVWZ+INV/2026/000117', ['INV-2026-000117 written']],
    ['broken by the bank: INV-2026-0 00117', ['INV-2026-000117 written']],
    ['I  NV 202 6-000117 B 45', ['INV-2026-000117 written']],
    ['INV-2026-000117 000118', ['INV-2026-000117 written']],
    ['INV-2026-000117; INV-2026-000118', ['INV-2026-000117 written', 'INV-2026-000118 written']],
    ['RE-2026-000001 and INV-2026-1234567', ['INV-2026-1234567 written', 'RE-2026-000001 written']],
    ['RF66INV2026000117', ['INV-2026-000117 checked']],
    ['RF66 INV2 0260 0011 7', ['INV-2026-000117 checked']],
    ['your RF66 INV2 0260 0011 7 of 12.03.2026', ['INV-2026-000117 checked']],
    ['INV_2026_117', ['INV-2026-000117 repaired']],
    ['INV-2O26-OOO117', ['INV-2026-000117 repaired']],
    // none of ours
    ['RF67INV2026000117', []],
    ['RF67 INV2026000117', []],
    ['XINV-2026-000117', []],
    ['INV-2026-000117A', []],
    ['INV-1926-000117', []],
    ['INV-2026', []],
    ['2026-000117', []],
    ['CN-2026-000117', []],
    ['45 19 2026 000117', []],
    ['', []],
  ])('“%s”', (text, numbers) => expect(found(text)).toEqual(numbers));

  test('a structured reference is the payer’s own choice, an own number in it too', () => {
    expect(found('', ['RF66INV2026000117', 'INV-2026-000118'])).toEqual([
      'INV-2026-000117 checked',
      'INV-2026-000118 checked',
    ]);
  });
  test('wrong check digits are told', () => {
    expect(mentionsOf({ text: 'RF67INV2026000117', references: [] }, ['INV']).broken).toEqual([
      'RF67INV2026000117',
    ]);
  });
  test('every number is found again in its reference, printed or plain', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999_999 }),
        fc.boolean(),
        fc.constantFrom('', 'pay ', 'x, '),
        (ordinal, printed, before) => {
          const { number, reference } = invoice(ordinal, 1);
          expect(found(before + (printed ? reference.replaceAll(/(.{4})(?=.)/g, '$1 ') : reference))).toEqual(
            [`${number} checked`],
          );
          expect(found(`${before}${number}`)).toEqual([`${number} written`]);
        },
      ),
    );
  });
  test('long rubbish is read to its end and holds nothing', () => {
    for (const text of [
      'INV 2 0 2 '.repeat(400),
      'RF 1 1 '.repeat(600),
      `RF11${'A '.repeat(2000)}`,
      '0'.repeat(4000),
      'INV-2026-0 '.repeat(360),
    ])
      expect(found(text)).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['MUELLER MASCHINENBAU', 'Müller Maschinenbau GmbH', true],
    ['Müller Masch', 'Müller Maschinenbau GmbH', true],
    ['Huber GmbH', 'Müller GmbH', false],
    [undefined, 'Müller', false],
    ['The Shop', 'Shop Müller', false],
  ])('%s and %s', (name, other, same) => expect(alike(name, other)).toBe(same));
});

const decide = (
  line: BankLine,
  invoices: readonly Invoice[],
  more: Partial<Facts> = {},
  rules: MatchingRules = NO_RULES,
): Decision => {
  const { mentions, broken } = mentionsOf(line, ['INV']);
  const named = mentions.flatMap(({ number }) => invoices.find((one) => one.number === number) ?? []);
  const facts: Facts = { line, mentions, broken, named, payers: [], payoutNames: [], payouts: [], ...more };
  return byReference(facts, rules) ?? byPayer(facts, owedIn(facts, invoices), rules);
};
const owedIn = (facts: Facts, invoices: readonly Invoice[]) =>
  new Map(
    payersIn(facts).map(({ customerId }) => [
      customerId,
      invoices.filter((one) => one.customerId === customerId && one.open.minor > 0),
    ]),
  );
const said = (decision: Decision) =>
  decision.is === 'apply'
    ? `${decision.match.tier}: ${decision.targets.map(({ invoice: { number } }) => Number(number.slice(9))).join(' ')}`
    : decision.is;
const paid = (one: Invoice): Invoice => ({ ...one, open: zero('EUR'), state: 'PAID' });
const of = (one: Invoice, customerId: Invoice['customerId']): Invoice => ({
  ...one,
  customerId,
  customerName: 'Huber AG',
});

describe('tiers', () => {
  const [one, two, three] = [invoice(1, 10_000), invoice(2, 5_000), invoice(3, 5_000)];
  const known = { payers: [CUSTOMER] };
  test.each<[string, BankLine, Invoice[], Partial<Facts>, string]>([
    [
      'a creditor reference, in full',
      bankLine(10_000, { references: [one.reference] }),
      [one, two],
      {},
      'reference: 1',
    ],
    [
      'a creditor reference, in part, by a stranger',
      bankLine(10, { references: [one.reference], counterparty: { name: 'Somebody' } }),
      [one],
      {},
      'reference: 1',
    ],
    [
      'a creditor reference from another customer’s account',
      bankLine(10, { references: [one.reference] }),
      [one],
      { payers: [OTHER] },
      'reference: 1',
    ],
    [
      'a number, too much money, nothing known of the payer',
      bankLine(12_000, { text: one.number }),
      [one],
      {},
      'reference: 1',
    ],
    [
      'a number in part, by the name',
      bankLine(4_000, { text: one.number, counterparty: { name: 'MUELLER MASCHINENBAU' } }),
      [one],
      {},
      'reference: 1',
    ],
    [
      'a number in full, by a stranger',
      bankLine(10_000, { text: one.number, counterparty: { name: 'Somebody' } }),
      [one],
      {},
      'reference: 1',
    ],
    [
      'a number in part, by a stranger',
      bankLine(4_000, { text: one.number, counterparty: { name: 'Somebody' } }),
      [one],
      {},
      'exception',
    ],
    [
      'a number in part, from another customer’s account',
      bankLine(4_000, { text: one.number }),
      [one],
      { payers: [OTHER] },
      'exception',
    ],
    [
      'a mistyped number, but the payer owes exactly that',
      bankLine(10_000, { text: two.number }),
      [one, of(two, OTHER)],
      known,
      'payer: 1',
    ],
    [
      'a repaired number with its amount',
      bankLine(10_000, { text: 'INV_2026_1' }),
      [one],
      {},
      'reference: 1',
    ],
    ['a repaired number alone', bankLine(9_999, { text: 'INV_2026_1' }), [one], {}, 'exception'],
    [
      'several numbers, oldest due first',
      bankLine(15_000, { text: `${two.number} ${one.number}` }),
      [
        { ...two, dueOn: '2026-03-20' },
        { ...one, dueOn: '2026-03-21' },
      ],
      {},
      'reference: 2 1',
    ],
    [
      'numbers of two customers',
      bankLine(15_000, { text: `${two.number} ${one.number}` }),
      [of(two, OTHER), one],
      {},
      'exception',
    ],
    [
      'a number that is paid, from a known payer with the same amount open elsewhere',
      bankLine(5_000, { text: two.number }),
      [paid(two), three],
      known,
      'exception',
    ],
    ['a number of which there is none', bankLine(5_000, { text: 'INV-2026-000999' }), [one], {}, 'exception'],
    [
      'a number of another legal entity',
      bankLine(10_000, { references: [one.reference] }),
      [{ ...one, entity: 'other' }],
      {},
      'exception',
    ],
    [
      'a number in another currency',
      bankLine(10_000, { references: [one.reference] }),
      [invoice(1, 10_000, { total: zero('USD') })],
      {},
      'exception',
    ],
    ['a known payer, one invoice of that amount', bankLine(10_000), [one, two], known, 'payer: 1'],
    ['a known payer, two invoices of that amount', bankLine(5_000), [two, three], known, 'exception'],
    ['a known payer, all that is open', bankLine(20_000), [one, two, three], known, 'payer: 1 2 3'],
    ['a known payer, a sum that two pairs give', bankLine(15_000), [one, two, three], known, 'exception'],
    [
      'a known payer of another entity’s invoice',
      bankLine(10_000),
      [{ ...one, entity: 'other' }],
      known,
      'exception',
    ],
    [
      'an account that two customers pay from, of whom one owes exactly that',
      bankLine(10_000),
      [one],
      { payers: [CUSTOMER, OTHER] },
      'payer: 1',
    ],
    [
      'an account that two customers pay from, who both owe exactly that',
      bankLine(5_000),
      [two, of(three, OTHER)],
      { payers: [CUSTOMER, OTHER] },
      'exception',
    ],
    ['a stranger with the right amount', bankLine(10_000), [one], {}, 'exception'],
    [
      'money that came back',
      bankLine(10_000, { reversal: true, references: [one.reference] }),
      [one],
      {},
      'exception',
    ],
    ['money that left', bankLine(-10_000, { text: one.number }), [one], known, 'ignore'],
    ['money that the bank took back', bankLine(-10_000, { reversal: true }), [one], {}, 'exception'],
    ['nothing', bankLine(0), [one], known, 'ignore'],
  ])('%s', (_, line, invoices, more, expected) => expect(said(decide(line, invoices, more))).toBe(expected));

  test('an exception says why, whose it is and what it may be for', () => {
    expect(decide(bankLine(5_000, { text: 'RF67INV2026000001' }), [one, two, three], known)).toMatchObject({
      is: 'exception',
      book: true,
      customerId: CUSTOMER,
      match: {
        reason: '2 open invoices of the payer have this amount.',
        evidence: [expect.stringContaining(CUSTOMER), expect.stringContaining('wrong check digits')],
        candidates: [
          { number: two.number, reason: expect.stringContaining('this amount') },
          { number: three.number },
          { number: one.number },
        ],
      },
    });
    expect(decide(bankLine(10_000, { references: [one.reference] }), [paid(one)])).toMatchObject({
      customerId: CUSTOMER,
      match: { reason: expect.stringContaining('paid twice') },
    });
    expect(decide(bankLine(-1, { reversal: true }), [])).toMatchObject({ is: 'exception', book: false });
  });

  test('too many open invoices to look through', () => {
    const line = bankLine(10_000);
    expect(
      byPayer(
        { line, mentions: [], broken: [], named: [], payers: [CUSTOMER], payoutNames: [], payouts: [] },
        new Map([[CUSTOMER, undefined]]),
      ),
    ).toMatchObject({ is: 'exception', customerId: CUSTOMER });
  });
});

describe('payouts', () => {
  const payout: Payout = {
    reference: 'po_12345678',
    version: 1,
    provider: 'stripe',
    currency: 'EUR',
    grossMinor: 10_000,
    feeMinor: 300,
    netMinor: 9_700,
    arrivalDate: '2026-03-09',
    items: [],
    state: 'EXPECTED',
  };
  const at = (minor: number, ...payouts: Payout[]) =>
    decide(bankLine(minor, { text: 'STRIPE po_12345678' }), [], { payoutNames: ['po_12345678'], payouts });
  test.each<[string, Decision, string]>([
    ['as announced', at(9_700, payout), 'payout'],
    ['another amount', at(9_600, payout), 'exception'],
    ['twice', at(9_700, { ...payout, state: 'RECONCILED' }), 'exception'],
    ['never announced', at(9_700), 'exception'],
    ['gross less fees is not net', at(9_700, { ...payout, feeMinor: 200 }), 'exception'],
    ['the provider takes money', at(-500, { ...payout, grossMinor: -200, netMinor: -500 }), 'payout'],
  ])('%s', (_, decision, is) => expect(decision.is).toBe(is));
  test('bank net, fees and clearing balance', () => {
    expect(payoutEntry(bankLine(9_700), payout)?.lines).toEqual([
      { account: 'bank', minor: 9_700 },
      { account: 'fees', minor: 300 },
      { account: 'clearing', minor: -10_000 },
    ]);
  });
  test('what was given back lowered it: that was on its way, and clearing gave all that was collected', () => {
    const item = (grossMinor: number, refund?: string) => ({
      attempt: 'a',
      grossMinor,
      feeMinor: 0,
      ...(refund !== undefined && { refund }),
    });
    const items = [item(14_000), item(-4_500, 'ref_1'), item(500, 'ref_2')];
    expect(payoutEntry(bankLine(9_700), { ...payout, items })?.lines).toEqual([
      { account: 'bank', minor: 9_700 },
      { account: 'fees', minor: 300 },
      { account: 'clearing', minor: -14_000 },
      { account: 'refundsInTransit', minor: 4_000 },
    ]);
  });
});

describe('a person decides', () => {
  const payment = (more: Partial<Payment> = {}): Payment => ({
    id: 'pay_00000000000000000000000000',
    version: 1,
    entity: 'main',
    method: 'bank_transfer',
    amount: money(10_000, 'EUR'),
    paidOn: '2026-03-09',
    bookedOn: '2026-03-09',
    payer: {},
    source: { kind: 'bank_line', id: 'bln_0' },
    allocations: [],
    unapplied: money(10_000, 'EUR'),
    receivedAt: '2026-03-09T09:00:00Z',
    ...more,
  });
  const [one, two] = [invoice(1, 6_000), invoice(2, 5_000)];
  const allocation = (to: Invoice, minor?: number) => ({
    invoiceId: to.id,
    ...(minor !== undefined && { amount: money(minor, 'EUR') }),
  });
  test.each<[string, Parameters<typeof byPerson>, string]>([
    ['two invoices', [payment(), { allocations: [allocation(one), allocation(two)] }, [one, two], ''], 'ok'],
    ['on account', [payment(), { allocations: [], customerId: CUSTOMER }, [], ''], 'ok'],
    ['nothing said', [payment(), { allocations: [] }, [], ''], 'cash.nothing_named'],
    [
      'nothing left',
      [payment({ unapplied: zero('EUR') }), { allocations: [allocation(one)] }, [one], ''],
      'cash.nothing_left',
    ],
    ['an unknown invoice', [payment(), { allocations: [allocation(one)] }, [], ''], 'cash.invoice_unknown'],
    ['a paid invoice', [payment(), { allocations: [allocation(one)] }, [paid(one)], ''], 'cash.not_payable'],
    [
      'more than is open',
      [payment(), { allocations: [allocation(one, 6_001)] }, [one], ''],
      'cash.not_payable',
    ],
    [
      'more than there is',
      [payment({ unapplied: money(5_000, 'EUR') }), { allocations: [allocation(one, 6_000)] }, [one], ''],
      'cash.allocated_too_much',
    ],
    [
      'another entity',
      [payment({ entity: 'x' }), { allocations: [allocation(one)] }, [one], ''],
      'cash.not_payable',
    ],
    [
      'another currency',
      [payment({ unapplied: money(1, 'USD') }), { allocations: [allocation(one)] }, [one], ''],
      'cash.not_payable',
    ],
    [
      'two customers, and nobody knows whose money it is',
      [payment(), { allocations: [allocation(one), allocation(two)] }, [one, of(two, OTHER)], ''],
      'cash.several_customers',
    ],
    [
      'two customers, and it is known whose money it is',
      [
        payment({ customerId: OTHER }),
        { allocations: [allocation(one, 1), allocation(two)] },
        [one, of(two, OTHER)],
        '',
      ],
      'ok',
    ],
    [
      'another customer pays, as is said',
      [payment(), { allocations: [allocation(one)], customerId: OTHER }, [one], ''],
      'ok',
    ],
    [
      'money that is partly another’s',
      [
        payment({
          customerId: OTHER,
          allocations: [
            { invoiceId: two.id, number: two.number, amount: money(1, 'EUR'), dueOn: two.dueOn, reason: '' },
          ],
        }),
        { allocations: [allocation(one)], customerId: CUSTOMER },
        [one],
        '',
      ],
      'cash.customer_fixed',
    ],
  ])('%s', (_, args, expected) => {
    const result = byPerson(...args);
    expect(result.ok ? 'ok' : result.code).toBe(expected);
  });
});

describe('whatever comes in', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 5 });
  const payments = fc.array(
    fc.record({
      minor: fc.integer({ min: 1, max: 30_000 }),
      to: fc.nat(4),
      how: fc.constantFrom('reference', 'nothing'),
    }),
    { maxLength: 8 },
  );
  const run = (open: readonly Invoice[], lines: readonly BankLine[]) => {
    const heads = new Map(open.map((one) => [one.id, one]));
    const receipts = lines.map((line) => {
      const decision = decide(line, [...heads.values()], { payers: [CUSTOMER] });
      const effect = receive(
        {
          id: 'pay_00000000000000000000000000',
          entity: 'main',
          method: 'bank_transfer',
          amount: line.amount,
          paidOn: line.valueOn,
          bookedOn: line.bookedOn,
          customerId: CUSTOMER,
          payer: {},
          source: { kind: 'bank_line', id: line.id },
          receivedAt: '2026-03-09T09:00:00Z',
        },
        decision.is === 'apply' ? decision.targets : [],
      );
      for (const one of effect.invoices) heads.set(one.id, one);
      return effect;
    });
    return { heads, receipts };
  };
  test('allocations and rest are the amount, nothing is paid beyond what is open, entries balance', () => {
    fc.assert(
      fc.property(amounts, payments, (totals, parts) => {
        const open = totals.map((minor, index) => invoice(index + 1, minor));
        const { heads, receipts } = run(
          open,
          parts.map(({ minor, to, how }) =>
            bankLine(minor, how === 'reference' ? { references: [open[to % open.length]!.reference] } : {}),
          ),
        );
        for (const { payment, entry } of receipts) {
          expect(
            payment.allocations.reduce((sum, { amount }) => sum + amount.minor, payment.unapplied.minor),
          ).toBe(payment.amount.minor);
          expect(entry!.lines.reduce((sum, { minor }) => sum + minor, 0)).toBe(0);
        }
        const applied = receipts
          .flatMap(({ payment }) => payment.allocations)
          .reduce((sum, { amount }) => sum + amount.minor, 0);
        const left = [...heads.values()].reduce((sum, { open: { minor } }) => sum + minor, 0);
        expect(applied + left).toBe(totals.reduce((sum, minor) => sum + minor, 0));
        for (const one of heads.values()) expect(one.open.minor).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  test('the order of lines that name their invoices never changes the totals', () => {
    fc.assert(
      fc.property(amounts, payments, fc.func(fc.nat()), (totals, parts, rank) => {
        const open = totals.map((minor, index) => invoice(index + 1, minor));
        const lines = parts.map(({ minor, to }) =>
          bankLine(minor, { references: [open[to % open.length]!.reference] }),
        );
        const shuffled = lines
          .map((line, index) => ({ line, at: rank(index) }))
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line);
        const left = (all: readonly BankLine[]) =>
          [...run(open, all).heads.values()]
            .map(({ number, open: { minor } }) => `${number} ${minor}`)
            .sort();
        expect(left(shuffled)).toEqual(left(lines));
      }),
    );
  });
});
