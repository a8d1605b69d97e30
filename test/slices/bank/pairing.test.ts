/** What a bank announces and books is one line, whatever it calls it, and in whatever order it says so. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { likeness } from '../../../shared/bank/likeness.ts';
import { BOOKED, isUnconfirmed, type Movement } from '../../../shared/bank/movement.ts';
import { paired, type Told } from '../../../shared/bank/pairing.ts';
import type { BankLine } from '../../../shared/bank/statement.ts';

interface Paid {
  readonly minor?: number;
  readonly on?: string;
  readonly ref?: string;
  readonly endToEndId?: string;
  readonly references?: string[];
  readonly text?: string;
  readonly iban?: string;
  readonly name?: string;
  readonly batch?: { id: string; minor: number };
}
const money = (minor: number) => ({ minor, currency: 'EUR' });
const movementOf = (id: string, { minor = 1_000, on = '2026-03-09', batch }: Paid, channel: string) => ({
  id,
  version: 1,
  statementId: `stm of ${channel}`,
  entity: 'main',
  accountIban: 'DE89370400440532013000',
  amount: money(minor),
  bookedOn: on,
  told: [channel],
  ...(batch && { batch }),
});
const told = (id: string, paid: Paid, channel: string): Told => {
  const { minor = 1_000, on = '2026-03-09', ref, endToEndId, references = [], text = '', iban, name } = paid;
  const line = {
    id,
    version: 1,
    statementId: `stm of ${channel}`,
    amount: money(minor),
    bookedOn: on,
    valueOn: on,
    ...(ref !== undefined && { bankRef: ref }),
    ...(endToEndId !== undefined && { endToEndId }),
    references,
    text,
    counterparty: { ...(iban !== undefined && { iban }), ...(name !== undefined && { name }) },
    state: 'NEW',
  } as unknown as BankLine;
  return { movement: movementOf(id, paid, channel), channel, line };
};
const whole = (id: string, count: number, paid: Paid, channel: string): Told => ({
  movement: {
    ...movementOf(id, paid, channel),
    parts: { count, left: count, apart: [], ...(paid.ref !== undefined && { bankRef: paid.ref }) },
  },
  channel,
});

/** Books that keep what each message brings, as the store does. */
const books = () => {
  const lines = new Map<string, BankLine>();
  const movements = new Map<string, Movement>();
  const same = new Set<string>();
  return {
    lines,
    hear: (message: readonly Told[]): number => {
      const done = paired(message, { lines, same, movements: [...movements.values()] });
      for (const line of done.fresh) lines.set(line.id, line);
      for (const movement of done.movements) {
        expect(movement.version).toBe((movements.get(movement.id)?.version ?? 0) + 1);
        movements.set(movement.id, movement);
      }
      for (const { id, channel } of done.same) same.add(`${id} ${channel}`);
      return done.known;
    },
    unconfirmed: () => [...movements.values()].filter(isUnconfirmed).map(({ id }) => id),
    total: () => [...lines.values()].reduce((sum, { amount }) => sum + amount.minor, 0),
  };
};

const PAYER = { iban: 'DE12500105170648489890', name: 'Miller', text: 'INV-2026-000117' };

describe('two entries of one amount', () => {
  const cases: [string, Paid, Paid, boolean][] = [
    [
      'the reference cut to 16 characters',
      { ref: '2026030912345678901234' },
      { ref: '2026030912345678' },
      true,
    ],
    [
      'one end-to-end id, and texts of which each says something else',
      { endToEndId: 'E-1', text: 'order 12345' },
      { endToEndId: 'E-1', text: 'value 98765' },
      true,
    ],
    ['other end-to-end ids', { endToEndId: 'E-1', ...PAYER }, { endToEndId: 'E-2', ...PAYER }, false],
    ['one creditor reference', { references: ['RF18 5390'] }, { references: ['RF185390'] }, true],
    [
      'other creditor references',
      { references: ['RF185390'], ...PAYER },
      { references: ['RF055391'], ...PAYER },
      false,
    ],
    ['the text shortened', { text: 'SVWZ+INV-2026-000117 thanks' }, { text: 'INV-2026-000117' }, true],
    ['one payer, other invoices', { ...PAYER }, { ...PAYER, text: 'INV-2026-000118' }, false],
    ['one payer, no text', { ...PAYER }, { iban: PAYER.iban }, true],
    ['other payers', { ...PAYER }, { ...PAYER, iban: 'DE02120300000000202051' }, false],
    ['the payer’s account in the bank’s own number', { ...PAYER }, { ...PAYER, iban: '0648489890' }, true],
    ['one that says nothing, of that day', { ...PAYER }, {}, true],
    ['one that says nothing, of another day', { ...PAYER }, { on: '2026-03-10' }, false],
    ['nothing in common', { text: 'thank you' }, { name: 'Miller' }, false],
  ];
  test.each(cases)('%s', (_, one, other, are) => {
    const [a, b] = [told('a', one, 'camt.054').line!, told('b', other, BOOKED).line!];
    expect(likeness(a, b) !== undefined).toBe(are);
    expect(likeness(b, a)).toBe(likeness(a, b));
  });

  test.each([
    ['camt.054', BOOKED],
    [BOOKED, 'camt.054'],
    ['camt.052', 'camt.054'],
  ])('%s, then %s, up to five days apart', (first, second) => {
    for (const [on, lines] of [
      ['2026-03-14', 1],
      ['2026-03-15', 2],
    ] as const) {
      const all = books();
      all.hear([told('a', { ...PAYER, ref: 'X1' }, first)]);
      expect(all.hear([told('b', { ...PAYER, ref: 'Y7', on }, second)])).toBe(2 - lines);
      expect(all.lines.size).toBe(lines);
    }
  });

  test('statements among themselves are told apart by their references, as ever', () => {
    const all = books();
    all.hear([told('a', { ...PAYER, ref: 'X1' }, BOOKED)]);
    all.hear([told('b', { ...PAYER, ref: 'Y7' }, BOOKED)]);
    expect(all.lines.size).toBe(2);
  });

  test('the one that says most in common is taken', () => {
    const all = books();
    all.hear(['E-1', 'E-2'].map((endToEndId) => told(endToEndId, { ...PAYER, endToEndId }, 'camt.054')));
    all.hear([told('b', { ...PAYER, endToEndId: 'E-2' }, BOOKED)]);
    expect([all.lines.size, all.unconfirmed()]).toEqual([2, ['E-1']]);
  });
});

