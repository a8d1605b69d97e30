/** Whatever is paid, on its way, promised, disputed, held, matched, followed, run and sent in whatever order: nobody is asked for what is not owed and free, or twice for one step. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AgencyBookSet, type Agency } from '../../../shared/agencies/agency.ts';
import { freed, marked } from '../../../shared/agencies/rules.ts';
import { Entity } from '../../../shared/access/tenant.ts';
import { SELLER } from '../../../bin/demo/company.ts';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { stillOwed } from '../../../shared/dispatch/rules.ts';
import { judged } from '../../../shared/dunning/judged.ts';
import { messagesOf, sparedNow, worthAsking, type Message } from '../../../shared/dunning/messages.ts';
import { DunningPolicy } from '../../../shared/dunning/policy.ts';
import { stepOf } from '../../../shared/dunning/rules.ts';
import { heldBy, type DunningHold } from '../../../shared/customers/hold.ts';
import { triggered } from '../../../shared/dunning/triggers.ts';
import { askedMinor } from '../../../shared/invoices/clarifying.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { moneyOf } from '../../../shared/invoices/promised.ts';
import { pay } from '../../../shared/invoices/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { MONDAY_TO_FRIDAY as WEEK } from '../../../shared/kernel/offsets.ts';
import type { Attempt, Payment } from '../../../shared/payments/payment.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';

const seller = Entity.parse(SELLER);
const level = (from: string, days: number, tone: number, least: number) => ({
  after: { from, days },
  tone,
  ...(least > 0 && { least: [{ minor: least, currency: 'EUR' }] }),
});
const policies = [0, 3_000].map((least, at) =>
  DunningPolicy.parse({
    policy: ['a', 'b'][at],
    version: 1,
    activateOn: '2026-01-01',
    courtesy: { daysBefore: 3 + at },
    levels: [level('due', 1 + at, 1, least), level('previous', 4, 1 + at, 0), level('previous', 4, 3, 0)],
    at: '2026-01-01T09:00:00.000Z',
    by: 'key_1',
  }),
);

const day = fc.integer({ min: 0, max: 2 });
const which = fc.integer({ min: 0, max: 2 });
const minor = fc.integer({ min: 1, max: 900 });
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('day' as const), n: day }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('run' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const) }) },
  fc.record({ do: fc.constant('pay' as const), which, minor }),
  fc.record({ do: fc.constant('credit' as const), minor, nobodys: fc.boolean() }),
  fc.record({ do: fc.constant('pending' as const), which }),
  fc.record({ do: fc.constant('promise' as const), which, minor, days: fc.integer({ min: -1, max: 5 }) }),
  fc.record({ do: fc.constant('dispute' as const), which, minor: fc.integer({ min: 0, max: 6_000 }) }),
  fc.record({ do: fc.constant('agency' as const), which, to: fc.constantFrom('prepared', 'handed', 'back') }),
  fc.record({
    do: fc.constant('follow' as const),
    which,
    trigger: fc.record({ skip: fc.boolean(), tone: fc.integer({ min: 1, max: 3 }) }),
  }),
  fc.record({
    do: fc.constant('hold' as const),
    which: fc.integer({ min: 0, max: 3 }),
    days: fc.integer({ min: -1, max: 5 }),
  }),
);
const sumOf = (all: readonly { readonly minor: number }[]): number =>
  all.reduce((sum, { minor: one }) => sum + one, 0);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const onItsWay = (on: string) => ({ state: 'PENDING', createdAt: `${on}T08:00:00.000Z` }) as Attempt;

const [NORTH] = AgencyBookSet.parse({
  agencies: [{ agency: 'north', name: 'North', address: SELLER.address, email: 'a@north.example' }],
}).agencies as [Agency];
const CASE = `agc_${'0'.repeat(26)}` as const;

class Town {
  today = '2026-01-10';
  readonly heads = new Map<string, Invoice>();
  readonly queue: Message[] = [];
  readonly money: Payment[] = [];
  readonly asked = new Map<string, string[]>();
  hold: DunningHold | undefined;
  /** Of which a payment is on its way: until it is told once more, which is that it came to nothing. */
  readonly pending = new Set<string>();

  constructor() {
    for (const [at, dueOn] of ['2026-01-14', '2026-01-16', '2026-01-20'].entries()) {
      const one = anInvoice(at + 1, 2_000 * (at + 1), { dueOn, remindOn: addDays(dueOn, 3) });
      this.heads.set(one.id, one);
    }
  }
  policyOf({ id }: Invoice): DunningPolicy {
    return policies[[...this.heads.keys()].indexOf(id) % 2]!;
  }
  run(): void {
    const open = [...this.heads.values()].filter((one) => one.open.minor > 0);
    const cases = open.map((invoice) => {
      const policy = this.policyOf(invoice);
      return { invoice, policy, step: stepOf(invoice, policy, this.today, WEEK) };
    });
    const due = cases.filter((one) => !sparedNow(one, { dunningHold: this.hold }, this.today));
    this.queue.push(...messagesOf(worthAsking(due, this.today).enough, false).messages);
  }
  send(): void {
    const message = this.queue.shift();
    if (!message) return;
    const heads = message.cases.map(({ invoice }) => this.heads.get(invoice.id)!);
    const { courtesy } = message;
    const reminder = { ...(courtesy && { courtesy }) };
    const held = (one: Invoice) => heldBy(one.dunningHold, this.today) ?? heldBy(this.hold, this.today);
    const terms = judged(
      heads.map((invoice) => ({
        invoice,
        attempts: this.pending.has(invoice.id) ? [onItsWay(this.today)] : [],
        courtesy,
        held: held(invoice),
      })),
      { mail: { reminder } as unknown as Mail, seller, today: this.today, counted: false },
      { known: new Map(heads.map((one) => [one.id, this.policyOf(one)])), week: WEEK },
    );
    const { owed } = stillOwed(terms.debts, this.money, this.today, `${this.today}T09:00:00.000Z`);
    if (owed.length === 0) return;
    const said = terms.say(owed);
    if ('suppressed' in said) return;
    for (const one of said.asked) this.isFree(this.heads.get(one.id)!, courtesy);
    for (const one of said.asked) this.heads.set(one.id, terms.step(one));
  }
  isFree(invoice: Invoice, courtesy: boolean): void {
    const minorAsked = askedMinor(invoice, courtesy ? addDays(invoice.dueOn, 1) : this.today);
    const here = this.money.reduce((sum, { unapplied }) => sum + unapplied.minor, 0);
    expect(minorAsked).toBeGreaterThan(0);
    expect(this.pending.has(invoice.id)).toBe(false);
    expect(invoice.agency?.state).not.toBe('WITH_AGENCY');
    expect(minorAsked).toBeLessThanOrEqual(invoice.open.minor - this.sparedOf(invoice, courtesy));
    expect(minorAsked).toBeLessThanOrEqual(invoice.open.minor);
    expect(here).toBeLessThan(minorAsked + this.olderThan(invoice));
    expect([heldBy(invoice.dunningHold, this.today), heldBy(this.hold, this.today)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(courtesy ? this.today <= invoice.dueOn : this.today > invoice.dueOn).toBe(true);
    const days = this.asked.get(invoice.id) ?? [];
    expect(days).not.toContain(this.today);
    expect(invoice.dunning === undefined || invoice.dunning.policy === this.policyOf(invoice).policy).toBe(
      true,
    );
    this.asked.set(invoice.id, [...days, this.today]);
  }
  /** What is disputed or promised, counted by hand; a note before the due day says what will be owed on the day after. */
  sparedOf({ disputes = [], promise, open, settlements, dueOn }: Invoice, courtesy: boolean): number {
    const on = courtesy ? addDays(dueOn, 1) : this.today;
    const disputed = disputes.reduce((sum, one) => sum + one.minor, 0);
    const since = promise ? sumOf(moneyOf({ settlements })) - sumOf(promise.before) : 0;
    const promised = promise && on <= promise.until ? Math.max(0, promise.minor - since) : 0;
    return Math.min(open.minor, Math.min(open.minor, disputed) + Math.min(open.minor, promised));
  }
  /** What money that is here covers first. */
  olderThan({ dueOn }: Invoice): number {
    return [...this.heads.values()].reduce((sum, one) => sum + (one.dueOn < dueOn ? one.open.minor : 0), 0);
  }
  takes(one: Act): void {
    const at = (n: number) => [...this.heads.values()][n];
    if (one.do === 'day') this.today = addDays(this.today, one.n);
    else if (one.do === 'run') this.run();
    else if (one.do === 'send') this.send();
    else if (one.do === 'pay') this.pays(at(one.which)!, one.minor);
    else if (one.do === 'pending') {
      const { id } = at(one.which)!;
      if (!this.pending.delete(id)) this.pending.add(id);
    } else if (one.do === 'promise') {
      const until = addDays(this.today, one.days);
      const promise = { id: 'prm_1', minor: one.minor, payOn: until, until, before: moneyOf(at(one.which)!) };
      this.changes({ ...at(one.which)!, promise });
    } else if (one.do === 'dispute') {
      const said = { id: 'dsp_1', state: 'OPEN' as const, minor: one.minor, on: this.today };
      this.changes({ ...at(one.which)!, disputes: one.minor > 0 ? [said] : [] });
    } else if (one.do === 'agency') {
      const head = at(one.which)!;
      const handed = one.to === 'handed' ? { agency: NORTH, on: this.today } : undefined;
      this.changes(
        one.to === 'back' ? freed(head, addDays(this.today, 2)) : marked({ id: CASE }, head, handed),
      );
    } else if (one.do === 'follow') {
      const head = at(one.which)!;
      this.changes(triggered(head, this.policyOf(head), one.trigger) ?? head);
    } else if (one.do === 'credit')
      this.money.push({
        ...(!one.nobodys && { customerId }),
        unapplied: { minor: one.minor, currency: 'EUR' },
      } as Payment);
    else {
      const until = addDays(this.today, one.days);
      const hold = { why: 'held', reason: 'r', until, at: '', by: '' } as const;
      const head = at(one.which);
      if (head) this.heads.set(head.id, { ...head, dunningHold: hold });
      else this.hold = hold;
    }
  }
  changes(head: Invoice): void {
    this.heads.set(head.id, head);
  }
  pays(head: Invoice, amount: number): void {
    const by = { paymentId: `pay_${amount}`, paidOn: this.today, method: 'bank_transfer', reason: 'r' };
    const paid = pay(head, { minor: amount, currency: 'EUR' }, by);
    if (paid.ok) this.heads.set(head.id, paid.value.invoice);
  }
}

test('for any interleaving of payments, money on its way and here, promises, disputes, holds, agencies, triggers, runs and senders', () => {
  let asked = 0;
  fc.assert(
    fc.property(fc.array(act, { minLength: 20, maxLength: 120 }), (acts) => {
      const town = new Town();
      for (const one of acts) town.takes(one);
      asked += [...town.asked.values()].flat().length;
    }),
    { numRuns: 400 },
  );
  // It would prove nothing if nobody was asked.
  expect(asked).toBeGreaterThan(100);
});
