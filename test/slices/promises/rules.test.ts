/** Promises to pay: what may be promised, by whose money they are kept, and that nobody is reminded of what is promised and not yet due. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../shared/access/tenant.ts';
import { reminderOf } from '../../../shared/dispatch/gather.ts';
import { stillOwed, reminded } from '../../../shared/dispatch/rules.ts';
import { askedMinor } from '../../../shared/invoices/clarifying.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { promisedMinor } from '../../../shared/invoices/promised.ts';
import { pay, reopen } from '../../../shared/invoices/rules.ts';
import { addBankDays } from '../../../shared/kernel/bank-days.ts';
import { addDays, type LocalDate } from '../../../shared/kernel/dates.ts';
import { overdueMinor } from '../../../shared/kernel/instalments.ts';
import { rateOf } from '../../../shared/promises/counting.ts';
import { PromiseRuleSet, type PaymentPromise, type PromiseRules } from '../../../shared/promises/promise.ts';
import { ended, judged, marked, missingOf, standingOf } from '../../../shared/promises/rules.ts';
import { termsOf } from '../../../shared/promises/terms.ts';
import { anInvoice } from '../../support/drawn.ts';

const TODAY = '2026-02-02';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const rules = (over: object = {}): PromiseRules => ({ ...PromiseRuleSet.parse(over), version: 1 });
const settled = (head: Invoice, minor: number, paymentId: string, method = 'bank_transfer'): Invoice => {
  const paid = pay(head, eur(minor), { paymentId, paidOn: TODAY, method, reason: 'r' });
  if (!paid.ok) throw new Error(paid.detail);
  return paid.value.invoice;
};

let serial = 0;
/** A promise as it is made, and what its invoices say then. */
const given = (
  invoices: readonly Invoice[],
  payOn: LocalDate,
  { minor, today = TODAY, over = {} }: { minor?: number; today?: LocalDate; over?: object } = {},
) => {
  const asked = { payOn, amount: minor === undefined ? undefined : eur(minor) };
  const policy = rules(over);
  const terms = termsOf(invoices, asked, policy, { today, others: 0 });
  if (!terms.ok) throw new Error(terms.code);
  serial += 1;
  const promise: PaymentPromise = {
    ...terms.value,
    id: `prm_${String(serial).padStart(26, '0')}`,
    version: 1,
    state: 'OPEN',
    entity: 'main',
    customerId: invoices[0]!.customerId,
    payOn,
    until: addBankDays(payOn, policy.graceBankDays),
    tolerancePercent: policy.tolerancePercent,
    channel: 'phone',
    on: today,
    paidMinor: 0,
    by: 'key_1',
    at: `${today}T09:00:00.000Z`,
    trace: 't',
  };
  return { promise, heads: marked(promise, invoices) };
};
const judgedOn = (promise: PaymentPromise, heads: readonly Invoice[], today: LocalDate, spared = false) =>
  judged(promise, heads, { today, spared });

