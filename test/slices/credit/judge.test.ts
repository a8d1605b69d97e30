import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HoldRule } from '../../../shared/credit/credit.ts';
import {
  hear,
  joined,
  judge,
  nobody,
  overdueOf,
  withGrace,
  type Circumstances,
} from '../../../shared/credit/rules.ts';
import { customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const account = (limit: number, exposure: number, validUntil?: string) => ({
  currency: 'EUR',
  limit: eur(limit),
  exposure: eur(exposure),
  ...(validUntil !== undefined && { validUntil }),
});
const around = (rules: readonly HoldRule[], over: Partial<Circumstances> = {}): Circumstances => ({
  on: '2026-03-01',
  rules,
  expiredLimit: 'zero',
  ...over,
});
const codes = (...asked: Parameters<typeof judge>): string[] => judge(...asked).holds.map(({ code }) => code);

describe('rules', () => {
  const overdue = { oldestDueOn: '2026-02-01', amount: eur(5_000) };
  test.each<[string, HoldRule, Partial<Circumstances>, boolean]>([
    ['28 days are more than 27', { when: 'days_overdue', days: 27 }, { overdue }, true],
    ['28 days are not more than 28', { when: 'days_overdue', days: 28 }, { overdue }, false],
    ['nothing overdue', { when: 'days_overdue', days: 0 }, {}, false],
    ['an amount above', { when: 'overdue_amount', over: eur(4_999) }, { overdue }, true],
    ['an amount that is just tolerated', { when: 'overdue_amount', over: eur(5_000) }, { overdue }, false],
    [
      'of another currency',
      { when: 'overdue_amount', over: { minor: 1, currency: 'GBP' } },
      { overdue },
      false,
    ],
    [
      'enough of the limit used',
      { when: 'overdue_amount', over: eur(1), limitUsedPercent: 60 },
      { overdue },
      true,
    ],
    [
      'too little of it used',
      { when: 'overdue_amount', over: eur(1), limitUsedPercent: 61 },
      { overdue },
      false,
    ],
    ['a share of the limit', { when: 'limit_used', percent: 59 }, {}, true],
    ['just that share', { when: 'limit_used', percent: 60 }, {}, false],
    ['terms that are over', { when: 'terms_expired' }, { paymentTermsUntil: '2026-02-28' }, true],
    ['terms on their last day', { when: 'terms_expired' }, { paymentTermsUntil: '2026-03-01' }, false],
  ])('%s', (_, rule, over, held) => {
    expect(codes(account(10_000, 5_000), 1_000, around([rule], over))).toEqual(
      held ? [`credit.${rule.when}`] : [],
    );
  });

  test('a limit is worth nothing after its last day, or what it was', () => {
    const expired = account(10_000, 0, '2026-02-28');
    expect(codes(expired, 1, around([{ when: 'limit_expired' }]))).toEqual([
      'credit.over_limit',
      'credit.limit_expired',
    ]);
    expect(codes(expired, 1, around([], { expiredLimit: 'last' }))).toEqual([]);
    expect(codes(account(10_000, 0, '2026-03-01'), 1, around([{ when: 'limit_expired' }]))).toEqual([]);
  });

  test('what is owed elsewhere counts, and is taken off what may be taken here', () => {
    const elsewhere = around([], { elsewhereMinor: 4_000 });
    expect(codes(account(10_000, 5_000), 1_001, elsewhere)).toEqual(['credit.over_limit']);
    expect(judge(account(10_000, 5_000), 1_000, elsewhere)).toMatchObject({ holds: [], capMinor: 6_000 });
  });

  test('the cap of the commit is the narrowest reason: what it lets through, no rule would have held', () => {
    fc.assert(
      fc.property(
        fc.nat(20_000),
        fc.nat(20_000),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 120 }),
        (limit, exposure, gross, percent) => {
          const rules = [{ when: 'limit_used', percent } as const];
          const { holds, capMinor } = judge(account(limit, exposure), gross, around(rules));
          expect(holds.length === 0).toBe(exposure + gross <= capMinor);
        },
      ),
    );
  });
});

