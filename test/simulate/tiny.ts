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
import type { Entry } from '../../shared/ledger/entry.ts';
import { seriesName } from '../../shared/numbering/series.ts';
import { seriesByName, take } from '../../shared/numbering/store.ts';
import type { Order } from '../../shared/orders/order.ts';
import { assess, cancel, fulfil, release } from '../../shared/orders/rules.ts';
import { orderById, putOrder } from '../../shared/orders/store.ts';
import { oldestFirst } from '../../shared/payments/counter.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { becomePayout } from '../../shared/payments/payout.ts';
import { applyRest, receive, takeBack, type Effect, type Received } from '../../shared/payments/rules.ts';
import { bounced, isWhole } from '../../shared/payments/bounced.ts';
import { canceled } from '../../shared/refunds/outcome.ts';
import { refunded } from '../../shared/refunds/rules.ts';
import { writesOf as refundWrites } from '../../shared/refunds/store.ts';
import { paymentById, putAttempt, putInHand, putPayout, writesOf } from '../../shared/payments/store.ts';
import { price } from '../../shared/pricing/rules.ts';
import type { Rate } from '../../shared/rates/rate.ts';
import { treatmentOf } from '../../shared/pricing/tax/rules.ts';
import { cleared, gathered, handedIn, isWaiting, returned, uncleared } from '../../shared/slips/rules.ts';
import type { Slip } from '../../shared/slips/slip.ts';
import { gatheringOf, slipById, writesOf as slipWrites } from '../../shared/slips/store.ts';
import { TinyMonths } from './months.ts';
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
  private readonly slips: Slip['id'][] = [];
  private readonly inHand: Payment['id'][] = [];
  private readonly months: TinyMonths;
  private serial = 0;
  private today = '2026-12-28';

  constructor(random: Random) {
    this.random = random;
    this.months = new TinyMonths(this.table, T, entity.id, '2026-12');
    // In some worlds it is later already: months that are over are shut in them.
    if (random.chance(0.5)) this.today = random.pick(['2027-01-02', '2027-01-30', '2027-02-03']);
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
    this.today = addDays(this.today, random.pick([0, 0, 1, 3, 3, 9]));
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
      () => this.back(),
      () => this.back(),
      () => this.payout(),
      () => this.slip(),
      () => this.bank(),
      () => this.cheque(),
      () => this.refund(),
      () => this.bounce(),
      () => this.shut(),
      () => this.shut(),
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
    this.commit(effect.entry, [...writesOf(T, effect), ...also]);
    if (!effect.exchange) return;
    this.did.push('exchange');
    this.commit(effect.exchange, []);
  }
  /** What comes late is booked in the first month that is open, and no commit gets past a month that is shut. */
  private commit(entry: Entry | undefined, writes: Parameters<Table['commit']>[2]): void {
    const posted = this.months.posted(entry, this.serial);
    if (posted.entry?.documentOn !== undefined) this.did.push('late');
    this.table.commit(T, posted.entry, [...writes, ...posted.check]);
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
    this.commit(issueEntry(invoice, snapshot), [
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
    const made = {
      ...this.made({ method, amount, source: { kind: 'counter', id: ACTOR }, customerId: id }),
      ...this.past(),
      collection: { state: 'IN_HAND' as const },
    };
    const effect = receive(made, oldestFirst(amount, this.open(id)));
    this.inHand.push(made.id);
    this.book('counter', effect, [putInHand(T, effect.payment)]);
  }
  /** Some facts come late. */
  private past(): { paidOn: string; bookedOn: string } {
    const day = this.random.chance(0.3) ? addDays(this.today, 0 - this.random.between(1, 30)) : this.today;
    const on = day < '2026-12-01' ? '2026-12-01' : day;
    return { paidOn: on, bookedOn: on };
  }
  private slip(): void {
    const payments = this.inHand
      .splice(0, this.random.between(1, 3))
      .map((id) => this.read(paymentById(T, id))!);
    if (payments.length === 0) return;
    const id = this.id('slp');
    const made = { id, number: this.slips.length + 1, entity: entity.id, iban: entity.bank.iban };
    const open = gathered(payments, { ...made, by: ACTOR, at: this.now(), trace: 'e'.repeat(32) });
    if (!open.ok) return;
    this.table.commit(T, undefined, gatheringOf(T, open.value));
    const bank = handedIn(open.value.slip, open.value.payments, this.today);
    if (!bank.ok) return;
    this.slips.push(id);
    this.did.push('slip');
    this.table.commit(T, undefined, slipWrites(T, bank.value));
  }
  /** The statement shows a slip or one of its payments; sometimes it was another line after all. */
  private bank(): void {
    const slip = this.some(this.slips, (id) => slipById(T, id));
    if (!slip) return;
    const of = (items: Slip['items']) => items.map(({ paymentId }) => this.read(paymentById(T, paymentId))!);
    const waiting = slip.items.filter(isWaiting);
    if (waiting.length === 0) return;
    const items = this.random.chance(0.5) ? waiting : [this.random.pick(waiting)];
    const amount = items.reduce((all, one) => all + one.amount.minor, 0);
    const line = this.bankLine(amount, 'NEW');
    const moved = cleared(slip, items, of(items), line);
    this.did.push('clear');
    this.table.commit(T, undefined, [putLine(T, line), statementOf(line.statementId, amount, this.now())]);
    const after = decided(
      line,
      'MATCHED',
      { ...none('slip'), tier: 'slip' },
      { actor: ACTOR, now: this.now() },
    );
    this.commit(moved.entry, [...slipWrites(T, moved), putLine(T, after)]);
    if (!this.random.chance(0.4)) return;
    const receipt = receive(receiptOf(after, this.id('pay'), undefined, this.now()), []);
    const back = uncleared(moved.slip, of(items), after, { on: this.today });
    this.did.push('unclear');
    this.commit(back.entry, slipWrites(T, back));
    const lost = decided(
      after,
      'EXCEPTION',
      none('not ours'),
      { actor: ACTOR, now: this.now() },
      receipt.payment.id,
    );
    this.book('line', receipt, [putLine(T, lost)]);
    this.lines.push(line.id);
  }
  /** A cheque comes back: by a debit with its fee, or as paper. */
  private cheque(): void {
    const slip = this.some(this.slips, (id) => slipById(T, id));
    const item = slip && this.random.pick(slip.items);
    const payment = item && this.read(paymentById(T, item.paymentId));
    if (!slip || !item || !payment) return;
    const invoices = [...new Set(payment.allocations.map(({ invoiceId }) => invoiceId))];
    const heads = invoices.map((id) => this.read(invoiceById(T, id))!);
    const fee = this.random.between(0, 5);
    const line = this.random.chance(0.6) ? this.bankLine(0 - item.amount.minor - fee, 'MATCHED') : undefined;
    const costs = line && fee > 0 ? { costs: money(fee, 'EUR') } : {};
    const back = { on: this.today, reason: 'x', ...(line && { lineId: line.id }), ...costs };
    const done = returned(slip, payment, heads, back);
    if (!done.ok) return;
    this.book('cheque', done.value.effect, slipWrites(T, { slip: done.value.slip, payments: [], facts: [] }));
    if (!line) return;
    const brought = statementOf(line.statementId, line.amount.minor, this.now());
    this.table.commit(T, undefined, [putLine(T, line), brought]);
  }
  /** What is unapplied of somebody known goes back; sometimes it is canceled before the bank has paid it. */
  private refund(): void {
    const payment = this.kept()?.payment;
    if (payment?.customerId === undefined || payment.unapplied.minor === 0) return;
    const owned = { ...payment, customerId: payment.customerId };
    const to = { name: 'Tiny', iban: entity.bank.iban };
    const made = { id: this.id('ref'), on: this.today, at: this.now(), by: ACTOR, trace: 'e'.repeat(32) };
    const given = refunded(owned, payment.unapplied, { reason: 'other' }, { to }, made);
    this.did.push('refund');
    this.commit(given.entry, refundWrites(T, given));
    if (!this.random.chance(0.4)) return;
    const back = canceled(given.refund, given.payments[0]!, this.today, 'x');
    if (back.ok) this.commit(back.value.entry, refundWrites(T, back.value));
  }
  /** The bank takes a transfer back, with its costs. */
  private bounce(): void {
    const found = this.kept();
    if (!found || !isWhole(found.payment) || found.payment.amount.minor === 0) return;
    const { line, payment } = found;
    const ids = [...new Set(payment.allocations.map(({ invoiceId }) => invoiceId))];
    const costs = money(this.random.between(0, 9), 'EUR');
    const debit = { ...this.bankLine(0 - payment.amount.minor - costs.minor, 'MATCHED'), takesBack: line.id };
    const heads = ids.map((id) => this.read(invoiceById(T, id))!);
    this.book('bounce', bounced(payment, heads, { lineId: debit.id, on: this.today, costs }), [
      putLine(T, debit),
      statementOf(debit.statementId, debit.amount.minor, this.now()),
      putLine(T, {
        ...line,
        version: line.version + 1,
        takenBackBy: debit.id,
        state: line.state === 'EXCEPTION' ? 'IGNORED' : line.state,
      }),
    ]);
  }
  /** The first months of the books are shut, closed and opened again, as the rules let. */
  private shut(): void {
    const month = this.random.pick(['2026-12', '2026-12', '2027-01']);
    const at = this.now();
    const did = this.random.pick([
      () => this.months.softClose(month, at),
      () => this.months.close(month, at),
      () => this.months.softClose(month, at) && this.months.close(month, at),
      () => this.months.reopen(month, at),
    ])();
    if (did) this.did.push(did);
  }
  private bankLine(minor: number, state: BankLine['state']): BankLine {
    return BankLine.parse({
      id: this.id('bln'),
      version: 1,
      statementId: this.id('stm'),
      entity: entity.id,
      accountIban: entity.bank.iban,
      amount: money(minor, 'EUR'),
      bookedOn: this.today,
      valueOn: this.today,
      references: [],
      text: '',
      counterparty: {},
      reversal: minor < 0,
      state,
    });
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
      bookedOn: this.past().bookedOn,
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
        statementOf(statement, amount.minor, this.now()),
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
    return line && payment && payment.payout === undefined && payment.takenBack === undefined
      ? { line, payment }
      : undefined;
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
    this.commit(payoutEntry(line, expected, { receipt, on: this.today }), [
      ...writesOf(T, becomePayout(receipt, reference)),
      putReconciled(T, expected, line.id),
      putLine(
        T,
        decided(line, 'MATCHED', { ...none('payout'), tier: 'payout' }, { actor: ACTOR, now: this.now() }),
      ),
    ]);
  }
}

/** A file of one line. */
const statementOf = (id: `stm_${string}`, movedMinor: number, at: string) =>
  putStatement(T, {
    id,
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
        movedMinor,
        warnings: [],
      },
    ],
    file: 'f',
    counts: { new: 1, known: 0, skipped: 0 },
    receivedAt: at,
    receivedBy: ACTOR,
    readAt: at,
  });