describe('what may be promised', () => {
  const two = [anInvoice(1, 10_000), anInvoice(2, 5_000, { dueOn: '2026-01-10' })];
  test('the oldest due invoice first, as far as the amount goes; all of it where none is said', () => {
    expect(given(two, '2026-02-10', { minor: 6_000 }).promise).toMatchObject({
      total: eur(6_000),
      until: '2026-02-13',
      items: [
        { number: 'INV-2026-000002', minor: 5_000 },
        { number: 'INV-2026-000001', minor: 1_000 },
      ],
    });
    expect(given(two, '2026-02-10').promise.total).toEqual(eur(15_000));
    expect(given(two, '2026-02-10', { minor: 5_000 }).promise.items).toHaveLength(1);
  });
  const kept = { id: 'ded_1', state: 'PENDING' as const, minor: 4_000, on: TODAY };
  test('what is in clarification is no part of it', () => {
    expect(given([anInvoice(1, 10_000, { deduction: kept })], '2026-02-10').promise.total).toEqual(
      eur(6_000),
    );
  });
  type Ask = {
    payOn?: LocalDate;
    amount?: { minor: number; currency: string };
    over?: object;
    others?: number;
  };
  test.each<[string, Invoice, Ask, string, string?]>([
    ['yesterday', two[0]!, { payOn: '2026-02-01' }, 'promises.date', '/payOn'],
    ['a day beyond the horizon', two[0]!, { payOn: '2026-03-05' }, 'promises.date', '/payOn'],
    ['more than is open', two[0]!, { amount: eur(15_001) }, 'promises.amount', '/amount'],
    ['other money', two[0]!, { amount: { minor: 1, currency: 'USD' } }, 'promises.amount'],
    ['one too many', two[0]!, { others: 3 }, 'promises.too_many'],
    ['what is paid', anInvoice(1, 1, { open: eur(0) }), {}, 'promises.nothing_open', '/invoices/1'],
    ['another entity', anInvoice(1, 1, { entity: 'other' }), {}, 'promises.mixed', '/invoices/1'],
    ['another currency', anInvoice(1, 1, { open: { minor: 1, currency: 'USD' } }), {}, 'promises.mixed'],
    [
      'what is all in clarification',
      anInvoice(1, 4_000, { deduction: kept }),
      {},
      'promises.disputed',
      '/invoices/1',
    ],
    [
      'what is charged back',
      anInvoice(1, 1, { chargebacks: [{ id: 'c', amount: eur(1), state: 'OPEN', on: TODAY }] }),
      {},
      'promises.disputed',
    ],
    [
      'what is charged by itself',
      anInvoice(1, 1, { collecting: { on: '2026-02-05' } }),
      {},
      'promises.collected',
      '/invoices/1',
    ],
    [
      'what is in a plan',
      anInvoice(1, 1, {
        plan: {
          id: `ppl_${'0'.repeat(26)}`,
          instalments: [],
          relievedMinor: 0,
          own: { dueOn: TODAY, reminded: 0 },
        },
      }),
      {},
      'promises.in_plan',
      '/invoices/1',
    ],
  ])(
    '%s is refused',
    (_, invoice, { payOn = '2026-02-10', amount, over = {}, others = 0 }, code, pointer) => {
      const asked = { payOn, ...(amount && { amount }) };
      const refused = termsOf([two[1]!, invoice], asked, rules(over), { today: TODAY, others });
      expect(refused).toMatchObject({ ok: false, code });
      if (pointer !== undefined) expect(refused).toMatchObject({ errors: [{ pointer }] });
    },
  );
});