describe('what people say', () => {
  const block = { reason: 'x', by: 'key_1', at: '2026-01-01T00:00:00.000Z' };
  const standing = (over: object) => ({ standing: { ...nobody(customerId), ...over } });
  test('a block holds until its day; without one until it is lifted', () => {
    const held = (over: object) =>
      codes(account(10, 0), 1, around([], standing({ block: { ...block, ...over } })));
    expect([held({}), held({ until: '2026-03-01' }), held({ until: '2026-02-28' })]).toEqual([
      ['credit.blocked'],
      ['credit.blocked'],
      [],
    ]);
  });

  test('grace waives its reasons up to its day, and no other; without a limit to keep to there is no cap', () => {
    const grace = { until: '2026-03-01', reason: 'r', by: 'b', at: block.at };
    const after = withGrace(nobody(customerId), ['credit.over_limit'], grace, '2026-02-01');
    const judged = judge(
      account(10, 10),
      5,
      around([{ when: 'limit_used', percent: 50 }], { standing: after }),
    );
    expect([judged.holds.map(({ code }) => code), judged.waived.map(({ code }) => code)]).toEqual([
      ['credit.limit_used'],
      ['credit.over_limit'],
    ]);
    expect(judge(account(10, 10), 5, around([], { standing: after })).capMinor).toBe(Infinity);
    expect(codes(account(10, 10), 5, { ...around([], { standing: after }), on: '2026-03-02' })).toEqual([
      'credit.over_limit',
    ]);
    expect(withGrace(after, ['credit.blocked'], grace, '2026-03-02').graces.map(({ code }) => code)).toEqual([
      'credit.blocked',
    ]);
  });

  test('with its old records a customer has the longest of their blocks and each signal once, and its own grace alone', () => {
    const signal = (reference: string, on: string, by: string) =>
      ({ kind: 'broken_promise', reference, on, by }) as const;
    const grace = (code: string) => ({ code, until: '2026-03-01', reason: 'r', by: 'b', at: block.at });
    const own = {
      ...nobody(customerId),
      version: 3,
      block: { ...block, reason: 'short', until: '2026-02-28' },
      graces: [grace('own')],
      signals: [signal('P', '2026-02-03', 'own'), signal('Q', '2026-02-04', 'own')],
    };
    const old = {
      ...nobody(customerId),
      version: 7,
      graces: [grace('old')],
      signals: [signal('R', '2026-01-01', 'old'), signal('P', '2026-02-09', 'old')],
    };
    const blocked = (until: string | undefined) => ({ ...old, block: { ...block, reason: 'long', until } });
    const both = joined(customerId, own, [old, blocked('2026-03-01')])!;
    expect(both).toEqual({
      ...own,
      block: { ...block, reason: 'long', until: '2026-03-01' },
      signals: [
        signal('R', '2026-01-01', 'old'),
        signal('P', '2026-02-03', 'own'),
        signal('Q', '2026-02-04', 'own'),
      ],
    });
    for (const olds of [
      [blocked(undefined), blocked('2026-03-01')],
      [blocked('2026-03-01'), blocked(undefined)],
    ])
      expect(joined(customerId, own, olds)!.block).toEqual({ ...block, reason: 'long', until: undefined });
    expect(joined(customerId, undefined, [old])).toMatchObject({ version: 0, graces: [] });
    expect(joined(customerId, own, [])).toBe(own);
    expect(joined(customerId, undefined, [])).toBeUndefined();
  });

  test('a broken promise holds within its days; the same one told twice is one', () => {
    const told = hear(nobody(customerId), { kind: 'broken_promise', reference: 'P', on: '2026-02-01' }, 'x')!;
    expect(hear(told, { kind: 'broken_promise', reference: 'P', on: '2026-02-02' }, 'x')).toBeUndefined();
    const held = (withinDays: number) =>
      codes(account(10, 0), 1, around([{ when: 'broken_promise', withinDays }], { standing: told }));
    expect([held(28), held(29)]).toEqual([[], ['credit.broken_promise']]);
  });

  test('what is overdue is summed up in the order’s currency, by the oldest', () => {
    const rows = [
      { dueOn: '2026-01-01', open: { minor: 9, currency: 'GBP' } },
      { dueOn: '2026-01-05', open: eur(2) },
      { dueOn: '2026-02-01', open: eur(3) },
    ];
    expect(overdueOf(rows, 'EUR')).toEqual({ oldestDueOn: '2026-01-05', amount: eur(5) });
    expect(overdueOf(rows, 'USD')).toBeUndefined();
  });
});
