/** Books that are right break no invariant; each, broken on purpose, is found by its name and by no other that does not say the same. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apis } from '../../../lib/wiring.ts';
import { checksOf, driftAgain, driftOf, type Found } from '../../../shared/closing/checklist.ts';
import { fold } from '../../../shared/insights/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import type { CreditNote } from '../../../shared/invoices/credit-note.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { INVARIANTS, type InvariantRun } from '../../../shared/ledger/invariant.ts';
import type { Evidence } from '../../../shared/operations/evidence.ts';
import { foundAgain, paidBy, RULES } from '../../../shared/operations/invariants.ts';
import { heads as judgedHeads, heardUpTo, nightOf } from '../../../shared/operations/papers.ts';
import { exposureOf, invariantsOf, isUnsealed } from '../../../shared/operations/rules.ts';
import type { Rebuild } from '../../../shared/risk/risk.ts';
import type { Payment } from '../../../shared/payments/payment.ts';

const money = (minor: number) => ({ minor, currency: 'EUR' });
const NOW = '2026-02-03T03:00:00.000Z';

interface Books {
  entries: { id: string; kind: Booked['kind']; source: string; lines: Booked['lines'][number][] }[];
  invoices: {
    -readonly [K in keyof Invoice]?: Invoice[K];
  }[];
  payments: { -readonly [K in keyof Payment]?: Payment[K] }[];
  notes: Pick<CreditNote, 'id' | 'total'>[];
  documents: string[];
}
/** Two invoices: one is paid in part, promised and disputed, the other open. One receipt of it with a rest, one of nobody known. */
const books = (): Books => ({
  entries: [
    booked('act_1', 'invoice', 'INV-1', line('receivables', 10_000, 'inv_1'), line('revenue', -10_000)),
    booked('act_2', 'invoice', 'INV-2', line('receivables', 5_000, 'inv_2'), line('revenue', -5_000)),
    booked(
      'act_3',
      'receipt',
      'pay_1',
      line('bank', 6_500),
      line('discounts', 100),
      line('roundings', 3),
      line('receivables', -6_103, 'inv_1'),
      line('unapplied', -500),
    ),
    booked('act_4', 'receipt', 'pay_2', line('bank', 700), line('unidentified', -700)),
  ],
  invoices: [
    {
      ...head('inv_1', 'INV-1', 10_000, 3_897),
      settlements: [
        { ...settlement('pay_1', 6_000), discount: money(100) },
        { ...settlement('pay_1', 3), method: 'difference' },
      ],
      promise: { id: 'prm_1', minor: 10_000, payOn: '2026-02-09', until: '2026-02-10', before: [] },
      disputes: [
        { id: 'dsp_1', state: 'OPEN', minor: 9_000, reason: 'price', openedOn: '2026-02-01' },
      ] as never,
      credits: ['crn_1'],
    },
    head('inv_2', 'INV-2', 5_000, 5_000),
  ],
  payments: [
    {
      ...receipt('pay_1', 6_500, 500),
      customerId: 'cus_1',
      allocations: [
        {
          invoiceId: 'inv_1',
          number: 'INV-1',
          amount: money(6e3),
          discount: money(100),
          difference: {
            kind: 'rounding',
            amount: money(3),
          },
          dueOn: '2026-02-14',
          reason: 'x',
        },
      ],
    },
    receipt('pay_2', 700, 700),
  ],
  notes: [{ id: 'crn_1', total: money(1_000) } as never],
  documents: ['inv_1', 'inv_2'],
});
const line = (account: Booked['lines'][number]['account'], minor: number, invoiceId?: string) => ({
  account,
  minor,
  ...(invoiceId !== undefined && { invoiceId, customerId: 'cus_1', dueOn: '2026-02-14' }),
});
const booked = (id: string, kind: Booked['kind'], source: string, ...lines: Booked['lines'][number][]) => ({
  id,
  kind,
  source,
  lines,
  entity: 'main',
  on: '2026-01-31',
  currency: 'EUR',
  memo: '',
  at: '2026-01-31T10:00:00.000Z',
  actor: 'x',
});
const head = (id: string, number: string, total: number, open: number) => ({
  id: id as Invoice['id'],
  number,
  entity: 'main',
  total: money(total),
  open: money(open),
  credits: [],
  state: 'ISSUED' as const,
  settlements: [],
  issuedAt: '2026-02-02T10:00:00.000Z',
});
const settlement = (paymentId: string, minor: number) => ({
  paymentId,
  amount: money(minor),
  paidOn: '2026-02-01',
  method: 'bank_transfer',
  reason: 'x',
});
const receipt = (id: string, amount: number, unapplied: number) => ({
  id: id as Payment['id'],
  amount: money(amount),
  unapplied: money(unapplied),
  allocations: [],
});