describe('how it is judged', () => {
  const one = () => given([anInvoice(1, 10_000)], '2026-02-10');
  test('nobody is asked for it up to the last day of grace, and for the rest all the time', () => {
    const { heads } = given([anInvoice(1, 10_000)], '2026-02-10', { minor: 6_000 });
    expect(askedMinor(heads[0]!, '2026-02-13')).toBe(4_000);
    expect(askedMinor(heads[0]!, '2026-02-14')).toBe(10_000);
    const all = one().heads[0]!;
    const debt = { invoice: all, attempts: [] };
    const at = '2026-02-10T09:00:00.000Z';
    expect(stillOwed([debt], [], '2026-02-10', at).spared).toMatchObject([{ why: 'promised' }]);
    expect(stillOwed([debt], [], '2026-02-14', at).owed).toHaveLength(1);
  });
  test('a reminder asks for the rest, and says what is promised', () => {
    const { heads } = given([anInvoice(1, 10_000)], '2026-02-10', { minor: 6_000 });
    const asked = [{ invoice: heads[0]!, payUrl: 'https://pay.example.com/x' }];
    const to = { name: 'Lea', language: 'en' } as const;
    const { items, total } = reminderOf({ asked, claims: [] }, 1, to, {} as Entity, { today: '2026-02-13' });
    expect([total, items[0]]).toMatchObject([
      eur(4_000),
      { open: eur(4_000), promised: eur(6_000), promisedOn: '2026-02-10' },
    ]);
    expect(
      reminderOf({ asked, claims: [] }, 1, to, {} as Entity, { today: '2026-02-14' }).items[0]!.promised,
    ).toBeUndefined();
  });
  test('all of it keeps it at once; the money that goes back opens it again while its day is not over', () => {
    const { promise, heads } = one();
    const paid = [settled(heads[0]!, 10_000, 'pay_1')];
    const kept = judgedOn(promise, paid, '2026-02-05')!;
    expect([kept.promise.state, kept.promise.endedOn, kept.facts[0]!.type]).toEqual([
      'KEPT',
      undefined,
      'promise.kept',
    ]);
    const back = [reopen(paid[0]!, 'pay_1')];
    // Its invoice is spared before anybody has looked at the promise.
    expect(promisedMinor(back[0]!, '2026-02-06')).toBe(10_000);
    const again = judgedOn(kept.promise, back, '2026-02-06')!;
    expect([again.promise.state, again.facts[0]!.type]).toEqual(['OPEN', 'promise.reopened']);
    // Over, it stays what it was, and nothing is said twice.
    const over = judgedOn(kept.promise, paid, '2026-02-14')!;
    expect([over.promise.state, over.promise.endedOn, over.facts]).toEqual(['KEPT', '2026-02-14', []]);
    expect(over.heads[0]!.promise).toBeUndefined();
    expect(judgedOn(over.promise, back, '2026-02-15')).toBeUndefined();
  });
  test.each([
    [9_500, 'KEPT'],
    [9_499, 'PARTLY_KEPT'],
    [1, 'PARTLY_KEPT'],
    [0, 'BROKEN'],
  ])('%i of a hundred euros, once its day and the grace are over: %s', (minor, state) => {
    const { promise, heads } = one();
    const paid = minor > 0 ? [settled(heads[0]!, minor, 'pay_1')] : heads;
    expect(judgedOn(promise, paid, '2026-02-13')).toBeUndefined();
    expect(judgedOn(promise, paid, '2026-02-14')).toMatchObject({
      promise: { state, paidMinor: minor, endedOn: '2026-02-14' },
    });
    expect(missingOf(promise, paid, '2026-02-14')).toBe(state === 'KEPT' ? undefined : 10_000 - minor);
    // What is under way breaks nothing.
    const spared = judgedOn(promise, paid, '2026-02-14', true);
    expect(spared?.promise.state).toBe(state === 'KEPT' ? 'KEPT' : undefined);
  });
  test('broken, the next reminder is due at once; one that is not overdue keeps its day', () => {
    const late = given([anInvoice(1, 10_000, { remindOn: '2026-03-01' })], '2026-02-10');
    expect(judgedOn(late.promise, late.heads, '2026-02-14')!.heads[0]).toMatchObject({
      remindOn: '2026-02-14',
    });
    const early = given([anInvoice(1, 1, { dueOn: '2026-02-20', remindOn: '2026-02-23' })], '2026-02-10');
    expect(judgedOn(early.promise, early.heads, '2026-02-14')!.heads[0]).toMatchObject({
      remindOn: '2026-02-23',
    });
  });
  test('money of before is none of it, also where it goes back and comes again; a discount is', () => {
    const before = settled(anInvoice(1, 10_000), 3_000, 'old');
    const { promise, heads } = given([before], '2026-02-10');
    expect(promise.total).toEqual(eur(7_000));
    const again = settled(reopen(heads[0]!, 'old'), 3_000, 'old');
    expect(standingOf(promise, [again])).toEqual({ paidMinor: 0, dueMinor: 7_000 });
    const early = settled(again, 6_900, 'new');
    const kept = early.settlements.map((one) =>
      one.paymentId === 'new' ? { ...one, discount: eur(100) } : one,
    );
    expect(standingOf(promise, [{ ...early, open: eur(0), settlements: kept }]).paidMinor).toBe(7_000);
  });
  test('what is credited is not missing; where nothing is left there was nothing to keep', () => {
    const { promise, heads } = one();
    const half = [settled(heads[0]!, 5_000, 'crn_1', 'credit_note')];
    expect(judgedOn(promise, half, '2026-02-05')).toBeUndefined();
    expect(judgedOn(promise, [settled(half[0]!, 5_000, 'pay_1')], '2026-02-05')!.promise.state).toBe('KEPT');
    expect(
      judgedOn(promise, [settled(half[0]!, 5_000, 'wro_1', 'write_off')], '2026-02-05')!.promise,
    ).toMatchObject({
      state: 'CANCELLED',
      cancelled: 'settled',
    });
  });
  test('a plan takes its place', () => {
    const { promise, heads } = one();
    const plan = {
      id: `ppl_${'0'.repeat(26)}` as const,
      instalments: [],
      relievedMinor: 0,
      own: { dueOn: TODAY, reminded: 0 },
    };
    const planned = [{ ...heads[0]!, plan }];
    expect(promisedMinor(planned[0]!, TODAY)).toBe(0);
    const over = judgedOn(promise, planned, TODAY)!;
    expect(over).toMatchObject({ promise: { state: 'CANCELLED', cancelled: 'plan' }, heads: [{ plan }] });
    expect(over.heads[0]).not.toHaveProperty('promise');
  });
});

