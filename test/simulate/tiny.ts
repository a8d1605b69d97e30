/** One small world: two customers, and whatever the seed lets happen to them, by the product's own rules and stores. */
import type { Random } from '../../bin/demo/random.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { Entity } from '../../shared/access/tenant.ts';
import { BankLine } from '../../shared/bank/statement.ts';
import { putLine, putStatement } from '../../shared/bank/store.ts';
import { payoutEntry } from '../../shared/cash/rules.ts';
import { awaitPayout, putReconciled } from '../../shared/cash/store.ts';
import { decided, receiptOf } from '../../shared/cash/verdict.ts';
import { none } from '../../shared/cash/decision.ts';
import { untaxedPpm } from '../../shared/agreements/rules.ts';
import { accountOf, creditIdOf } from '../../shared/credit/credit.ts';
import { creditOf, moveExposure, setLimit, takeCredit } from '../../shared/credit/store.ts';
import { Customer } from '../../shared/customers/customer.ts';
import { issueEntry } from '../../shared/invoices/booking.ts';
import { headOf, issueDate, snapshotOf } from '../../shared/invoices/rules.ts';
import { invoiceById, putInvoice, putSnapshot } from '../../shared/invoices/store.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import { idFrom } from '../../shared/kernel/ids.ts';
import { money } from '../../shared/kernel/money.ts';
import type { Read } from '../../shared/kernel/storage.ts';
import { seriesName } from '../../shared/numbering/series.ts';
import { seriesByName, take } from '../../shared/numbering/store.ts';
import type { Order } from '../../shared/orders/order.ts';
import { assess, cancel, fulfil, release } from '../../shared/orders/rules.ts';
import { orderById, putOrder } from '../../shared/orders/store.ts';
import { oldestFirst } from '../../shared/payments/counter.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { becomePayout } from '../../shared/payments/payout.ts';
import { applyRest, receive, takeBack, type Effect, type Received } from '../../shared/payments/rules.ts';
import { paymentById, putAttempt, putPayout, writesOf } from '../../shared/payments/store.ts';
import { price } from '../../shared/pricing/rules.ts';
import type { Rate } from '../../shared/rates/rate.ts';
import { treatmentOf } from '../../shared/pricing/tax/rules.ts';
import { Table } from './table.ts';

const T = 'acme';
const ACTOR = 'tiny';
const entity = Entity.parse(SELLER);

/** Less for who pays at once: most money is. */
const termsOf = (mode: 'gross' | 'net' | 'taxed'): Order['terms'] => ({
  id: 'early',
  version: 1,
  name: 'Early',
  lines: [{ days: 14 }],
  earlyPayment: { percent: '2.5', days: 3, mode },
});

export class TinyWorld {
  readonly table = new Table();
  /** What happened, by name. */
  readonly did: string[] = [];
  private readonly random: Random;
  private readonly foreign: boolean;
  private customers: Customer[];
  private readonly orders: Order['id'][] = [];
  private readonly invoices: Invoice['id'][] = [];
  private readonly lines: BankLine['id'][] = [];
  private cards: { id: string; minor: number }[] = [];
  private serial = 0;
  private today = '2026-12-28';

  constructor(random: Random) {
    this.random = random;
    this.foreign = random.chance(0.3);
    this.customers = [1, 2].map(() =>
      Customer.parse({
        id: this.id('cus'),
        version: 1,
        source: 'crm',
        externalId: `C${this.serial}`,
        name: 'Tiny',
        address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
        emails: ['tiny@customer.example'],
        language: 'en',
        currency: 'EUR',
        paymentTermsDays: 14,
        ibans: [],
        createdAt: this.now(),
        updatedAt: this.now(),
      }),
    );
    for (const id of [...this.customers.map((one) => one.id), 'group:g']) {
      const limit = { minor: random.pick([20_000, 5_000_000]), currency: 'EUR' };
      this.table.commit(T, undefined, [setLimit(T, id, { limit })]);
    }
  }

  step(): void {
    const { random } = this;
    this.today = addDays(this.today, random.pick([0, 0, 1, 3]));
    random.pick([
      () => this.order(),
      () => this.order(),
      () => this.regroup(),
      () => this.decide(),
      () => this.deliver(),
      () => this.deliver(),
      () => this.counter(),
      () => this.card(),
      () => this.line(),
      () => this.line(),
      () => this.apply(),
      () => this.back(),
      () => this.payout(),
    ])();
  }