const evidence = ({ entries, invoices, payments, notes, documents }: Books): Evidence => {
  const heads = invoices as unknown as Invoice[];
  const receipts = payments as unknown as Payment[];
  const byId = <T extends { readonly id: string }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.id, row]));
  return {
    entries,
    positions: fold(entries as unknown as Booked[]),
    open: heads.filter(({ open }) => open.minor > 0),
    left: receipts.filter(({ unapplied }) => unapplied.minor > 0),
    invoices: byId(heads),
    payments: byId(receipts),
    notes: byId(notes as CreditNote[]),
    gone: new Set(
      [
        ...heads.flatMap(paidBy),
        ...receipts.flatMap(({ allocations }) => allocations.map((part) => part.invoiceId)),
      ].filter((id) => ![...heads, ...receipts].some((one) => one.id === id)),
    ),
    followed: { due: heads, done: new Set(documents) },
  };
};
const broken = (change: (books: Books) => unknown): string[] => {
  const own = books();
  change(own);
  const found = evidence(own);
  return Object.entries(RULES).flatMap(([id, rule]) => (rule(found).violations.length > 0 ? [id] : []));
};

describe('each invariant', () => {
  test('holds of books that are right, and has looked at them', () => {
    expect(broken(() => undefined)).toEqual([]);
    for (const [id, rule] of Object.entries(RULES))
      expect([id, rule(evidence(books())).checked > 0]).toEqual([id, true]);
  });

  const set = <T extends object>(row: T, change: Partial<T>) => Object.assign(row, change);
  const BROKEN: readonly [string[], string, (books: Books) => unknown][] = [
    [
      ['entries.balanced', 'trial_balance.zero'],
      'a cent less of revenue',
      ({ entries }) => set(entries[0]!.lines[1]!, { minor: -9_999 }),
    ],
    [
      ['entries.once', 'receivables.control'],
      'an invoice is booked twice',
      ({ entries }) => entries.push({ ...entries[1]!, id: 'act_9' }),
    ],
    [
      ['receivables.control', 'invoice.open'],
      'a head says less',
      ({ invoices }) => set(invoices[1]!, { open: money(4_999) }),
    ],
    [
      ['receivables.control'],
      'what one has too much another has too little',
      ({ invoices }) => {
        set(invoices[0]!, { open: money(3_896), settlements: [...invoices[0]!.settlements!, one()] });
        set(invoices[1]!, { open: money(5_001), total: money(5_001) });
      },
    ],
    [
      ['receivables.control', 'documents.followed'],
      'an invoice that nobody has booked',
      ({ invoices }) => invoices.push(head('inv_3', 'INV-3', 1, 1)),
    ],
    [['receivables.control'], 'a head that is gone', ({ invoices }) => invoices.splice(1, 1)],
    [
      ['unapplied.control', 'receipt.split'],
      'a receipt has more left',
      ({ payments }) => set(payments[0]!, { unapplied: money(501) }),
    ],
    [
      ['unapplied.control', 'unidentified.control'],
      'nobody’s money is somebody’s',
      ({ payments }) => set(payments[1]!, { customerId: 'cus_1' }),
    ],
    [
      ['receivables.control', 'invoice.open'],
      'more is open than was invoiced',
      ({ invoices }) => set(invoices[1]!, { open: money(5_001) }),
    ],
    [
      ['receivables.control', 'invoice.open'],
      'less than nothing is open',
      ({ invoices }) =>
        set(invoices[1]!, {
          open: money(-1),
          settlements: [{ ...settlement('x', 5_001), method: 'write_off' }],
        }),
    ],
    [
      ['invoice.open', 'settled.once'],
      'a cent stands twice',
      ({ invoices }) => set(invoices[1]!, { settlements: [{ ...settlement('pay_9', 1) }] }),
    ],
    [
      ['receipt.split'],
      'more was given back than came',
      ({ payments }) => set(payments[0]!, { refunded: money(1) }),
    ],
    [
      ['unapplied.control', 'receipt.split'],
      'the bank took it back, and it is applied',
      ({ payments }) => set(payments[0]!, { takenBack: { lineId: 'bln_1' }, unapplied: money(0) }),
    ],
    [
      ['receipt.split', 'settled.once'],
      'a receipt says that it settled less',
      ({ payments }) => set(payments[0]!.allocations![0]!, { amount: money(5_999) }),
    ],
    [
      ['settled.once'],
      'a receipt says that it settled another',
      ({ payments }) => set(payments[0]!.allocations![0]!, { invoiceId: 'inv_2' }),
    ],
    [
      ['disputed.within'],
      'more is disputed than is left',
      ({ notes }) => set(notes[0]!, { total: money(1_001) }),
    ],
    [
      ['promised.within'],
      'more is promised than was open',
      ({ invoices }) => set(invoices[0]!.promise!, { before: [{ paymentId: 'x', minor: 1 }] }),
    ],
    [['unapplied.control', 'settled.once'], 'a receipt that is gone', ({ payments }) => payments.shift()],
    [
      ['receivables.control', 'settled.once'],
      'an invoice that is gone, and money settled it',
      ({ invoices }) => invoices.shift(),
    ],
    [['documents.followed'], 'nobody heard that it was issued', ({ documents }) => documents.pop()],
  ];
  const one = () => ({ ...settlement('x', 1), method: 'write_off' });

  test.each(BROKEN)('%s: %s', (names, _, change) => {
    expect(broken(change)).toEqual(names);
  });
  test('all of them are tried', () => {
    expect(new Set(BROKEN.flatMap(([names]) => names))).toEqual(new Set(Object.keys(RULES)));
    expect(Object.keys(INVARIANTS).filter((id) => !(id in RULES))).toEqual([
      'numbers.dense',
      'credit.exposure',
      'acts.chained',
    ]);
  });
});

