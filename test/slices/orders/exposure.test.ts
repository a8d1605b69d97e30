/**
 * Rules §3.11: every transition has a signed delta, and their sum is what a rebuild from the documents finds. Random lives of orders
 * through placing, amending, cancelling, delivering, invoicing, paying and returning, each step checked against the rebuild.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Figures } from '../../../shared/credit/rules.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { amended, planned } from '../../../shared/orders/amend.ts';
import type { AmendOrder, Order } from '../../../shared/orders/order.ts';
import { deliveredPart } from '../../../shared/orders/parts.ts';
import { assess, cancel, fulfil, release, takeBack } from '../../../shared/orders/rules.ts';
import type { Discount, TaxTreatment } from '../../../shared/pricing/price.ts';
import { price, type Settled } from '../../../shared/pricing/rules.ts';
import { customerId, fulfilmentId } from '../../support/drawn.ts';

const LIMIT = 60_000;
const at = '2026-01-02T09:00:00.000Z';
const tax = ({ taxClass }: { taxClass: string }) =>
  ok<TaxTreatment>({ category: 'S', ratePpm: taxClass === 'reduced' ? 70_000 : 190_000 });

const discount: fc.Arbitrary<Discount> = fc.oneof(
  fc.record({ reason: fc.constant('p'), percent: fc.constantFrom('3', '7.5', '12.25') }),
  fc.record({ reason: fc.constant('a'), amount: fc.constantFrom('0.07', '0.99', '1.01') }),
);
const line = fc.record({
  sku: fc.constant('A'),
  description: fc.constant('a thing'),
  quantity: fc.constantFrom('1', '3', '7', '2.5'),
  unit: fc.constant('C62'),
  unitPrice: fc.constantFrom('3.33', '19.99', '250', '0.995', '7'),
  taxClass: fc.constantFrom('standard', 'reduced'),
  discounts: fc.option(fc.array(discount, { minLength: 1, maxLength: 2 }), { nil: undefined }),
  overDeliveryPercent: fc.constantFrom(undefined, '10'),
}) as fc.Arbitrary<Settled>;
const discounts = fc.option(fc.array(discount, { minLength: 1, maxLength: 2 }), { nil: undefined });
const which = fc.nat(5);
const quantity = fc.constantFrom('1', '2', '0.5', '2.5', '3.3', '7');
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      lines: fc.array(line, { minLength: 1, maxLength: 4 }),
      discounts,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      which,
      line: fc.nat(3),
      quantity,
      final: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rest' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('amend' as const),
      which,
      line: fc.nat(3),
      quantity,
      added: fc.option(line, { nil: undefined }),
      remove: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('invoice' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pay' as const), which, minor: fc.nat(60_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('return' as const), which, line: fc.nat(3), quantity }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The books of one customer: documents, and the account that only deltas move. */
class Books {
  exposure = 0;
  readonly orders: Order[] = [];
  readonly invoices = new Map<
    string,
    { open: number; total: number; part: ReturnType<typeof deliveredPart> }
  >();
  unapplied = 0;
  private serial = 0;

  credit(): Figures {
    const money = (minor: number) => ({ minor, currency: 'EUR' });
    return {
      currency: 'EUR',
      limit: money(LIMIT),
      exposure: money(this.exposure),
    };
  }
  id = () => (this.serial += 1);
  held = ({ exposureMinor, fulfilments }: Order): number =>
    exposureMinor +
    fulfilments.filter(({ id }) => !this.invoices.has(id)).reduce((sum, one) => sum + one.exposureMinor, 0);
  /** From the documents alone. */
  rebuilt = (): number =>
    this.orders.reduce((sum, order) => sum + this.held(order), 0) +
    [...this.invoices.values()].reduce((sum, { open }) => sum + open, 0) -
    this.unapplied;

  replace(order: Order, by: { ok: boolean; value?: Order }): void {
    if (!by.ok || !by.value) return;
    const all = (one: Order) =>
      one.fulfilments.reduce((sum, part) => sum + part.exposureMinor, one.exposureMinor);
    this.exposure += all(by.value) - all(order);
    this.orders[this.orders.indexOf(order)] = by.value;
  }

  take(one: Step): void {
    if (one.do === 'place') return this.place(one);
    if (one.do === 'pay') return this.pay(one);
    const order = this.orders[one.which % Math.max(1, this.orders.length)];
    if (!order) return;
    const made = { id: fulfilmentId(this.id()), deliveredOn: '2026-01-02', at };
    const at_ = 'line' in one ? (order.lines[one.line]?.id ?? '1') : '1';
    if (one.do === 'deliver')
      this.replace(
        order,
        fulfil(order, [{ line: at_, quantity: one.quantity }], {
          ...made,
          overDeliveryPercent: '5',
          final: one.final && this.serial % 5 === 0,
        }),
      );
    if (one.do === 'rest') this.replace(order, fulfil(order, undefined, made));
    if (one.do === 'cancel') this.replace(order, cancel(order));
    if (one.do === 'release') this.replace(order, release(order));
    if (one.do === 'return')
      this.replace(
        order,
        takeBack(
          order,
          { lines: [{ line: at_, quantity: one.quantity }], reason: 'x' },
          { id: `ret_${'0'.repeat(26)}`, at },
        ),
      );
    if (one.do === 'amend') this.amend(order, at_, one);
    if (one.do === 'invoice') this.invoice(order);
  }