  private id<P extends string>(prefix: P): `${P}_${string}` {
    const n = ++this.serial;
    return idFrom(prefix, 1_766_000_000_000 + n, new Uint8Array(10).fill(n % 251));
  }
  private now(): string {
    return `${this.today}T10:00:00.000Z`;
  }
  private read<R>({ key, parse }: Read<R>): R | undefined {
    const item = this.table.get(key.pk, key.sk);
    return item && parse(item);
  }
  private some<R>(ids: readonly string[], read: (id: string) => Read<R>): R | undefined {
    return ids.length === 0 ? undefined : this.read(read(this.random.pick(ids)));
  }
  private book(what: string, effect: Effect, also: Parameters<Table['commit']>[2] = []): void {
    this.did.push(what);
    this.table.commit(T, effect.entry, [...writesOf(T, effect), ...also]);
    if (!effect.exchange) return;
    this.did.push('exchange');
    this.table.commit(T, effect.exchange, []);
  }
  private open(customerId: string): Invoice[] {
    return this.invoices
      .map((id) => this.read(invoiceById(T, id))!)
      .filter((invoice) => invoice.customerId === customerId && invoice.open.minor > 0);
  }

  /** In some worlds the books are in francs; mostly somebody says a rate. */
  private rate(): Rate | undefined {
    if (!this.foreign || this.random.chance(0.1)) return undefined;
    const rate = `0.9${this.random.between(1, 9999)}`;
    return { base: 'CHF', quote: 'EUR', day: this.today, rate, source: 'SNB', version: 1 };
  }
  private rated(): { rate?: Rate } {
    const rate = this.rate();
    return rate ? { rate } : {};
  }

  private order(): void {
    const { random } = this;
    const customer = random.pick(this.customers);
    const inputs = Array.from({ length: random.between(1, 3) }, (_, index) => ({
      sku: `T${index}`,
      description: 'Tea',
      quantity: random.pick(['1', '2', '3', '0.5']),
      unit: 'C62',
      unitPrice: `${random.between(0, 90)}.${random.between(0, 9999)}`,
      taxClass: random.pick(['standard', 'reduced', 'zero'] as const),
    }));
    const terms = random.chance(0.3) ? termsOf(random.pick(['gross', 'net', 'taxed'])) : undefined;
    const priced = price(
      inputs,
      'EUR',
      ({ taxClass }) =>
        treatmentOf(taxClass, { seller: 'DE', buyer: 'DE', buyerVatId: undefined, on: this.today }),
      { untaxedPpm: untaxedPpm(terms) },
    );
    if (!priced.ok) return;
    const id = this.id('ord');
    const draft: Order = {
      id,
      version: 1,
      entity: entity.id,
      source: 'shop',
      sourceOrderId: id,
      customerId: customer.id,
      creditId: creditIdOf(customer),
      currency: 'EUR',
      paymentTermsDays: random.pick([0, 14]),
      ...(terms && { terms }),
      state: 'HELD',
      holds: [],
      lines: priced.value.lines.map((line) => ({ ...line, fulfilled: '0' })),
      totals: priced.value.totals,
      exposureMinor: 0,
      fulfilments: [],
      placedAt: this.now(),
    };
    const credit = this.read(creditOf(T, accountOf(draft), 'EUR'));
    const order = assess(draft, credit);
    const taken =
      order.state === 'CONFIRMED'
        ? [takeCredit(T, accountOf(order), 'EUR', order.exposureMinor, credit!.limit!.minor)]
        : [];
    this.table.commit(T, undefined, [...putOrder(T, order), ...taken]);
    this.orders.push(id);
    this.did.push('order');
  }
  private decide(): void {
    const order = this.some(this.orders, (id) => orderById(T, id));
    if (!order) return;
    const done = this.random.chance(0.6) ? release(order) : cancel(order);
    if (!done.ok) return;
    this.did.push(done.value.state === 'CANCELLED' ? 'cancel' : 'release');
    this.table.commit(T, undefined, [
      ...putOrder(T, done.value),
      ...moveExposure(T, accountOf(order), 'EUR', done.value.exposureMinor - order.exposureMinor),
    ]);
  }
  private deliver(): void {
    const order = this.some(this.orders, (id) => orderById(T, id));
    if (!order) return;
    const part = this.random.chance(0.4) ? [{ line: '1', quantity: '0.5' }] : undefined;
    const made = { id: this.id('ful'), deliveredOn: this.today, at: this.now() };
    const done = fulfil(order, part, made);
    if (!done.ok) return;
    this.did.push('deliver');
    this.table.commit(T, undefined, putOrder(T, done.value));
    // Some deliveries wait for their invoice.
    if (this.random.chance(0.9)) this.issue(done.value);
  }
  private issue(order: Order): void {
    const fulfilment = order.fulfilments.at(-1)!;
    const customer = this.customers.find(({ id }) => id === order.customerId)!;
    const kept = this.read(seriesByName(T, seriesName(entity.series, this.today)));
    const series = { name: seriesName(entity.series, this.today), next: kept?.next ?? 1 };
    const issuedOn = issueDate(this.today, kept);
    const snapshot = snapshotOf(
      { order, fulfilment, customer, entity, booking: this.rate() },
      series,
      issuedOn,
    );
    const invoice = headOf(snapshot, {
      id: this.id('inv'),
      fulfilmentId: fulfilment.id,
      linkHash: 'h',
      creditId: order.creditId,
      at: this.now(),
      trace: 'e'.repeat(32),
      firstReminder: 3,
    });
    this.did.push('issue');
    this.invoices.push(invoice.id);
    this.table.commit(T, issueEntry(invoice, snapshot), [
      ...take(T, series, issuedOn, [invoice.id]),
      putInvoice(T, invoice),
      putSnapshot(T, invoice.id, snapshot),
      ...moveExposure(T, accountOf(invoice), 'EUR', invoice.total.minor - fulfilment.exposureMinor),
    ]);
  }