test('a request for a deposit is no invoice: what was paid for it is neither open nor settled', () => {
  expect(
    broken(({ invoices, documents, payments }) => {
      const paid = { ...head('inv_9', 'AINV-1', 900, 0), settlements: [settlement('pay_9', 500)] };
      invoices.push({ ...paid, deposit: { orderId: 'ord_1', taken: [] } });
      documents.push('inv_9');
      const part = { ...payments[0]!.allocations![0]!, invoiceId: 'inv_9' as never, amount: money(600) };
      const { discount: _, difference: __, ...allocation } = part;
      payments.push({ ...receipt('pay_9', 600, 0), allocations: [{ ...allocation, deposit: true }] });
    }),
  ).toEqual([]);
});

test('only what a second look finds the same is a violation', () => {
  const wrong = (what: string) => ({ what, where: [] });
  const first = { checked: 3, violations: [wrong('a'), wrong('b')] };
  expect(foundAgain(first, { checked: 4, violations: [wrong('b'), wrong('c')] })).toEqual({
    checked: 4,
    violations: [wrong('b')],
  });
});

describe('while the company works, between one look and the other', () => {
  const looked = (account: 'receivables' | 'unapplied', ledger: number, documents: number) => {
    const side = account === 'receivables' ? 1 : -1;
    const entries = [
      booked('act_1', 'adjustment', 'x', line(account, ledger, 'inv_0'), line('bank', -ledger)),
    ];
    const own: Books = { ...books(), entries, payments: [], invoices: [] };
    if (side === 1) own.invoices.push(head('inv_0', 'INV-0', documents, documents));
    else own.payments.push({ ...receipt('pay_0', -documents, -documents), customerId: 'cus_1' });
    return evidence(own);
  };
  const found = (account: 'receivables' | 'unapplied', ...looks: readonly (readonly [number, number])[]) => {
    const [first, second] = looks.map((look) => looked(account, ...look));
    const rule = RULES[`${account}.control`]!;
    const drifts = [first!, second!].map(({ positions, open, left }) =>
      driftOf(
        {
          balances: new Map([
            ['receivables EUR', open.reduce((sum, { open: { minor } }) => sum + minor, 0)],
            ['unapplied EUR', left.reduce((sum, { unapplied }) => sum - unapplied.minor, 0)],
          ]),
          waiting: [],
        },
        new Map(positions),
      ),
    );
    return [
      foundAgain(rule(first!), rule(second!)).violations.length > 0,
      driftAgain(drifts[0]!, drifts[1]!).length > 0,
    ];
  };
  test.each(['receivables', 'unapplied'] as const)('a difference of %s that stays is one', (account) => {
    const side = account === 'receivables' ? 1 : -1;
    const pair = (ledger: number, documents: number) => [side * ledger, side * documents] as const;
    expect(found(account, pair(100_000, 99_900), pair(100_500, 100_400))).toEqual([true, true]);
    expect(found(account, pair(100_000, 99_900), pair(100_500, 100_500))).toEqual([false, false]);
    expect(found(account, pair(100_000, 99_900), pair(100_500, 100_450))).toEqual([false, false]);
  });
});