test('the rate counts what was judged within its days, by count and by value, and who took it', () => {
  const { promise } = given([anInvoice(1, 10_000)], '2026-02-10');
  const as = (state: PaymentPromise['state'], paidMinor: number, by = 'key_1', payOn = '2026-02-10') => ({
    ...promise,
    state,
    paidMinor,
    by,
    payOn,
  });
  const all = [
    as('KEPT', 12_000),
    as('PARTLY_KEPT', 5_000),
    as('BROKEN', 0, 'payer:cus_1'),
    as('CANCELLED', 0),
    as('SUPERSEDED', 0),
    as('OPEN', 0),
    as('BROKEN', 0, 'key_1', '2026-03-01'),
  ];
  expect(rateOf(all, '2026-02-01', '2026-02-28')).toMatchObject({
    all: [
      {
        kept: 1,
        partlyKept: 1,
        broken: 1,
        promisedMinor: 30_000,
        paidMinor: 15_000,
        byCountPercent: '33.33',
        byValuePercent: '50.00',
      },
    ],
    collectors: [
      { by: 'key_1', kept: 1, byCountPercent: '50.00', byValuePercent: '75.00' },
      { by: 'payer', broken: 1, byCountPercent: '0.00' },
    ],
  });
  expect(rateOf([], TODAY, TODAY)).toMatchObject({ all: [], collectors: [] });
});

type Step = {
  do: 'pay' | 'take back' | 'credit' | 'promise' | 'cancel' | 'look' | 'remind' | 'morning';
  which: number;
  minor: number;
  days: number;
};
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(
    'pay',
    'take back',
    'credit',
    'promise',
    'promise',
    'cancel',
    'look',
    'remind',
    'remind',
    'morning',
  ),
  which: fc.nat(2),
  minor: fc.integer({ min: 1, max: 9_000 }),
  days: fc.integer({ min: 0, max: 20 }),
});

