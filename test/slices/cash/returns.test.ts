/** Which receipt a return takes back: never one that is not sure. */
import { describe, expect, test } from 'vitest';
import { inWords, kindOf } from '../../../shared/bank/return-reasons.ts';
import type { BankLine } from '../../../shared/bank/statement.ts';
import { byHand, isReturn, returnOf, type Receipt } from '../../../shared/cash/returns.ts';
import { money } from '../../../shared/kernel/money.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { bounced, isWhole } from '../../../shared/payments/bounced.ts';
import { aPayment } from '../../support/drawn.ts';
import { aLine } from '../../support/line.ts';

const lineOf = (ordinal: number, minor: number, over: Partial<BankLine> = {}): BankLine =>
  aLine(ordinal, minor, { reversal: minor < 0, state: minor < 0 ? 'NEW' : 'MATCHED', ...over });
const receipt = (ordinal: number, minor: number, over: Partial<BankLine> = {}): Receipt => {
  const line = lineOf(ordinal, minor, over);
  const { payment } = receive(aPayment(ordinal, minor, { source: { kind: 'bank_line', id: line.id } }), []);
  return { line, payment };
};
const back = (over: Partial<BankLine> = {}, minor = -10_000) =>
  lineOf(90, minor, { bookedOn: '2026-03-20', ...over });

describe('a return', () => {
  test('is a reversal that takes money, and no other', () => {
    expect([
      isReturn(back()),
      isReturn(back({ reversal: false })),
      isReturn(lineOf(1, 5, { reversal: true })),
    ]).toEqual([true, false, false]);
  });
  test('takes back the one receipt of its amount', () => {
    expect(returnOf(back(), [receipt(1, 10_000), receipt(2, 9_999)])).toMatchObject({
      is: 'return',
      receipt: { line: { id: lineOf(1, 1).id } },
      costs: { minor: 0 },
    });
  });
  test.each<[string, Partial<BankLine>, Partial<BankLine>]>([
    ['end-to-end id', { endToEndId: 'E-2' }, { endToEndId: 'E-2' }],
    ['bank’s reference in the text', { text: 'RETURN OF B-20002 NOW' }, { bankRef: 'B-20002' }],
    ['bank’s reference as a reference', { references: ['B-20002'] }, { bankRef: 'B-20002' }],
  ])('names it by its %s among equal ones', (_, said, paid) => {
    const two = [receipt(1, 10_000, { endToEndId: 'E-1' }), receipt(2, 10_000, paid)];
    expect(returnOf(back(said), two)).toMatchObject({
      is: 'return',
      receipt: { line: { id: two[1]!.line.id } },
      match: { receipts: [{ lineId: two[0]!.line.id }] },
    });
  });
  test.each<[string, Receipt[], Partial<BankLine>, number?]>([
    ['nothing is near', [], {}],
    ['two are equal', [receipt(1, 10_000), receipt(2, 10_000)], {}],
    ['its amount is another', [receipt(1, 10_001)], {}],
    ['the receipt came later', [receipt(1, 10_000, { bookedOn: '2026-03-21' })], {}],
    ['it came into another account', [receipt(1, 10_000, { accountIban: 'DE02' })], {}],
    [
      'another end-to-end id stands there',
      [receipt(1, 10_000, { endToEndId: 'E-1' })],
      { endToEndId: 'E-2' },
    ],
    [
      'another payer stands there',
      [receipt(1, 10_000, { counterparty: { iban: 'A' } })],
      { counterparty: { iban: 'B' } },
    ],
    ['costs are in it that the bank does not say', [receipt(1, 10_000)], {}, -10_350],
  ])('waits for a person where %s', (_, near, said, minor) => {
    const decision = returnOf(back(said, minor), near);
    expect(decision).toMatchObject({
      is: 'exception',
      match: { tier: 'none', reason: expect.stringContaining('say which it was') },
    });
  });
  test('costs that the bank says are no part of the receipt', () => {
    for (const said of [{ returned: { original: money(10_000, 'EUR') } }, { charges: money(350, 'EUR') }])
      expect(returnOf(back(said, -10_350), [receipt(1, 10_000)])).toMatchObject({
        is: 'return',
        costs: { minor: 350 },
      });
  });
  test('what was given back, paid out or taken back is not there any more, for a person either', () => {
    const { line, payment } = receipt(1, 10_000);
    const gone = [
      { ...payment, refunded: money(1, 'EUR') },
      { ...payment, disputed: money(1, 'EUR') },
      { ...payment, payout: 'po_1' },
      { ...payment, takenBack: { lineId: 'x' } },
    ];
    for (const one of gone) {
      expect([isWhole(one), returnOf(back(), [{ line, payment: one }]).is]).toEqual([false, 'exception']);
      expect(byHand(back(), { line, payment: one }, 'x')).toBeUndefined();
    }
    expect(byHand(back(), { line, payment }, 'said')).toMatchObject({
      is: 'return',
      match: { tier: 'return', reason: 'said' },
    });
  });
});

describe('the books of a return', () => {
  test('what is unapplied and what the bank took leave the bank in one entry', () => {
    const { payment } = receipt(1, 10_000);
    const effect = bounced({ ...payment, customerId: `cus_${'0'.repeat(26)}` }, [], {
      lineId: 'bln_9',
      on: '2026-03-20',
      costs: money(350, 'EUR'),
    });
    expect(effect.payment).toMatchObject({
      version: 2,
      unapplied: { minor: 0 },
      takenBack: { lineId: 'bln_9', costs: { minor: 350 } },
    });
    expect(effect.entry!.lines.map(({ account, minor }) => [account, minor])).toEqual([
      ['unapplied', 10_000],
      ['fees', 350],
      ['bank', -10_350],
    ]);
    // The customer's credit was freed by the money, and is not any more.
    expect(effect.exposures.reduce((sum, { minor }) => sum + minor, 0)).toBe(10_000);
  });
});

test('reasons are told by kind and in words, and an unknown one by the words of the bank', () => {
  expect(
    ['AM04', 'R01', 'AC04', 'R02', 'MD06', 'R10', 'XX99', undefined].map((reason) => kindOf(reason)),
  ).toEqual([
    'funds',
    'funds',
    'account_closed',
    'account_closed',
    'unauthorised',
    'unauthorised',
    undefined,
    undefined,
  ]);
  expect(
    [{ reason: 'R02' }, { reason: 'XX99', words: 'Retour' }, { words: 'RETOURE' }, {}].map((one) =>
      inWords(one),
    ),
  ).toEqual(['R02: the account is closed', 'XX99: Retour', 'RETOURE', 'no reason given']);
});