test('every month of the books has its turn, and nights that were missed are made up', () => {
  const tenant = { openedAt: '2025-03-09T00:00:00.000Z' } as Parameters<typeof nightOf>[0];
  const turns = Array.from(
    { length: 31 },
    (_, day) => nightOf(tenant, undefined, `2026-01-${String(day + 1).padStart(2, '0')}T03:00:00.000Z`).turn,
  );
  expect([...new Set(turns)].toSorted()).toEqual([
    ...Array.from({ length: 10 }, (_, at) => `2025-${String(at + 3).padStart(2, '0')}`),
    '2026-01',
  ]);
  // What is older than the books is looked at with their first month.
  const begins = ['2026-01-01', '2026-01-02'].map((day) =>
    nightOf(tenant, undefined, `${day}T03:00:00.000Z`),
  );
  expect(begins.map(({ turn, turnFrom }) => [turn, turnFrom])).toEqual([
    ['2025-03', 0],
    ['2025-04', Date.parse('2025-04-01')],
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (hours) => {
      const last = new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();
      const { since } = nightOf(tenant, last, NOW);
      expect(since < last && Date.parse(NOW) - Date.parse(since) >= 2 * 86_400_000).toBe(true);
    }),
  );
});

test('in ten years every month is looked at within 128 nights', () => {
  const tenant = { openedAt: '2026-01-01T00:00:00.000Z' } as Parameters<typeof nightOf>[0];
  const last = new Map<string, number>();
  for (let night = 0; night < 3_653; night += 1) {
    const now = `${addDays('2026-01-01', night)}T03:00:00.000Z`;
    if (!last.has(now.slice(0, 7))) last.set(now.slice(0, 7), night);
    last.set(nightOf(tenant, undefined, now).turn, night);
    expect(Math.max(...[...last.values()].map((seen) => night - seen))).toBeLessThanOrEqual(128);
  }
});

test('an invoice without documents is looked for every night until it has them', async () => {
  const run = (day: string, state: string): InvariantRun => ({
    day,
    version: 1,
    at: `${day}T03:00:00.000Z`,
    broken: 0,
    outcomes: [
      { id: 'documents.followed', state },
      { id: 'invoice.open', state: 'VIOLATED' },
    ] as never,
  });
  const upTo = (...nights: InvariantRun[]) =>
    heardUpTo(
      (async function* () {
        yield* nights;
      })(),
    );
  const bad = ['2026-02-02', '2026-02-01'].map((day) => run(day, 'VIOLATED'));
  expect(await upTo()).toBeUndefined();
  expect(await upTo(run('2026-02-02', 'HOLDS'), run('2026-02-01', 'HOLDS'))).toBe('2026-02-02T03:00:00.000Z');
  expect(await upTo(...bad, run('2026-01-31', 'UNREAD'), run('2026-01-30', 'HOLDS'))).toBe(
    '2026-01-30T03:00:00.000Z',
  );
  // Nobody has heard since the first night, which looked at two days.
  expect(await upTo(...bad)).toBe('2026-01-30T03:00:00.000Z');
});

test('of a head no more is kept than is judged', () => {
  const whole = { ...head('inv_1', 'INV-1', 2, 1), customerName: 'x', settlements: [settlement('pay_1', 1)] };
  const { parse } = judgedHeads({ parse: () => whole as unknown as Invoice });
  expect(parse({ pk: '', sk: '', kind: '' })).toEqual({
    ...head('inv_1', 'INV-1', 2, 1),
    settlements: [{ paymentId: 'pay_1', amount: money(1), method: 'bank_transfer' }],
  });
});