/** A company's books in little: what the actions do, with the same rules. */
class Books {
  today = TODAY;
  heads: Invoice[];
  readonly promises = new Map<string, PaymentPromise>();
  readonly ends = new Map<string, string[]>();
  private readonly madeAt = new Map<string, number>();
  private readonly money = new Set<string>();
  private nth = 0;
  constructor(totals: readonly number[]) {
    this.heads = totals.map((minor, at) => anInvoice(at + 1, minor, { remindOn: addDays(TODAY, at) }));
  }
  private take({ promise, heads }: NonNullable<ReturnType<typeof judged>>): void {
    this.promises.set(promise.id, promise);
    this.heads = this.heads.map((head) => heads.find(({ id }) => id === head.id) ?? head);
    if (promise.endedOn !== undefined)
      this.ends.set(promise.id, [...(this.ends.get(promise.id) ?? []), promise.state]);
  }
  own(promise: PaymentPromise): Invoice[] {
    return this.heads.filter(({ id }) => promise.items.some(({ invoiceId }) => invoiceId === id));
  }
  look(): void {
    for (const promise of this.promises.values()) {
      const effect = judgedOn(promise, this.own(promise), this.today);
      if (effect) this.take(effect);
    }
  }
  move({ do: what, which, minor, days }: Step): void {
    this.nth += 1;
    const at = which % this.heads.length;
    const head = this.heads[at]!;
    const put = (next: Invoice): void => {
      this.heads = this.heads.map((one, index) => (index === at ? next : one));
    };
    if (what === 'pay') this.money.add(`p${this.nth}`);
    if ((what === 'pay' || what === 'credit') && head.open.minor > 0)
      put(
        settled(
          head,
          Math.min(minor, head.open.minor),
          `p${this.nth}`,
          what === 'pay' ? 'bank_transfer' : 'credit_note',
        ),
      );
    const last = head.settlements.findLast(({ method }) => method === 'bank_transfer');
    if (what === 'take back' && last) put(reopen(head, last.paymentId));
    if (what === 'promise') this.promise(at, minor, days);
    if (what === 'cancel')
      for (const promise of this.promises.values())
        if (promise.state === 'OPEN' && promise.endedOn === undefined && which === 0)
          this.take(
            ended(promise, this.own(promise), 'CANCELLED', {
              today: this.today,
              paidMinor: 0,
              cancelled: 'person',
            }),
          );
    if (what === 'look') this.look();
    if (what === 'morning') {
      this.today = addDays(this.today, days);
      this.look();
    }
    if (what === 'remind') this.remind();
  }
  private promise(at: number, minor: number, days: number): void {
    const named = at === 2 ? this.heads : [this.heads[at]!];
    const free = named.filter(({ open }) => open.minor > 0);
    if (free.length === 0) return;
    const most = free.reduce((sum, { open }) => sum + open.minor, 0);
    const made = given(free, addDays(this.today, days), { minor: Math.min(minor, most), today: this.today });
    for (const id of new Set(free.flatMap((head) => head.promise?.id ?? []))) {
      const before = this.promises.get(id)!;
      const how = { today: this.today, paidMinor: 0 };
      this.take(
        before.state === 'KEPT'
          ? ended(before, this.own(before), 'KEPT', how)
          : ended(before, this.own(before), 'SUPERSEDED', { ...how, supersededBy: made.promise.id }),
      );
    }
    this.promises.set(made.promise.id, made.promise);
    this.madeAt.set(made.promise.id, this.nth);
    this.heads = this.heads.map((head) => made.heads.find(({ id }) => id === head.id) ?? head);
  }
  /** A payment of the property is called after its step, a promise remembers at which it was made. */
  private since(promise: PaymentPromise | undefined, paymentId: string): boolean {
    const made = promise && this.madeAt.get(promise.id);
    return made !== undefined && this.money.has(paymentId) && Number(paymentId.slice(1)) > made;
  }
  private remind(): void {
    const debts = this.heads.map((invoice) => ({ invoice, attempts: [] }));
    const { owed } = stillOwed(debts, [], this.today, `${this.today}T09:00:00.000Z`);
    for (const head of owed) {
      // What is asked for is overdue, and no cent of it is promised for a day that is not over.
      const asked = askedMinor(head, this.today);
      const promise = head.promise && this.promises.get(head.promise.id)!;
      const item = promise?.items.find(({ invoiceId }) => invoiceId === head.id);
      const came = head.settlements
        .filter(({ paymentId }) => this.since(promise, paymentId))
        .reduce((sum, { amount }) => sum + amount.minor, 0);
      const waits = promise && this.today <= promise.until ? Math.max(0, item!.minor - came) : 0;
      expect(asked).toBeGreaterThan(0);
      expect(asked).toBe(overdueMinor(head, this.today) - Math.min(waits, head.open.minor));
      this.heads = this.heads.map((one) =>
        one.id === head.id ? reminded(one, [3, 10, 20, 30], this.today) : one,
      );
    }
  }
}

test('whatever is paid, taken back, credited, promised and looked at: nobody is reminded of what is promised, and each promise ends once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 3 }),
      fc.array(step, { maxLength: 30 }),
      (totals, steps) => {
        const books = new Books(totals);
        for (const one of steps) {
          books.move(one);
          for (const head of books.heads) {
            const promised = promisedMinor(head, books.today);
            expect(promised).toBeLessThanOrEqual(head.open.minor);
            // The mark is that of a promise which goes on.
            if (head.promise) expect(books.promises.get(head.promise.id)!.endedOn).toBeUndefined();
          }
          for (const promise of books.promises.values())
            if (promise.endedOn === undefined)
              for (const head of books.own(promise)) expect(head.promise?.id).toBe(promise.id);
        }
        books.today = addDays(books.today, 60);
        books.look();
        for (const promise of books.promises.values()) {
          expect([promise.state, promise.endedOn]).not.toContain(undefined);
          expect(promise.state).not.toBe('OPEN');
          expect(books.ends.get(promise.id)).toHaveLength(1);
        }
        for (const head of books.heads) expect(head.promise).toBeUndefined();
        // Looked at twice is looked at once.
        const all = JSON.stringify([...books.promises.values(), ...books.heads]);
        books.look();
        expect(JSON.stringify([...books.promises.values(), ...books.heads])).toBe(all);
      },
    ),
    { numRuns: 300 },
  );
});