describe('a batch', () => {
  const parts = [700, 300].map((minor, index) => ({ minor, text: `payment ${index}`, ref: `P${index}` }));
  const split = (channel: string, id: string, ref: string) => [
    whole(id, 2, { ref }, channel),
    ...parts.map((part, index) => told(`${id}-${index}`, { ...part, batch: { id, minor: 1_000 } }, channel)),
  ];
  const sum = (channel: string, ref: string) => [told('sum', { ref, text: 'collective credit' }, channel)];
  test.each<[string, Told[], Told[]]>([
    ['details, then the sum', split('camt.054', 'n', 'B-1'), sum(BOOKED, 'S-1')],
    ['the sum, then details', sum(BOOKED, 'S-1'), split('camt.054', 'n', 'B-1')],
    ['details, then details', split('camt.054', 'n', 'B-1'), split(BOOKED, 's', 'S-1')],
    ['details under one id', split('camt.054', 'n', 'B-1'), split(BOOKED, 'n', 'B-1')],
    [
      'details, then each payment by itself',
      split('camt.054', 'n', 'B-1'),
      parts.map((part, at) => told(`one-${at}`, part, BOOKED)),
    ],
    [
      'each payment by itself, then details',
      parts.map((part, at) => told(`one-${at}`, part, BOOKED)),
      split('camt.054', 'n', 'B-1'),
    ],
  ])('%s: the money is there once', (_, first, second) => {
    const all = books();
    all.hear(first);
    all.hear(second);
    expect(all.total()).toBe(1_000);
    expect(all.unconfirmed()).toEqual([]);
    // The same files again, in pieces: nothing is new.
    for (const one of [...second, ...first]) all.hear([one]);
    expect(all.total()).toBe(1_000);
  });

  test('a payment of just that sum with a payer is another one', () => {
    const all = books();
    all.hear(split('camt.054', 'n', 'B-1'));
    all.hear([told('other', PAYER, BOOKED)]);
    expect([all.total(), all.unconfirmed()]).toEqual([2_000, ['n']]);
  });

  test('of which one payment was booked by itself: it is no batch any more, and the other is still awaited', () => {
    const all = books();
    all.hear(split('camt.054', 'n', 'B-1'));
    all.hear([told('one', parts[0]!, BOOKED)]);
    expect(all.unconfirmed()).toEqual(['n']);
    all.hear(sum(BOOKED, 'B-1'));
    expect(all.total()).toBe(2_000);
    all.hear([told('two', parts[1]!, BOOKED)]);
    expect(all.unconfirmed()).toEqual([]);
  });
});

/** Payments of two payers and two amounts, each told of by some channels: in messages of any size, in any order. */
const world = fc.array(
  fc.record({
    payer: fc.integer({ min: 0, max: 1 }),
    minor: fc.constantFrom(500, 1_000),
    day: fc.integer({ min: 9, max: 10 }),
    by: fc.subarray([BOOKED, 'camt.052', 'camt.054', 'MT942'], { minLength: 1 }),
  }),
  { maxLength: 14 },
);
test('however often, and in whatever order, the money of each payment is there as often as one channel tells it', () => {
  fc.assert(
    fc.property(world, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (payments, dice) => {
      const entries = payments.flatMap(({ payer, minor, day, by }, at) =>
        by.map((channel) =>
          told(
            `${channel} ${at}`,
            {
              minor,
              on: `2026-03-${String(day).padStart(2, '0')}`,
              ref: `${channel}${at}`,
              text: `invoice 4711${payer}${day}`,
              iban: `DE0012030000000020205${payer}`,
            },
            channel,
          ),
        ),
      );
      const order = entries
        .map((one) => ({ one, at: dice.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);
      const all = books();
      for (let from = 0; from < order.length;) {
        const size = 1 + Math.floor((dice.next().value as number) * 4);
        all.hear(order.slice(from, from + size));
        from += size;
      }
      for (const one of order) expect(all.hear([one])).toBeLessThanOrEqual(1);
      const kinds = new Set(entries.map(({ line }) => `${line!.text} ${line!.amount.minor}`));
      for (const kind of kinds) {
        const of = (lines: readonly BankLine[]) =>
          lines.filter(({ text, amount }) => `${text} ${amount.minor}` === kind).length;
        const counts = [BOOKED, 'camt.052', 'camt.054', 'MT942'].map((channel) =>
          of(entries.filter((one) => one.channel === channel).map(({ line }) => line!)),
        );
        expect(of([...all.lines.values()])).toBe(Math.max(...counts));
      }
    }),
  );
});
