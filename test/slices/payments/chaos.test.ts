/**
 * Ten thousand payments at a provider that duplicates, reorders, delays and loses what it tells: after the pull the books are the provider's
 * own list, to the cent, and so are fees and payouts. The same rules and the same adapter as the functions', with maps for a table.
 */
import { expect, test } from 'vitest';
import { fee } from '../../../bin/local/console/psp/model.ts';
import type { BankLine } from '../../../shared/bank/statement.ts';
import { payoutEntry } from '../../../shared/cash/rules.ts';
import type { Chargeback } from '../../../shared/chargebacks/chargeback.ts';
import { heard as hearsDispute } from '../../../shared/chargebacks/rules.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { advance } from '../../../shared/payments/attempts.ts';
import type { Attempt, Payment, Payout } from '../../../shared/payments/payment.ts';
import type { DisputeNews, News, ProviderFact, RefundNews } from '../../../shared/payments/psp/port.ts';
import { sandbox } from '../../../shared/payments/psp/sandbox.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { heard as hearsRefund } from '../../../shared/refunds/outcome.ts';
import type { Refund } from '../../../shared/refunds/refund.ts';
import { amountOf, refunded, throughOf } from '../../../shared/refunds/rules.ts';
import { anInvoice, aPayment, attemptId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const DAY = '2026-02-10';
const NOW = `${DAY}T09:00:00.000Z`;

/** mulberry32: the same numbers for the same seed. */
const chanceOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Event {
  readonly id: string;
  readonly raw: string;
}
interface Row {
  readonly reference: string;
  readonly refund?: string;
  readonly dispute?: string;
  readonly grossMinor: number;
  readonly feeMinor: number;
}
interface Session {
  readonly id: string;
  readonly serial: number;
  readonly amount: ReturnType<typeof eur>;
  status: string;
  version: number;
  refundedMinor: number;
  disputedMinor: number;
}

/** The provider: what it knows, what it tells of that, and what it pays out. */
class Provider {
  readonly sessions: Session[] = [];
  readonly told: Event[] = [];
  readonly payouts: Row[][] = [];
  fees = 0;
  private rows: Row[] = [];
  private readonly chance: () => number;
  constructor(chance: () => number) {
    this.chance = chance;
  }
  tell(type: string, object: unknown): void {
    const id = `evt_${this.told.length}`;
    this.told.push({ id, raw: JSON.stringify({ id, type, createdAt: NOW, data: { object } }) });
  }
  shown({ id, serial, status, version, amount }: Session) {
    return { id, url: 'u', status, version, reference: referenceOf(serial), amount };
  }
  private move(session: Session, status: string): void {
    session.status = status;
    session.version += 1;
    this.tell(`payment.${status}`, this.shown(session));
    if (status === 'succeeded')
      this.row(session, { grossMinor: session.amount.minor, feeMinor: fee(session.amount.minor) });
  }
  private row({ serial }: Session, row: Omit<Row, 'reference'>): void {
    this.rows.push({ reference: referenceOf(serial), ...row });
  }
  /** What payers do: pay by card or by debit, give up, are declined first; some take it back, wholly or in part. */
  pays(serial: number, minor: number): void {
    const amount = eur(minor);
    const session = {
      id: `ses_${serial}`,
      serial,
      amount,
      status: 'open',
      version: 1,
      refundedMinor: 0,
      disputedMinor: 0,
    };
    this.sessions.push(session);
    const [how, after] = [this.chance(), this.chance()];
    if (how < 0.1) return this.move(session, 'canceled');
    if (how < 0.25) this.move(session, 'failed');
    if (how < 0.15) return;
    if (how > 0.7) this.move(session, 'processing');
    this.move(session, 'succeeded');
    if (after < 0.12) this.dispute(session, after < 0.04 ? Math.ceil(minor / 3) : minor);
  }
  private dispute(session: Session, minor: number): void {
    const id = `dsp_${session.serial}`;
    const ways = [
      ['lost'],
      ['needs_response', 'under_review', 'won'],
      ['inquiry', 'needs_response', 'lost'],
      ['inquiry', 'won'],
      ['needs_response', 'won', 'lost'],
      ['needs_response'],
    ];
    let taken = false;
    let feeMinor = 0;
    for (const [at, status] of ways[Math.floor(this.chance() * ways.length)]!.entries()) {
      const takes = status !== 'inquiry' && status !== 'won';
      if (takes && !taken) {
        feeMinor += 1_500;
        this.row(session, { dispute: id, grossMinor: 0 - minor, feeMinor: 1_500 });
      }
      if (!takes && taken) this.row(session, { dispute: id, grossMinor: minor, feeMinor: 0 });
      taken = takes;
      this.tell('dispute.updated', {
        id,
        session: session.id,
        reference: referenceOf(session.serial),
        status,
        version: at + 1,
        amount: eur(minor),
        feeMinor,
        reason: 'fraudulent',
        evidenceBy: NOW,
      });
    }
    session.disputedMinor = taken ? minor : 0;
    this.fees += feeMinor;
  }
  refunds({ id, amount, through }: Refund): void {
    const session = this.sessions[Number(through!.capture.slice(4)) - 1]!;
    const status = this.chance() < 0.2 ? 'failed' : 'succeeded';
    if (status === 'succeeded') {
      session.refundedMinor += amount.minor;
      this.row(session, { refund: id, grossMinor: 0 - amount.minor, feeMinor: 0 });
    }
    this.tell(`refund.${status}`, { id: `rfd_${id}`, reference: id, status });
  }
  /** Some hundreds of rows at a time. */
  paysOut(): void {
    for (; this.rows.length > 0; this.rows = this.rows.slice(500)) {
      const items = this.rows.slice(0, 500);
      this.payouts.push(items);
      const sum = (of: 'grossMinor' | 'feeMinor') => items.reduce((total, row) => total + row[of], 0);
      this.tell('payout.paid', {
        id: `po_${String(this.payouts.length).padStart(12, '0')}`,
        currency: 'EUR',
        grossMinor: sum('grossMinor'),
        feeMinor: sum('feeMinor'),
        netMinor: sum('grossMinor') - sum('feeMinor'),
        arrivalDate: DAY,
        items,
      });
    }
  }
}
/** Invoices to copy from: what is drawn is parsed, and ten thousand of them need not be. */
const MODEL = anInvoice(1, 1);
const invoiceIdOf = (serial: number) => idFrom('inv', serial, new Uint8Array(10));
const referenceOf = (serial: number) => `${attemptId(serial)}.${invoiceIdOf(serial)}`;

/** Our side: kept events, attempts, receipts, chargebacks, refunds, payouts, and a ledger of sums. */
class Books {
  readonly kept = new Set<string>();
  readonly attempts = new Map<string, Attempt>();
  readonly invoices = new Map<string, Invoice>();
  readonly payments = new Map<string, Payment>();
  readonly chargebacks = new Map<string, Chargeback>();
  readonly refunds = new Map<string, Refund>();
  readonly payouts = new Map<string, Payout>();
  readonly balances = new Map<string, number>();
  private readonly adapter = sandbox({ apiKey: 'k', webhookSecret: 's', baseUrl: 'http://127.0.0.1' }, () =>
    Promise.reject(new Error('nothing is asked here')),
  );
  private readonly provider: Provider;
  constructor(provider: Provider) {
    this.provider = provider;
  }
  owes(serial: number, minor: number): void {
    const [id, total] = [invoiceIdOf(serial), eur(minor)];
    const invoice = { ...MODEL, id, total, open: total };
    this.invoices.set(referenceOf(serial), invoice);
    this.attempts.set(referenceOf(serial), {
      id: attemptId(serial),
      version: 1,
      invoiceId: invoice.id,
      customerId: invoice.customerId,
      provider: 'sandbox',
      amount: eur(minor),
      state: 'INITIATED',
      providerVersion: 0,
      createdAt: NOW,
    });
  }
  /** As `keepWebhook` and the worker: kept once, then read by the adapter and heard. */
  async gets({ id, raw }: Event): Promise<void> {
    if (this.kept.has(id)) return;
    this.kept.add(id);
    const fact: ProviderFact = await this.adapter.read(raw);
    if (fact.kind === 'payment') this.hears(fact.news);
    if (fact.kind === 'disputes') for (const news of fact.news) this.hearsDispute(news);
    if (fact.kind === 'refunds') for (const news of fact.news) this.hearsRefund(news);
    if (fact.kind === 'payout' && !this.payouts.has(fact.payout.reference))
      this.payouts.set(fact.payout.reference, { ...fact.payout, version: 1, state: 'EXPECTED' });
  }
  private hears(news: News): void {
    const attempt = this.attempts.get(news.reference)!;
    const moved = advance(attempt, news);
    if (!moved) return;
    this.attempts.set(news.reference, moved);
    if (moved.state !== 'SUCCEEDED') return;
    const { payment, invoices, entry } = receive(
      {
        ...aPayment(Number(news.providerRef.slice(4)), news.amount.minor),
        method: 'card',
        provider: 'sandbox',
        reference: news.providerRef,
        source: { kind: 'attempt', id: attempt.id },
      },
      [{ invoice: this.invoices.get(news.reference)!, reason: 'by link' }],
    );
    this.takes(news.reference, payment, invoices, entry);
  }
  private hearsDispute(news: DisputeNews): void {
    // Told of before its payment: the provider is asked for that first.
    if (!this.payments.has(news.reference)) {
      const session = this.provider.sessions[Number(news.capture.slice(4)) - 1]!;
      const { id, version, amount } = session;
      this.hears({ reference: news.reference, providerRef: id, state: 'SUCCEEDED', version, amount });
    }
    const known = this.chargebacks.get(news.disputeId);
    const payment = this.payments.get(news.reference)!;
    const effect = hearsDispute(known, news, payment, [this.invoices.get(news.reference)!], {
      id: `cbk_${news.disputeId.slice(4).padStart(26, '0')}`,
      on: DAY,
      at: NOW,
      trace: 't',
    });
    if (!effect) return;
    this.chargebacks.set(news.disputeId, effect.chargeback);
    this.takes(news.reference, effect.payment, effect.invoices, effect.entry);
  }
  private hearsRefund(news: RefundNews): void {
    const refund = this.refunds.get(news.refundId)!;
    const reference = referenceOf(Number(refund.through!.capture.slice(4)));
    const payment = this.payments.get(reference)!;
    const effect = hearsRefund(refund, news, [payment, payment], DAY);
    if (!effect) return;
    this.refunds.set(refund.id, effect.refund);
    this.takes(reference, effect.payments[0], [], effect.entry);
  }
  /** Finance gives back what was paid too much, as far as the provider can. */
  givesBack(): Refund[] {
    const made: Refund[] = [];
    for (const [reference, payment] of this.payments) {
      const amount = amountOf(payment, {});
      if (!amount.ok || !throughOf(amount.value, [payment])) continue;
      const id = `ref_${String(this.refunds.size).padStart(26, '0')}` as const;
      const effect = refunded(
        payment as Payment & { customerId: Refund['customerId'] },
        amount.value,
        { reason: 'overpayment' },
        { capture: payment },
        { id, on: DAY, at: NOW, by: 'key_1', trace: 't' },
      );
      this.refunds.set(id, effect.refund);
      this.takes(reference, effect.payments[0], [], effect.entry);
      made.push(effect.refund);
    }
    return made;
  }
  /** The bank's statement has each payout with its amount. */
  reconciles(): void {
    for (const [reference, payout] of this.payouts) {
      const line = { entity: 'main', bookedOn: DAY } as BankLine;
      this.books(payoutEntry(line, payout));
      this.payouts.set(reference, { ...payout, state: 'RECONCILED' });
    }
  }
  private takes(
    reference: string,
    payment: Payment | undefined,
    invoices: readonly Invoice[],
    entry: Entry | undefined,
  ) {
    if (payment) this.payments.set(reference, payment);
    for (const one of invoices) this.invoices.set(reference, one);
    this.books(entry);
  }
  private books(entry: Entry | undefined): void {
    for (const { account, minor } of entry?.lines ?? [])
      this.balances.set(account, (this.balances.get(account) ?? 0) + minor);
  }
  balance(account: string): number {
    return this.balances.get(account) ?? 0;
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Lost, sent twice, and in any order: what arrives of what was told. */
const delivered = (told: readonly Event[], chance: () => number): Event[] =>
  told
    .flatMap((event) => (chance() < 0.2 ? [] : chance() < 0.2 ? [event, event] : [event]))
    .map((event) => ({ event, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);

const run = async (payments: number, seed: number) => {
  const chance = chanceOf(seed);
  const provider = new Provider(chance);
  const books = new Books(provider);
  for (let serial = 1; serial <= payments; serial++) {
    const minor = 100 + Math.floor(chance() * 100_000);
    books.owes(serial, minor);
    // One in eight pays more than is owed.
    provider.pays(serial, chance() < 0.125 ? minor + Math.ceil(chance() * 500) : minor);
  }
  const hear = async (from: number) => {
    for (const event of delivered(provider.told.slice(from), chance)) await books.gets(event);
  };
  await hear(0);
  const lost = provider.told.length - books.kept.size;
  // The pull: what was told and not kept, newest first.
  for (const event of provider.told.toReversed()) await books.gets(event);
  const before = provider.told.length;
  for (const refund of books.givesBack()) provider.refunds(refund);
  provider.paysOut();
  await hear(before);
  for (const event of provider.told.toReversed()) await books.gets(event);
  books.reconciles();
  return { provider, books, lost };
};

test('over ten thousand payments the books are the provider’s own list, with its fees and payouts', async () => {
  const { provider, books, lost } = await run(10_000, 20_261_126);
  expect(lost).toBeGreaterThan(2_000);
  const paid = provider.sessions.filter(({ status }) => status === 'succeeded');
  expect(books.payments.size).toBe(paid.length);
  const ours = paid.map(({ serial }) => {
    const { amount, refunded: back, disputed } = books.payments.get(referenceOf(serial))!;
    return [amount.minor, back?.minor ?? 0, disputed?.minor ?? 0];
  });
  expect(ours).toEqual(
    paid.map(({ amount, refundedMinor, disputedMinor, serial }) => {
      // Where more was disputed than was left, the rest is a claim.
      const claim = books.chargebacks.get(`dsp_${serial}`)?.taken?.claim.minor ?? 0;
      return [amount.minor, refundedMinor, disputedMinor - claim];
    }),
  );
  for (const { serial, status } of provider.sessions.filter((one) => one.status !== 'succeeded'))
    expect(books.attempts.get(referenceOf(serial))!.state).toBe(status === 'failed' ? 'FAILED' : 'CANCELED');
  const rows = provider.payouts.flat();
  const sum = (all: readonly Row[], of: 'grossMinor' | 'feeMinor') =>
    all.reduce((total, row) => total + row[of], 0);
  expect(books.payouts.size).toBe(provider.payouts.length);
  expect({
    bank: books.balance('bank'),
    fees: books.balance('fees') + books.balance('chargebackFees'),
    chargebackFees: books.balance('chargebackFees'),
    clearing: books.balance('clearing'),
    refundsInTransit: books.balance('refundsInTransit'),
    chargebacks: books.balance('chargebacks'),
    all: [...books.balances.values()].reduce((total, minor) => total + minor, 0),
  }).toEqual({
    bank: sum(rows, 'grossMinor') - sum(rows, 'feeMinor'),
    fees: sum(rows, 'feeMinor'),
    chargebackFees: provider.fees,
    clearing: 0,
    refundsInTransit: 0,
    chargebacks: 0,
    all: 0,
  });
  const open = [...books.invoices.values()].reduce(
    (total, one) => total + one.open.minor - one.total.minor,
    0,
  );
  expect(books.balance('receivables')).toBe(open);
});

test('the same company ends in the same books whatever was lost and whatever came first', async () => {
  const end = async (seed: number) => {
    const { provider, books } = await run(50, 7);
    const chance = chanceOf(seed);
    const other = new Books(provider);
    for (const { serial } of provider.sessions)
      other.owes(serial, books.invoices.get(referenceOf(serial))!.total.minor);
    const early = provider.told.filter(({ raw }) => /"type":"(payment|dispute)\./.test(raw));
    for (const event of delivered(early, chance)) await other.gets(event);
    for (const event of early.toReversed()) await other.gets(event);
    return {
      payments: [...other.payments]
        .sort(byKey)
        .map(([reference, { unapplied, disputed }]) => [reference, unapplied, disputed?.minor ?? 0]),
      invoices: [...other.invoices].map(([reference, { open, state }]) => [reference, open, state]),
      chargebacks: [...other.chargebacks].sort(byKey).map(([id, { state, fee: own }]) => [id, state, own]),
      balances: [...other.balances].filter(([, minor]) => minor !== 0).sort(byKey),
    };
  };
  const first = await end(1);
  for (let seed = 2; seed <= 10; seed++) expect(await end(seed)).toEqual(first);
});