  place({ lines, discounts: whole }: Extract<Step, { do: 'place' }>): void {
    const priced = price(lines, 'EUR', tax, { discounts: whole });
    if (!priced.ok) return;
    const order: Order = {
      id: `ord_${String(this.id()).padStart(26, '0')}`,
      version: 1,
      entity: 'main',
      source: 'shop',
      sourceOrderId: String(this.serial),
      customerId,
      currency: 'EUR',
      paymentTermsDays: 14,
      state: 'HELD',
      holds: [],
      lines: priced.value.lines.map((each) => ({ ...each, fulfilled: '0' })),
      totals: priced.value.totals,
      ...(whole && { discounts: whole }),
      exposureMinor: 0,
      fulfilments: [],
      placedAt: at,
    };
    const assessed = assess(order, this.credit());
    this.orders.push(assessed);
    this.exposure += assessed.exposureMinor;
  }

  amend(
    order: Order,
    target: string,
    { quantity: much, added, remove }: Extract<Step, { do: 'amend' }>,
  ): void {
    const changes: AmendOrder['changes'] = [
      remove ? { change: 'remove', line: target } : { change: 'replace', line: target, quantity: much },
      ...(added ? [{ change: 'add' as const, line: added }] : []),
    ];
    const plan = planned(order, changes);
    if (!plan.ok) return;
    const known = new Map(order.lines.map((each) => [each.id, each.tax]));
    const priced = price(
      plan.value.lines as (Settled & { id: string })[],
      'EUR',
      (each) => (known.has(each.id!) ? ok(known.get(each.id!)!) : tax(each)),
      { discounts: order.discounts },
    );
    if (!priced.ok) return;
    this.replace(
      order,
      ok(
        amended(
          order,
          priced.value,
          { at, reason: 'x', removed: plan.value.removed },
          { credit: this.credit() },
        ),
      ),
    );
  }

  /** As issuing does: the invoice takes over what its delivery held, whatever else it comes to. */
  invoice(order: Order): void {
    const next = order.fulfilments.find(({ id }) => !this.invoices.has(id));
    if (!next) return;
    const part = deliveredPart(order, next);
    const total = part.totals.grossMinor;
    this.exposure += total - next.exposureMinor;
    this.invoices.set(next.id, { open: total, total, part });
  }

  pay({ which: index, minor }: Extract<Step, { do: 'pay' }>): void {
    const invoice = [...this.invoices.values()][index];
    const applied = Math.min(minor, invoice?.open ?? 0);
    if (invoice) invoice.open -= applied;
    this.unapplied += minor - applied;
    this.exposure -= minor;
  }
}

test('whatever happens to orders in whatever sequence, the account is what a rebuild finds', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const books = new Books();
      for (const one of steps) {
        const before = JSON.stringify(books.orders.map(({ version }) => version));
        books.take(one);
        if (JSON.stringify(books.orders.map(({ version }) => version)) !== before)
          seen.set(one.do, (seen.get(one.do) ?? 0) + 1);
        expect([one.do, books.exposure]).toEqual([one.do, books.rebuilt()]);
        for (const { part } of books.invoices.values())
          expect(part.totals.taxes.every(({ baseMinor }) => baseMinor >= 0)).toBe(true);
        for (const { exposureMinor, state, totals } of books.orders) {
          expect(exposureMinor).toBeGreaterThanOrEqual(0);
          expect(totals.taxes.every(({ baseMinor }) => baseMinor >= 0)).toBe(true);
          if (['HELD', 'FULFILLED', 'CANCELLED'].includes(state)) expect(exposureMinor).toBe(0);
        }
      }
    }),
    { numRuns: 1_500 },
  );
  // A property that never got anywhere proves nothing.
  for (const what of ['place', 'deliver', 'rest', 'amend', 'cancel', 'release', 'return'])
    expect([what, (seen.get(what) ?? 0) > 50]).toEqual([what, true]);
});

test('however an order is cut, its invoices give its discounts, at most a cent for each part apart, and no group goes below zero', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      discounts,
      fc.array(fc.tuple(fc.nat(3), quantity), { maxLength: 8 }),
      (lines, whole, cuts) => {
        const books = new Books();
        books.place({
          do: 'place',
          lines: lines.map((each) => ({ ...each, overDeliveryPercent: undefined })),
          discounts: whole,
        });
        const [first] = books.orders;
        if (first?.state !== 'CONFIRMED') return;
        for (const [index, much] of cuts)
          books.replace(
            books.orders[0]!,
            fulfil(books.orders[0]!, [{ line: String(index + 1), quantity: much }], {
              id: fulfilmentId(books.id()),
              deliveredOn: '2026-01-02',
              at,
            }),
          );
        books.replace(
          books.orders[0]!,
          fulfil(books.orders[0]!, undefined, {
            id: fulfilmentId(books.id()),
            deliveredOn: '2026-01-02',
            at,
          }),
        );
        const order = books.orders[0]!;
        const parts = order.fulfilments.map((each) => deliveredPart(order, each));
        const taken = (of: {
          lines: Order['lines'] | (typeof parts)[number]['lines'];
          totals: Order['totals'];
        }) =>
          [...of.lines.flatMap(({ allowances = [] }) => allowances), ...(of.totals.allowances ?? [])].reduce(
            (sum, { minor }) => sum + minor,
            0,
          );
        expect(order.state).toBe('FULFILLED');
        expect(parts.every(({ totals }) => totals.taxes.every(({ baseMinor }) => baseMinor >= 0))).toBe(true);
        // Roundings of parts may leave a document discount without a cent to fall on; never more than it is.
        const given = parts.reduce((sum, part) => sum + taken(part), 0);
        expect(given).toBeLessThanOrEqual(taken(order));
        expect(taken(order) - given).toBeLessThanOrEqual(order.fulfilments.length);
      },
    ),
    { numRuns: 2_000 },
  );
});
