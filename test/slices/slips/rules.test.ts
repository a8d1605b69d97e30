/** Which line is which slip: never a guess; and whatever happens to a slip in whatever order, the till and the bank add up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankLine } from '../../../shared/bank/statement.ts';
import { money } from '../../../shared/kernel/money.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { clearingOf, mayBeCheque, returnOf } from '../../../shared/slips/finding.ts';
import {
  canceled,
  cleared,
  gathered,
  handedIn,
  isWaiting,
  returned,
  uncleared,
} from '../../../shared/slips/rules.ts';
import type { Slip } from '../../../shared/slips/slip.ts';
import { aPayment } from '../../support/drawn.ts';
import { aLine } from '../../support/line.ts';

const value = <T>(result: { ok: true; value: T } | { ok: false; code: string }): T => {
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const taken = (serial: number, minor: number, method: 'cash' | 'cheque', number?: string): Payment =>
  receive(
    {
      ...aPayment(serial, minor, {}),
      entity: 'main',
      method,
      collection: { state: 'IN_HAND' },
      ...(number !== undefined && { cheque: { number } }),
    },
    [],
  ).payment;
const made = (serial: number, over: Partial<Slip> = {}) => ({
  id: `slp_${String(serial).padStart(26, '0')}` as const,
  number: serial,
  entity: 'main',
  iban: aLine(1, 1).accountIban,
  by: 'x',
  at: '2026-03-01T09:00:00.000Z',
  trace: 'e'.repeat(32),
  ...over,
});
const slipOf = (serial: number, payments: Payment[], over: Partial<Slip> = {}, on = '2026-03-05') => {
  const open = value(gathered(payments, made(serial, over)));
  return value(handedIn(open.slip, open.payments, on));
};

describe('gathering', () => {
  const cash = taken(1, 500, 'cash');
  test.each<[string, Payment, string]>([
    ['a transfer', { ...cash, method: 'bank_transfer' }, 'slips.not_in_hand'],
    [
      'what is on another slip',
      { ...cash, collection: { state: 'IN_HAND', slipId: 's' } },
      'slips.not_in_hand',
    ],
    ['what the bank has', { ...cash, collection: { state: 'DEPOSITED', slipId: 's' } }, 'slips.not_in_hand'],
    ['money of another entity', { ...cash, entity: 'other' }, 'slips.mixed'],
    ['another currency', { ...taken(2, 5, 'cash'), amount: money(5, 'USD') }, 'slips.mixed'],
  ])('refuses %s', (_, payment, code) => {
    expect(gathered([taken(3, 5, 'cash'), payment], made(1))).toMatchObject({ ok: false, code });
  });
  test('takes what was recorded before there were slips', () => {
    const { collection: _, ...old } = cash;
    expect(value(gathered([old], made(1))).payments[0]!.collection).toMatchObject({ state: 'IN_HAND' });
  });
  test('ends with the bank: nothing is canceled or handed in twice', () => {
    const { slip, payments } = slipOf(1, [cash]);
    expect(canceled(slip, payments)).toMatchObject({ ok: false, code: 'slips.not_open' });
    expect(handedIn(slip, payments, '2026-03-06')).toMatchObject({ ok: false, code: 'slips.not_open' });
  });
});

describe('the line of a slip', () => {
  const mixed = slipOf(
    1,
    [taken(1, 600, 'cash'), taken(2, 300, 'cheque', '12345'), taken(3, 200, 'cheque', '0067890')],
    {
      bankReference: 'BAG-77 001',
    },
  ).slip;
  const other = slipOf(2, [taken(4, 1_100, 'cash')]).slip;
  const sums = (slip: Slip, of: (item: Slip['items'][number]) => boolean) =>
    slip.items.filter(of).map(({ amount }) => amount.minor);
  test.each<[string, Partial<BankLine>, number, Slip[], number[]]>([
    [
      'its reference',
      { text: `Einzahlung ${mixed.reference}.`.replace('.', ' ') },
      1_100,
      [mixed, other],
      [600, 300, 200],
    ],
    ['its reference as one', { references: [mixed.reference] }, 1_100, [mixed, other], [600, 300, 200]],
    ['the bank’s own number', { text: 'SLIP BAG77001' }, 1_100, [mixed, other], [600, 300, 200]],
    ['the sum that only it has', {}, 1_100, [other], [1_100]],
    ['the sum of its cash', {}, 600, [mixed, other], [600]],
    ['one cheque by its amount', {}, 200, [mixed, other], [200]],
    [
      'one cheque by its number',
      { text: 'cheque 67890' },
      200,
      [mixed, slipOf(3, [taken(5, 200, 'cash')]).slip],
      [200],
    ],
  ])('is found by %s', (_, over, minor, slips, amounts) => {
    const found = clearingOf(aLine(1, minor, over), slips, true);
    expect(found).toMatchObject({ is: 'sure' });
    expect(found?.is === 'sure' && found.one.items.map(({ amount }) => amount.minor)).toEqual(amounts);
  });
  test.each<[string, Partial<BankLine>, number, Slip[]]>([
    ['two slips of one amount', {}, 1_100, [mixed, other]],
    ['its reference with another amount', { text: mixed.reference }, 999, [mixed, other]],
  ])('is asked about where there are %s', (_, over, minor, slips) => {
    expect(clearingOf(aLine(1, minor, over), slips, true)?.is).toBe('asked');
  });
  test.each<[string, Partial<BankLine>, number, boolean]>([
    ['another amount', {}, 999, true],
    ['a payer who says something', {}, 1_100, false],
    ['a day before it was handed in', { bookedOn: '2026-03-04' }, 1_100, true],
  ])('is not there with %s', (_, over, minor, quiet) => {
    expect(clearingOf(aLine(1, minor, over), [other], quiet)).toBeUndefined();
  });
  test('no cheque of three digits is named, and none that came in', () => {
    const short = slipOf(4, [taken(6, 100, 'cheque', '123'), taken(7, 100, 'cheque', '456')]);
    expect(clearingOf(aLine(1, 100, { text: '123' }), [short.slip], true)?.is).toBe('asked');
    const line = aLine(1, 200);
    const after = cleared(short.slip, short.slip.items, short.payments, line).slip;
    expect(clearingOf(line, [after], true)).toBeUndefined();
    expect(sums(after, isWaiting)).toEqual([]);
  });
});

describe('a cheque that comes back', () => {
  const { slip } = slipOf(1, [
    taken(1, 500, 'cheque', '12345'),
    taken(2, 500, 'cheque', '98765'),
    taken(3, 500, 'cash'),
  ]);
  test.each<[string, Partial<BankLine>, number, string | undefined]>([
    ['by its number', { text: '98765' }, -500, 'sure'],
    [
      'by its number, with what the bank says it took',
      { text: '98765', charges: money(35, 'EUR') },
      -535,
      'sure',
    ],
    ['by its number, with costs that nobody explains', { text: '98765' }, -535, 'asked'],
    ['by nothing but the word', { text: 'returned cheque' }, -500, 'asked'],
    ['by nothing', {}, -500, undefined],
    ['by a number and less than its amount', { text: '98765' }, -499, undefined],
    ['by a number and more than twice its amount', { text: '98765' }, -1_001, undefined],
  ])('%s', (_, over, minor, is) => {
    expect(returnOf(aLine(1, minor, over), [slip])?.is).toBe(is);
  });
  test.each<[string, Partial<BankLine>, number, boolean]>([
    ['a reversal', { reversal: true }, -5, true],
    ['the word in German', { text: 'Rückscheck' }, -5, true],
    ['the bank’s code', { code: 'PMNT-RCHQ-URCQ' }, -5, true],
    ['any debit', { text: 'rent' }, -5, false],
    ['money that came in', { text: 'cheque' }, 5, false],
  ])('is looked for with %s', (_, over, minor, looked) => {
    expect(mayBeCheque(aLine(1, minor, over))).toBe(looked);
  });
});

test('in any order of clearing, taking back and bouncing, the till, the bank and the slip say the same', () => {
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom('clear', 'unclear', 'bounce', 'paper'),
      at: fc.nat(3),
      many: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const books: Entry[] = [];
      let { slip, payments } = slipOf(1, [
        taken(1, 500, 'cheque', '1'),
        taken(2, 700, 'cheque', '2'),
        taken(3, 900, 'cash'),
        taken(4, 1_100, 'cheque', '3'),
      ]);
      let serial = 0;
      const put = (moved: readonly Payment[]) =>
        (payments = payments.map((one) => moved.find(({ id }) => id === one.id) ?? one));
      for (const { what, at, many } of all) {
        const item = slip.items[at]!;
        const of = (items: Slip['items']) =>
          payments.filter(({ id }) => items.some(({ paymentId }) => paymentId === id));
        if (what === 'clear') {
          const items = (many ? slip.items : [item]).filter(isWaiting);
          if (items.length === 0) continue;
          const sum = items.reduce((total, { amount }) => total + amount.minor, 0);
          const moved = cleared(slip, items, of(items), aLine(++serial, sum));
          books.push(moved.entry!);
          slip = moved.slip;
          put(moved.payments);
        } else if (what === 'unclear' && item.cleared) {
          const same = slip.items.filter(({ cleared: with_ }) => with_?.lineId === item.cleared!.lineId);
          const sum = same.reduce((total, { amount }) => total + amount.minor, 0);
          const line = { id: item.cleared.lineId, amount: money(sum, 'EUR') };
          const moved = uncleared(slip, of(same), line, { on: '2026-03-10' });
          books.push(moved.entry!);
          slip = moved.slip;
          put(moved.payments);
        } else if (what === 'bounce' || what === 'paper') {
          const back = {
            on: '2026-03-11',
            reason: 'x',
            ...(what === 'bounce' && { lineId: aLine(++serial, 1).id, costs: money(35, 'EUR') }),
          };
          const done = returned(slip, of([item])[0]!, [], back);
          if (!done.ok) continue;
          books.push(done.value.effect.entry!);
          slip = done.value.slip;
          put([done.value.effect.payment]);
        }
      }
      const on = (account: string) =>
        books
          .flatMap(({ lines }) => lines)
          .reduce((sum, one) => (one.account === account ? sum + one.minor : sum), 0);
      const where = (method: string) =>
        slip.items.reduce(
          (sum, one) => (one.method === method && isWaiting(one) ? sum + one.amount.minor : sum),
          0,
        );
      expect([on('cash') + 900, on('cheques') + 2_300]).toEqual([where('cash'), where('cheque')]);
      expect(slip.outstanding.minor).toBe(where('cash') + where('cheque'));
      expect(slip.state).toBe(
        slip.outstanding.minor === 0
          ? 'CLEARED'
          : slip.items.some((one) => one.cleared)
            ? 'PART_CLEARED'
            : 'DEPOSITED',
      );
      for (const { id, unapplied, amount, collection } of payments) {
        const item = slip.items.find(({ paymentId }) => paymentId === id)!;
        expect(collection!.state).toBe(item.returned ? 'RETURNED' : item.cleared ? 'CLEARED' : 'DEPOSITED');
        expect(unapplied.minor).toBe(item.returned ? 0 : amount.minor);
      }
      const gone = slip.items.reduce(
        (sum, { returned: back, amount }) => (back?.lineId ? sum + amount.minor + 35 : sum),
        0,
      );
      const came = slip.items.reduce((sum, one) => (one.cleared ? sum + one.amount.minor : sum), 0);
      expect(on('bank')).toBe(came - gone);
    }),
    { numRuns: 300 },
  );
});