test('a month is not closed while its entity, or the company, is not as it must be, nor before a night has looked', () => {
  const found = {
    positions: new Map(),
    entries: [],
    drift: [],
    sub: {
      balances: new Map(),
      waiting: [],
    },
    drafts: [],
    lines: [],
    announced: [],
    files: [],
    numbering: undefined,
  };
  const verdict = (night: Found['night']) =>
    checksOf({ month: '2026-01', entity: 'main' }, { ...found, night }, []).find(
      ({ check }) => check === 'invariants',
    )!;
  const outcome = (over: object) => ({
    id: 'entries.balanced',
    state: 'HOLDS',
    checked: 1,
    violations: 0,
    examples: [],
    on: NOW,
    tookMs: 1,
    ...over,
  });
  const night = (...outcomes: object[]) =>
    ({ day: '2026-02-01', version: 1, at: NOW, broken: 0, outcomes }) as InvariantRun;
  expect(verdict(undefined)).toMatchObject({ verdict: 'blocks', count: 1 });
  expect(verdict(night(outcome({ entity: 'main' })))).toEqual({
    check: 'invariants',
    verdict: 'ok',
    count: 0,
  });
  const bad = { state: 'VIOLATED', violations: 2 };
  expect(verdict(night(outcome({ ...bad, entity: 'other' })))).toMatchObject({ verdict: 'ok' });
  for (const one of [{ ...bad, entity: 'main' }, bad, { state: 'UNREAD', entity: 'main' }])
    expect(verdict(night(outcome(one)))).toMatchObject({ verdict: 'blocks', count: 1 });
});

test('what a person is told to look at is there to be read', () => {
  const paths = Object.values(apis).flatMap(({ api }) =>
    Object.values(api).flatMap(({ method, path }) => (method === 'get' ? [path] : [])),
  );
  const drift = {
    positions: new Map(),
    entries: [],
    drift: [{ name: 'receivables EUR', by: 1, what: 'x' }],
    sub: { balances: new Map(), waiting: [] },
  };
  const late = {
    bookedOn: '2026-01-01',
    parkedAt: '2026-01-01',
    requestedAt: '2026-01-01',
    from: '2026-01-01',
  };
  const rows = ['unapplied', 'unidentified'].map((name) => ({ name, on: '2026-01-01' }));
  const all = checksOf(
    { month: '2026-01', entity: 'main' },
    {
      ...drift,
      sub: { ...drift.sub, waiting: rows },
      drafts: [late as never],
      lines: [late as never],
      announced: [late as never],
      files: [{ ...late, state: 'REQUESTED' } as never],
      numbering: { faults: 1 } as never,
      night: undefined,
    },
    ['USD'],
  ).filter(({ verdict }) => verdict !== 'ok');
  expect(all.length).toBe(10);
  for (const { check, link, remedy } of all) {
    expect([check, remedy]).toEqual([check, expect.stringMatching(/^[A-Z].+\.$/)]);
    if (link !== undefined) expect(paths).toContain(link);
  }
});

test('what rests on a job that did not run is unread: the rebuild of this night, the seals of days that are over', () => {
  const rebuilt = (hours: number, drifts: Rebuild['drifts'] = []) => ({
    at: new Date(Date.parse(NOW) - hours * 3_600_000).toISOString(),
    accounts: 3,
    customers: 3,
    orders: 0,
    drifts,
    unsettled: 0,
  });
  const unread = (rebuild: Rebuild | undefined, hasAccounts = true) =>
    exposureOf(rebuild, hasAccounts, NOW).unread;
  expect([unread(rebuilt(0.25)), unread(rebuilt(26)), unread(rebuilt(26.1))]).toEqual([false, false, true]);
  expect([unread(undefined), unread(undefined, false)]).toEqual([true, false]);
  const drift = { creditId: 'cus_1', currency: 'EUR', wasMinor: 1, isMinor: 2 };
  expect(exposureOf(rebuilt(1, [drift]), true, NOW)).toMatchObject({
    checked: 3,
    violations: [{ where: ['cus_1', 'EUR'] }],
  });
  const opened = (day: string) => `${day}T09:00:00.000Z`;
  expect(
    ['2026-02-02', '2026-02-01', '2026-01-31'].map((last) => isUnsealed(last, opened('2025-01-01'), NOW)),
  ).toEqual([false, false, true]);
  expect(
    ['2026-02-02', '2026-02-01', '2026-01-31'].map((day) => isUnsealed(undefined, opened(day), NOW)),
  ).toEqual([false, false, true]);
});

test('a night that was missed is seen', () => {
  const at = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();
  const last = { day: '2026-02-03', version: 1, at: NOW, broken: 1, outcomes: [] };
  expect([invariantsOf(undefined, NOW).missed, invariantsOf(last, at(26)).missed]).toEqual([true, false]);
  expect(invariantsOf(last, at(26.1))).toMatchObject({ missed: true, broken: 1, lastAt: NOW });
  expect(invariantsOf(last, NOW).data.map(({ id }) => id)).toEqual(Object.keys(INVARIANTS));
});