  private made(over: Pick<Received, 'method' | 'amount' | 'source' | 'customerId'>): Received {
    return {
      id: this.id('pay'),
      entity: entity.id,
      paidOn: this.today,
      bookedOn: this.today,
      payer: {},
      receivedAt: this.now(),
      creditId: this.account(over.customerId),
      ...this.rated(),
      ...over,
    };
  }
  /** Customers join a group and leave it; what they owe stays where it is. */
  private regroup(): void {
    const chosen = this.random.pick(this.customers);
    const creditGroup = chosen.creditGroup === undefined ? 'g' : undefined;
    this.customers = this.customers.map((one) => (one === chosen ? { ...one, creditGroup } : one));
    this.did.push('regroup');
  }
  private account(id: string | undefined): string | undefined {
    const customer = this.customers.find((one) => one.id === id);
    return customer && creditIdOf(customer);
  }
  private counter(): void {
    const { id } = this.random.pick(this.customers);
    const amount = money(this.random.between(1, 30_000), 'EUR');
    const method = this.random.pick(['cash', 'cheque'] as const);
    const made = this.made({ method, amount, source: { kind: 'counter', id: ACTOR }, customerId: id });
    this.book('counter', receive(made, oldestFirst(amount, this.open(id))));
  }
  /** The amount is that of the page; the invoice may have been paid otherwise meanwhile. */
  private card(): void {
    const invoice = this.some(this.invoices, (id) => invoiceById(T, id));
    if (!invoice || invoice.total.minor === 0) return;
    const amount = invoice.total;
    const attempt = this.id('att');
    const source = { kind: 'attempt' as const, id: attempt };
    const { customerId } = invoice;
    const made = this.made({ method: 'card', amount, source, customerId });
    this.cards.push({ id: attempt, minor: amount.minor });
    this.book('card', receive(made, [{ invoice, reason: 'link' }]), [
      putAttempt(T, {
        id: attempt,
        version: 1,
        invoiceId: invoice.id,
        customerId,
        provider: 'sandbox',
        amount,
        state: 'SUCCEEDED',
        providerVersion: 1,
        createdAt: this.now(),
      }),
    ]);
  }

