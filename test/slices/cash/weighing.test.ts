/** What is weighed where no reference settles a line, which differences are taken, and in which order people see what is left. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankLine } from '../../../shared/bank/statement.ts';
import { claimsIn, isAbout, sharesOf } from '../../../shared/cash/advice.ts';
import { payersIn } from '../../../shared/cash/answers.ts';
import type { Remittance } from '../../../shared/cash/remittance.ts';
import type { Decision, Facts } from '../../../shared/cash/decision.ts';
import { mentionsOf } from '../../../shared/cash/mentions.ts';
import { pieceOf, piecesOf } from '../../../shared/cash/pieces.ts';
import { MatchingRuleSet, NO_RULES, type MatchingRules } from '../../../shared/cash/policy.ts';
import { byReference } from '../../../shared/cash/rules.ts';
import { isBelievable, sumOf } from '../../../shared/cash/subset.ts';
import { exception } from '../../../shared/cash/decision.ts';
import { asRepeat, mayRepeat, repeatedOf } from '../../../shared/cash/repeats.ts';
import { lateDiscountOf, letGoOf, toleratedOf } from '../../../shared/cash/tolerance.ts';
import { confirmed, declined, doubtedIn, payerKeysOf, trustIn } from '../../../shared/cash/trust.ts';
import { byPayer, teaches } from '../../../shared/cash/weighing.ts';
import { simulated, type Past } from '../../../shared/cash/what-if.ts';
import { rankedOf } from '../../../shared/cash/worklist.ts';
import { keysOfName } from '../../../shared/customers/likeness.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { money } from '../../../shared/kernel/money.ts';
import { receive, takeBack } from '../../../shared/payments/rules.ts';
import { anInvoice, aPayment } from '../../support/drawn.ts';
import { CUSTOMER, invoice } from './invoice.ts';

const OTHER = CUSTOMER.replace(/1$/, '2') as Invoice['customerId'];
const eur = (minor: number) => money(minor, 'EUR');
const bankLine = (minor: number, more: Partial<BankLine> = {}): BankLine => ({
  id: 'bln_00000000000000000000000000',
  version: 1,
  statementId: 'stm_00000000000000000000000000',
  entity: 'main',
  accountIban: 'DE89370400440532013000',
  amount: eur(minor),
  bookedOn: '2026-03-09',
  valueOn: '2026-03-09',
  references: [],
  text: '',
  counterparty: {},
  reversal: false,
  state: 'NEW',
  ...more,
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
  const owed = new Map(
    payersIn(facts).map(({ customerId }) => [
      customerId,
      invoices.filter((one) => one.customerId === customerId && one.open.minor > 0),
    ]),
  );
  return byReference(facts, rules) ?? byPayer(facts, owed, rules);
};
const said = (decision: Decision): string =>
  decision.is === 'apply'
    ? `${decision.match.tier}: ${decision.targets.map(({ invoice: { number } }) => Number(number.slice(9))).join(' ')}`
    : decision.match.reason;
const open = (...minors: number[]): Invoice[] => minors.map((minor, at) => invoice(at + 1, minor));
const known = { payers: [CUSTOMER] };

describe('who the payer is', () => {
  const two = open(12_345, 6_789);
  test.each<[string, Partial<Facts>, string]>([
    ['was confirmed before', { aliases: [{ customerId: CUSTOMER, points: 35 }] }, 'alias: 1'],
    [
      'was confirmed and declined since',
      { aliases: [{ customerId: CUSTOMER, points: 20 }] },
      'INV-2026-000001 has this amount, but the payer is not known well enough.',
    ],
    ['has exactly this name', { namesakes: [CUSTOMER] }, 'name: 1'],
    ['has the name of two', { namesakes: [CUSTOMER, OTHER] }, '2 customers have this name.'],
    ['nobody knows', {}, 'Neither a reference of ours nor a known payer.'],
  ])('%s', (_, facts, expected) => expect(said(decide(bankLine(12_345), two, facts))).toBe(expected));

  test('a known account is asked before aliases and names', () => {
    expect(
      payersIn({ ...known, aliases: [{ customerId: OTHER, points: 40 }], namesakes: [OTHER] } as never),
    ).toEqual([{ customerId: CUSTOMER, how: 'account', points: 40 }]);
  });
  test('a parent pays for its child, in part and by its number alone', () => {
    const [one] = open(10_000);
    const line = bankLine(4_000, { text: one!.number });
    expect(said(decide(line, [one!], { payers: [OTHER], children: [CUSTOMER] }))).toBe('reference: 1');
    expect(decide(line, [one!], { payers: [OTHER] }).is).toBe('exception');
  });
  test('another customer’s number with its amount is believed, unless the payer owes that, too', () => {
    const [one, two2] = open(10_000, 10_000);
    const line = bankLine(10_000, { text: one!.number });
    expect(said(decide(line, [one!], { payers: [OTHER] }))).toBe('reference: 1');
    const both = decide(line, [one!, { ...two2!, customerId: OTHER }], { payers: [OTHER] });
    expect(both).toMatchObject({ is: 'exception', match: { margin: 5 } });
    expect(both.match.proposals?.map(({ points }) => points)).toEqual([80, 75]);
  });
  test('only checked references from an account that nobody knows teach it', () => {
    const [one] = open(10_000);
    const from = { counterparty: { iban: 'DE02' } };
    const judged = (line: BankLine, payers: string[] = []) => {
      const { mentions } = mentionsOf(line, ['INV']);
      return teaches(
        { line, mentions, payers, broken: [], named: [one!], payoutNames: [], payouts: [] },
        decide(line, [one!], { payers }),
      );
    };
    expect(judged(bankLine(10_000, { references: [one!.reference], ...from }))).toBe(true);
    expect(judged(bankLine(10_000, { text: one!.number, ...from }))).toBe(false);
    expect(judged(bankLine(10_000, { references: [one!.reference], ...from }), [CUSTOMER])).toBe(false);
    expect(judged(bankLine(10_000, { references: [one!.reference] }))).toBe(false);
  });
});

describe('trust in a pair of payer and customer', () => {
  const id = CUSTOMER;
  test('grows with confirmations, falls with a decline, and comes back within months', () => {
    const once = confirmed(undefined, id);
    const often = [1, 2, 3, 4].reduce((before) => confirmed(before, id), once);
    const doubted = declined(once, id, '2026-01-01');
    expect([
      trustIn(once, '2026-01-01'),
      trustIn(often, '2026-01-01'),
      trustIn(doubted, '2026-01-01'),
      trustIn(doubted, '2026-04-01'),
      trustIn(doubted, '2027-01-01'),
    ]).toEqual([35, 40, 15, 25, 33]);
    expect(trustIn(declined(undefined, id, '2026-01-01'), '2027-01-01')).toBe(0);
    expect(doubtedIn([[once], [declined(undefined, id, '2026-01-01')]])).toEqual(new Set([id]));
  });
  test('a payer is found by account and by name however the bank writes it', () => {
    const keys = (name?: string, iban?: string) =>
      payerKeysOf({ counterparty: { ...(name && { name }), ...(iban && { iban }) } });
    expect(keys('Müller & Söhne', 'DE02')).toEqual(['account:DE02', 'name:MUELLERSOEHNE']);
    expect(keys('MUELLER   SOEHNE')).toEqual(['name:MUELLERSOEHNE']);
    expect(keys('A')).toEqual([]);
    expect(keysOfName('Huber AG', 'AT')).toEqual(['name:AT:huber']);
    expect(keysOfName('MUELLER MASCHINENBAU', 'DE')).toContain(
      keysOfName('Müller Maschinenbau GmbH', 'DE')[0],
    );
  });
});

describe('sums', () => {
  test('the only ones that add up are paid, and what two groups give is not', () => {
    expect(said(decide(bankLine(35_791), open(12_345, 23_446, 99_999, 50_001), known))).toBe('sum: 1 2');
    expect(decide(bankLine(30_000), open(10_000, 20_000, 15_000, 15_000), known).is).toBe('exception');
  });
  test('round prices hit by chance: they are proposed, and a person says', () => {
    const decision = decide(bankLine(9_800), open(4_900, 4_900, 9_900, 14_900, 19_900), known);
    expect(decision).toMatchObject({ is: 'exception', match: { proposals: [{ points: 60 }] } });
    expect(said(decision)).toContain('but that may be chance');
  });
  test('an invoice of exactly the amount, and a sure sum beside it: neither is booked', () => {
    const decision = decide(bankLine(35_791), open(12_345, 23_446, 99_999, 35_791), known);
    expect(decision).toMatchObject({ is: 'exception', match: { margin: 2 } });
  });
  test('property: what is found adds up, and where it is the only one there is no other', () => {
    const items = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(items, fc.nat(511), fc.nat(2_000), (amounts, mask, other) => {
        const chosen = amounts.filter((_, at) => (mask >> at) & 1);
        const target = chosen.length > 0 ? chosen.reduce((all, one) => all + one, 0) : other + 1;
        let ways = 0;
        for (let one = 1; one < 2 ** amounts.length; one++)
          if (amounts.reduce((all, minor, at) => all + ((one >> at) & 1 ? minor : 0), 0) === target)
            ways += 1;
        const found = sumOf(amounts, target);
        expect(found === undefined).toBe(ways === 0);
        if (found) {
          expect(found.group.reduce((all, at) => all + amounts[at]!, 0)).toBe(target);
          expect(new Set(found.group).size).toBe(found.group.length);
          expect(found.unique).toBe(ways === 1);
        }
      }),
    );
  });
  test('the search ends: out of steps it is not sure, and too many items are not looked through', () => {
    const many = Array.from({ length: 60 }, (_, at) => 10_000 + at * 7);
    expect(sumOf(many, 123_456)?.unique ?? false).toBe(false);
    expect(sumOf([10, 20, 30], 60, 2)).toBeUndefined();
    expect(sumOf([...many, 1], 10_000)).toBeUndefined();
  });
  test('the bounds of belief: how many groups there are, over how many amounts', () => {
    const about = (count: number, minor: number) =>
      Array.from({ length: count }, (_, at) => minor + at * 13 + 1);
    expect(isBelievable(about(12, 50_000), 150_000, 3)).toBe(true);
    expect(isBelievable(about(28, 50_000), 300_000, 6)).toBe(false);
    expect(isBelievable(about(16, 5_000), 25_000, 5)).toBe(false);
    expect(isBelievable([10_000, 20_000, 40_000], 60_000, 2)).toBe(false);
  });
});

describe('pieces of numbers', () => {
  test.each<[string, string, ReturnType<typeof pieceOf>]>([
    ['Rechnung 0250 danke', 'INV-2026-000250', 'part'],
    ['RG 000250', 'INV-2026-000250', 'whole'],
    ['Rechnung 000 250 vom', 'INV-2026-000250', 'whole'],
    ['RG 250', 'INV-2026-000250', 'part'],
    ['RG 25', 'INV-2026-000025', undefined],
    ['RG 1250', 'INV-2026-000250', undefined],
    ['A250', 'INV-2026-000250', undefined],
    ['', 'INV-2026-000250', undefined],
    ['RG 250', 'OLD', undefined],
  ])('“%s” of %s', (text, number, expected) => expect(pieceOf(number, piecesOf({ text }))).toBe(expected));
  test('all digits tell two equal amounts apart, some of them do not, and none books another amount', () => {
    const two = open(11_700, 11_700);
    expect(said(decide(bankLine(11_700, { text: 'Rechnung 000002' }), two, known))).toBe('payer: 2');
    expect(decide(bankLine(11_700, { text: 'Rechnung 0002' }), two, known).is).toBe('exception');
    expect(said(decide(bankLine(11_000, { text: 'Rechnung 000002' }), two, known))).toBe(
      'INV-2026-000002 may be meant, but the amount is another one.',
    );
  });
  test('long rubbish is read to its end', () => {
    expect(piecesOf({ text: '123 '.repeat(2_000) }).words.size).toBeLessThanOrEqual(41);
    expect(piecesOf({ text: '1'.repeat(4_000) }).words.size).toBe(0);
  });
});

const rules = (tolerances: object[], more: object = {}): MatchingRules => ({
  version: 1,
  ...MatchingRuleSet.parse({ tolerances, monthlyPerCustomer: [eur(5_000)], ...more }),
});

describe('differences', () => {
  const rounding = { kind: 'rounding', upTo: [eur(5)], percent: '1' };
  const charge = { kind: 'bank_charge', upTo: [eur(1_500)], percent: '5' };
  const withheld = { kind: 'withholding', upTo: [eur(50_000)], percent: '15' };
  const taken = (
    paid: number,
    owed: number,
    all: object[],
    line: Partial<BankLine> = {},
    more: object = {},
  ) => toleratedOf(bankLine(paid, line), eur(owed), rules(all, more));
  const abroad = { counterparty: { iban: 'CH9300762011623852957' } };
  test.each<[string, ReturnType<typeof taken>, string | undefined]>([
    ['five cents', taken(9_995, 10_000, [rounding]), 'rounding'],
    ['six cents', taken(9_994, 10_000, [rounding]), undefined],
    ['five cents, and more than the percentage', taken(295, 300, [rounding]), undefined],
    ['a charge from abroad', taken(9_500, 10_000, [charge], abroad), 'bank_charge'],
    ['the same at home', taken(9_500, 10_000, [charge]), undefined],
    [
      'the same at home, said by the bank',
      taken(9_500, 10_000, [charge], { charges: eur(500) }),
      'bank_charge',
    ],
    ['a charge above the percentage', taken(9_499, 10_000, [charge], abroad), undefined],
    ['a charge above the amount', taken(98_499, 100_000, [charge], abroad), undefined],
    ['tax by its rate', taken(8_500, 10_000, [withheld]), 'withholding'],
    ['nearly that', taken(8_501, 10_000, [withheld]), undefined],
    ['all that was asked for', taken(10_000, 10_000, [rounding]), undefined],
    ['more than that', taken(10_001, 10_000, [rounding]), undefined],
    [
      'without a cap of the month',
      taken(9_995, 10_000, [rounding], {}, { monthlyPerCustomer: undefined }),
      undefined,
    ],
    ['without a rule', taken(9_995, 10_000, []), undefined],
  ])('%s', (_, found, kind) => expect(found?.kind).toBe(kind));

  test('a rounding of more than five cents cannot be said', () => {
    expect(
      MatchingRuleSet.safeParse({ tolerances: [{ ...rounding, upTo: [eur(6)] }] }).error?.issues[0]?.path,
    ).toEqual(['tolerances', 0, 'upTo']);
  });

  test('a named invoice that is paid but for a charge is paid, in the books too, and taking it back undoes all', () => {
    const one = anInvoice(1, 10_000);
    const line = bankLine(9_500, { references: [one.reference], ...abroad });
    const decision = decide(line, [one], {}, rules([charge]));
    if (decision.is !== 'apply') throw new Error(decision.match.reason);
    const effect = receive(aPayment(1, 9_500), decision.targets);
    expect(effect.invoices[0]).toMatchObject({
      state: 'PAID',
      version: one.version + 1,
      open: eur(0),
      settlements: [{ amount: eur(9_500) }, { method: 'difference', amount: eur(500) }],
    });
    expect(effect.entry?.lines.map(({ account, minor }) => [account, minor])).toEqual([
      ['bank', 9_500],
      ['receivables', -10_000],
      ['bankCharges', 500],
    ]);
    const back = takeBack(effect.payment, effect.invoices, '2026-03-20');
    expect(back.invoices[0]).toMatchObject({ state: 'ISSUED', open: eur(10_000), settlements: [] });
    expect(back.entry?.lines.reduce((all, { minor }) => all + minor, 0)).toBe(0);
    expect(back.entry?.lines).toContainEqual(
      expect.objectContaining({ account: 'bankCharges', minor: -500 }),
    );
  });
  test('of two invoices it would be a guess whose gap it is: the second stays open', () => {
    const two = [anInvoice(1, 10_000), anInvoice(2, 10_000)];
    const line = bankLine(19_500, { references: two.map(({ reference }) => reference), ...abroad });
    const decision = decide(line, two, {}, rules([charge]));
    expect(decision.is === 'apply' && decision.targets.map(({ difference }) => difference)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('remittance advice', () => {
  const claims = (text: string) =>
    claimsIn(text, ['INV'], 'EUR').map(({ number, amount }) => `${Number(number.slice(9))} ${amount?.minor}`);
  test.each<[string, string, string[]]>([
    [
      'a mail',
      'Dear all,\nwe pay INV-2026-000117 of 02.03.2026 with 1.190,00 EUR\nand INV-2026-000118: 49,90\nSum 1.239,90',
      ['117 119000', '118 4990'],
    ],
    ['a CSV', 'invoice;date;gross;paid\nINV-2026-000117;2026-03-02;119.00;100.00', ['117 10000']],
    [
      'segments of EDI',
      'BPR*I*168.90~RMR*IV*INV-2026-000117**119.00~RMR*IV*INV-2026-000118**49.90~',
      ['117 11900', '118 4990'],
    ],
    ['without amounts', 'INV-2026-000117\nINV-2026-000118', ['117 undefined', '118 undefined']],
    [
      'two numbers in a line, one amount',
      'INV-2026-000117, INV-2026-000118: 168,90',
      ['117 undefined', '118 undefined'],
    ],
    ['with spaces and a currency of thousands', "INV-2026-000117   CHF 1'234.50", ['117 123450']],
    ['nothing of ours', 'see you on 02.03.2026, 119,00', []],
  ])('%s', (_, text, expected) => expect(claims(text)).toEqual(expected));
  test('long rubbish is read to its end', () => {
    expect(claims(`INV-2026-000117 ${'1.234'.repeat(5_000)}`)).toHaveLength(1);
  });

  const [one, two] = open(11_900, 4_990);
  const remittance = (more: Partial<Remittance> = {}): Remittance => ({
    id: 'rem_00000000000000000000000001',
    version: 1,
    state: 'OPEN',
    amount: eur(15_000),
    paidOn: '2026-03-08',
    payerIban: 'DE02 1203 0000 0000 2020 51',
    claims: [
      { number: one!.number, amount: eur(10_010), deduction: { amount: eur(1_890), reason: 'damaged' } },
      { number: two!.number },
    ],
    at: '2026-03-08T09:00:00.000Z',
    by: 'x',
    trace: 't',
    ...more,
  });
  const from = { counterparty: { iban: 'DE02120300000000202051' } };
  test.each<[string, boolean, boolean]>([
    ['the account says so', isAbout(remittance(), bankLine(15_000, from), []), true],
    [
      'another account',
      isAbout(remittance(), bankLine(15_000, { counterparty: { iban: 'DE03' } }), []),
      false,
    ],
    ['nobody in common', isAbout(remittance({ payerIban: undefined }), bankLine(15_000), []), false],
    [
      'the customer says so',
      isAbout(remittance({ customerId: CUSTOMER }), bankLine(15_000), [CUSTOMER]),
      true,
    ],
    ['another customer', isAbout(remittance({ customerId: CUSTOMER }), bankLine(15_000), [OTHER]), false],
    ['another amount', isAbout(remittance(), bankLine(15_001, from), []), false],
    [
      'weeks before the money',
      isAbout(remittance({ paidOn: '2026-02-07' }), bankLine(15_000, from), []),
      true,
    ],
    ['longer', isAbout(remittance({ paidOn: '2026-02-06' }), bankLine(15_000, from), []), false],
    ['days after it', isAbout(remittance({ paidOn: '2026-03-23' }), bankLine(15_000, from), []), true],
    ['used before', isAbout(remittance({ state: 'JOINED' }), bankLine(15_000, from), []), false],
  ])('is about a line: %s', (_, about, expected) => expect(about).toBe(expected));

  test('gives what it says, if that adds up and is open; what is kept back is told', () => {
    const shares = sharesOf(remittance(), [one!, two!])!;
    expect(shares.map(({ amount }) => amount.minor)).toEqual([10_010, 4_990]);
    expect(sharesOf(remittance({ amount: eur(15_001) }), [one!, two!])).toBeUndefined();
    expect(sharesOf(remittance(), [one!])).toBeUndefined();
    expect(sharesOf(remittance(), [one!, { ...two!, customerId: OTHER }])).toHaveLength(2);
    expect(sharesOf(remittance(), [{ ...one!, open: eur(10_000) }, two!])).toBeUndefined();
    const decision = decide(bankLine(15_000, from), [one!, two!], {
      advised: { remittance: remittance(), shares, owner: one!.customerId },
    });
    expect(said(decision)).toBe('advice: 1 2');
    expect(decision.match.evidence).toContain('Of INV-2026-000001 18.90 are kept back: damaged');
  });
  test('what the line itself names comes before it', () => {
    const shares = sharesOf(remittance(), [one!, two!])!;
    const advised = { remittance: remittance(), shares, owner: one!.customerId };
    const line = bankLine(15_000, { references: [one!.reference], ...from });
    expect(said(decide(line, [one!, two!], { advised }))).toBe('reference: 1');
  });
});

describe('what other rules would have made of a month', () => {
  const charge = { kind: 'bank_charge', upTo: [eur(1_500)], percent: '5' };
  const abroad = { counterparty: { iban: 'CH9300762011623852957' } };
  const at = (serial: number, bookedOn: string, more: Partial<BankLine>): BankLine =>
    bankLine(9_500, { id: `bln_${serial}`, bookedOn, ...more });
  const short = (serial: number, bookedOn: string): Past => {
    const head = anInvoice(serial, 10_000);
    const { payment, invoices } = receive(aPayment(serial, 9_500), [{ invoice: head, reason: 'named' }]);
    const match = { tier: 'reference' } as BankLine['match'];
    return { line: at(serial, bookedOn, { state: 'MATCHED', match, ...abroad }), payment, invoices };
  };
  test('charges would be let go as far as the month allows, the earlier ones first, and nothing moves', () => {
    const past = [short(2, '2026-01-21'), short(1, '2026-01-20')];
    const found = simulated(past, rules([charge], { monthlyPerCustomer: [eur(600)] }));
    expect(found).toMatchObject({
      lines: 2,
      automatic: { was: 2, would: 2 },
      letGo: [{ was: eur(0), would: eur(500) }],
      differing: [
        {
          lineId: 'bln_1',
          was: 'booked by itself',
          would: 'booked by itself, 5.00 EUR let go: bank_charge',
        },
      ],
    });
    expect(simulated(past, NO_RULES)).toMatchObject({ letGo: [], differing: [] });
    expect(past[0]!.invoices[0]).toMatchObject({ open: eur(500) });
  });
  test('discounts taken too late would be granted, and those that were would not, within the month like charges', () => {
    const early = {
      percent: '2',
      mode: 'net' as const,
      until: '2026-01-10',
      acceptedUntil: '2026-01-12',
      discount: eur(200),
      taxMinor: 0,
    };
    const taken = (serial: number, day: string, granted: boolean): Past => {
      const head = anInvoice(serial, 10_000, { early });
      const target = {
        invoice: head,
        reason: 'named',
        ...(granted && { begunOn: '2026-01-12', late: true as const }),
      };
      const { payment, invoices } = receive({ ...aPayment(serial, 9_800), paidOn: day }, [target]);
      const match = { tier: 'reference' } as BankLine['match'];
      const line = at(serial, day, { state: 'MATCHED', match, amount: eur(9_800), valueOn: day });
      return { line, payment, invoices };
    };
    const past = [taken(1, '2026-01-14', false), taken(2, '2026-01-15', false), taken(3, '2026-01-16', true)];
    const found = simulated(
      past,
      rules([], { lateDiscount: { days: 3, upTo: [eur(300)] }, monthlyPerCustomer: [eur(300)] }),
    );
    expect(found).toMatchObject({
      letGo: [{ was: eur(200), would: eur(200) }],
      differing: [
        {
          lineId: 'bln_1',
          was: 'booked by itself',
          would: 'booked by itself, 2.00 EUR let go: late_discount',
        },
        {
          lineId: 'bln_3',
          was: 'booked by itself, 2.00 EUR let go: late_discount',
          would: 'booked by itself',
        },
      ],
    });
    expect(
      simulated(past.slice(2), rules([], { lateDiscount: { days: 4, upTo: [eur(300)] } })),
    ).toMatchObject({
      letGo: [{ was: eur(200), would: eur(200) }],
      differing: [],
    });
  });
  test('another margin lets lines wait, and books others', () => {
    const weighed = (state: BankLine['state'], margin: number, points = 80): Past => ({
      ...short(1, '2026-01-20'),
      line: at(1, '2026-01-20', {
        state,
        match: { tier: 'payer', margin, proposals: [{ points }] } as unknown as BankLine['match'],
      }),
    });
    const would = (one: Past, margin: number) => simulated([one], { ...NO_RULES, margin }).automatic.would;
    expect([
      would(weighed('MATCHED', 25), 20),
      would(weighed('MATCHED', 25), 30),
      would(weighed('EXCEPTION', 15), 10),
      would(weighed('EXCEPTION', 15), 20),
      would(weighed('EXCEPTION', 60, 60), 10),
    ]).toEqual([1, 0, 1, 0, 0]);
  });
});

describe('the worklist', () => {
  const waits = (id: string, minor: number, bookedOn: string, more: Partial<BankLine> = {}): BankLine =>
    bankLine(minor, { id: `bln_${id}`, bookedOn, state: 'EXCEPTION', ...more });
  const ids = (lines: readonly BankLine[], owner?: string) =>
    rankedOf(lines, '2026-03-31', owner).map(({ line }) => line.id.slice(4));
  const proposed = (points: number) =>
    ({ match: { proposals: [{ points }] } }) as unknown as Partial<BankLine>;
  test('what is old, large and quickly done comes first', () => {
    expect(
      ids([
        waits('young', 10_000, '2026-03-30'),
        waits('large', 10_000_000, '2026-03-30'),
        waits('old', 10_000, '2026-02-01'),
        waits('sure', 10_000, '2026-03-30', proposed(78)),
      ]),
    ).toEqual(['old', 'sure', 'large', 'young']);
  });
  test('parked lines come back on their day, and their owner sees them before', () => {
    const parked = (until: string) => ({
      parked: { owner: 'ines', until, by: 'x', at: '2026-03-01T00:00:00Z' },
    });
    const lines = [
      waits('due', 1, '2026-03-30', parked('2026-03-31')),
      waits('later', 1, '2026-03-30', parked('2026-04-01')),
    ];
    expect([ids(lines), ids(lines, 'ines'), ids(lines, 'max')]).toEqual([['due'], ['due', 'later'], []]);
  });
  test('equal ones have one order, whatever comes in first', () => {
    const lines = ['c', 'a', 'b'].map((id) => waits(id, 100, '2026-03-30'));
    expect(ids(lines)).toEqual(ids(lines.toReversed()));
  });
});

describe('a discount that is taken too late', () => {
  const early = {
    percent: '2',
    mode: 'net' as const,
    until: '2026-03-01',
    acceptedUntil: '2026-03-03',
    discount: eur(200),
    taxMinor: 0,
  };
  const late = { lateDiscount: { days: 5, upTo: [eur(300)] } };
  const granted = (paid: number, valueOn: string, more: object = {}, over: object = {}) =>
    lateDiscountOf(
      bankLine(paid, { valueOn }),
      anInvoice(1, 10_000, { early, ...over }),
      rules([], { ...late, ...more }),
    );
  test.each<[string, ReturnType<typeof granted>, string | undefined]>([
    ['the last day of the rule', granted(9_800, '2026-03-08'), '2026-03-03'],
    ['a day later', granted(9_800, '2026-03-09'), undefined],
    ['in time, where no rule is needed', granted(9_800, '2026-03-03'), undefined],
    ['less than the discount', granted(9_900, '2026-03-05'), '2026-03-03'],
    ['more than the discount', granted(9_794, '2026-03-05'), undefined],
    ['all of it paid', granted(10_000, '2026-03-05'), undefined],
    [
      'a discount above the amount',
      granted(9_800, '2026-03-05', { lateDiscount: { days: 5, upTo: [eur(199)] } }),
      undefined,
    ],
    [
      'above the sum of the month',
      granted(9_800, '2026-03-05', { monthlyPerCustomer: [eur(199)] }),
      undefined,
    ],
    [
      'without a sum of the month',
      granted(9_800, '2026-03-05', { monthlyPerCustomer: undefined }),
      undefined,
    ],
    ['without a rule', granted(9_800, '2026-03-05', { lateDiscount: undefined }), undefined],
    ['an invoice without discount', granted(9_800, '2026-03-05', {}, { early: undefined }), undefined],
  ])('%s', (_, found, wanted) => expect(found).toBe(wanted));
  test('settles the invoice, is marked on the receipt and counts against the month', () => {
    const invoice = anInvoice(1, 10_000, { early });
    const { payment, invoices } = receive(aPayment(1, 9_800, { paidOn: '2026-03-05' }), [
      { invoice, begunOn: '2026-03-03', late: true, reason: 'r' },
    ]);
    expect(invoices).toMatchObject([{ state: 'PAID' }]);
    expect(payment.allocations).toMatchObject([{ discount: eur(200), late: true }]);
    expect(letGoOf(payment)).toEqual([eur(200)]);
  });
});

describe('what was probably paid twice', () => {
  const before = receive(aPayment(1, 5_000, { paidOn: '2026-03-01' }), [
    { invoice: anInvoice(7, 5_000), reason: 'r' },
  ]).payment;
  const line = bankLine(5_000, { valueOn: '2026-03-10' });
  test.each<[string, object, boolean]>([
    ['the same amount, settled', {}, true],
    ['another amount', { amount: eur(5_001) }, false],
    ['another currency', { amount: { minor: 5_000, currency: 'USD' } }, false],
    ['unapplied in part', { unapplied: eur(1) }, false],
    ['given back in part', { refunded: eur(1) }, false],
    ['taken back', { allocations: [] }, false],
    ['the line itself', { source: { kind: 'bank_line', id: line.id } }, false],
    ['later money', { paidOn: '2026-03-11' }, false],
  ])('%s', (_, over, wanted) => {
    expect(repeatedOf(line, [{ ...before, ...over }]) !== undefined).toBe(wanted);
  });
  test('is a person’s, named with the earlier receipt, first in the worklist and no rule’s', () => {
    const facts = { line, mentions: [], broken: [], named: [], payers: ['c'], payoutNames: [], payouts: [] };
    const plain = exception(facts, 'why', []);
    expect([plain.match.free, mayRepeat(facts, ['c'], plain)]).toEqual([true, true]);
    expect(mayRepeat({ ...facts, broken: ['x'] }, ['c'], plain)).toBe(false);
    expect(mayRepeat(facts, ['c', 'd'], plain)).toBe(false);
    const { match } = asRepeat(plain, before);
    expect(match).toMatchObject({
      reason: 'Probably paid twice: 50.00 EUR came from this payer on 2026-03-01 for INV-2026-000007.',
      repeats: before.id,
    });
    expect('free' in match).toBe(false);
    const [first] = rankedOf(
      [
        { ...line, id: 'bln_a', match: plain.match },
        { ...line, id: 'bln_b', match },
      ] as unknown as BankLine[],
      '2026-03-10',
    );
    expect(first!.line.id).toBe('bln_b');
  });
});