  /** Money in the bank: matched, kept for its customer, or nobody's; some of it names a payout that nobody knows yet. */
  private line(amount = money(this.random.between(1, 40_000), 'EUR'), awaits?: string): BankLine {
    const { random } = this;
    const statement = this.id('stm');
    const line = BankLine.parse({
      id: this.id('bln'),
      version: 1,
      statementId: statement,
      entity: entity.id,
      accountIban: entity.bank.iban,
      amount,
      bookedOn: this.today,
      valueOn: this.today,
      references: [],
      text: awaits ?? '',
      counterparty: {},
      reversal: false,
      state: 'NEW',
    });
    const owner = awaits === undefined && random.chance(0.7) ? random.pick(this.customers).id : undefined;
    const targets =
      owner === undefined || random.chance(0.3)
        ? []
        : this.open(owner).map((invoice) => ({ invoice, reason: 'named' }));
    this.table.commit(T, undefined, [putLine(T, line)]);
    const id = this.id('pay');
    const state = targets.length > 0 ? 'MATCHED' : 'EXCEPTION';
    const after = decided(line, state, none('seen'), { actor: ACTOR, now: this.now() }, id);
    this.book(
      'line',
      receive(
        { ...receiptOf(line, id, owner, this.now()), creditId: this.account(owner), ...this.rated() },
        targets,
      ),
      [
        putLine(T, after),
        putStatement(T, {
          id: statement,
          version: 1,
          format: 'camt.053.001.08',
          state: 'READ',
          accounts: [
            {
              bankId: 'S',
              accountIban: entity.bank.iban,
              entity: entity.id,
              currency: 'EUR',
              entries: 1,
              skipped: 0,
              movedMinor: amount.minor,
              warnings: [],
            },
          ],
          file: 'f',
          counts: { new: 1, known: 0, skipped: 0 },
          receivedAt: this.now(),
          receivedBy: ACTOR,
          readAt: this.now(),
        }),
        ...(awaits === undefined ? [] : [awaitPayout(T, awaits, line.id)]),
      ],
    );
    this.lines.push(line.id);
    return after;
  }
  private kept(): { line: BankLine; payment: Payment } | undefined {
    const line = this.some(this.lines, (id) => ({
      key: { pk: `${T}#BANKLINE#${id}`, sk: 'LINE' },
      parse: (item) => BankLine.parse(item['doc']),
    }));
    const payment = line?.paymentId === undefined ? undefined : this.read(paymentById(T, line.paymentId));
    return line && payment?.payout === undefined && payment ? { line, payment } : undefined;
  }
  private apply(): void {
    const found = this.kept();
    if (!found || found.payment.unapplied.minor === 0) return;
    const { line, payment } = found;
    const { id } = this.random.pick(this.customers);
    if (payment.allocations.length > 0 && payment.customerId !== id) return;
    const targets = oldestFirst(payment.unapplied, this.open(id));
    const effect = applyRest(payment, id, targets, this.today, this.account(id), payment.rate ?? this.rate());
    this.book('apply', effect, [
      putLine(T, decided(line, 'MATCHED', none('said'), { actor: ACTOR, now: this.now() }, payment.id)),
    ]);
  }
  private back(): void {
    const found = this.kept();
    if (!found || found.payment.allocations.length === 0) return;
    const { line, payment } = found;
    const ids = [...new Set(payment.allocations.map(({ invoiceId }) => invoiceId))];
    this.book(
      'take back',
      takeBack(
        payment,
        ids.map((id) => this.read(invoiceById(T, id))!),
        this.today,
      ),
      [
        putLine(
          T,
          decided(line, 'EXCEPTION', none('taken back'), { actor: ACTOR, now: this.now() }, payment.id),
        ),
      ],
    );
  }
  /** The bank brought it before the provider announced it: a receipt of nobody's turns out to be the payout. */
  private payout(): void {
    if (this.cards.length === 0) return;
    const reference = `po_${++this.serial}0000000`;
    const grossMinor = this.cards.reduce((total, { minor }) => total + minor, 0);
    const feeMinor = Math.floor(grossMinor / 50);
    const items = this.cards.map(({ id, minor }) => ({ attempt: id, grossMinor: minor, feeMinor: 0 }));
    this.cards = [];
    const net = money(grossMinor - feeMinor, 'EUR');
    const line = this.line(net, reference);
    const expected = {
      reference,
      version: 1,
      provider: 'sandbox' as const,
      currency: 'EUR',
      grossMinor,
      feeMinor,
      netMinor: net.minor,
      arrivalDate: this.today,
      items,
      state: 'EXPECTED' as const,
    };
    this.table.commit(T, undefined, [putPayout(T, expected)]);
    const receipt = this.read(paymentById(T, line.paymentId!))!;
    this.did.push('payout');
    this.table.commit(T, payoutEntry(line, expected, { receipt, on: this.today }), [
      ...writesOf(T, becomePayout(receipt, reference)),
      putReconciled(T, expected, line.id),
      putLine(
        T,
        decided(line, 'MATCHED', { ...none('payout'), tier: 'payout' }, { actor: ACTOR, now: this.now() }),
      ),
    ]);
  }
}
