/** The days of the demo company: orders in the morning, payments at noon, the bank's statement in the evening. */
import { camt053, closingOf, type StatementOf, type Transfer } from './camt.ts';
import type { Client } from './client.ts';
import { SELLER } from './company.ts';
import type { DemoCustomer } from './customers.ts';
import { basket, daysOf, hash, howPaid, isWeekend, type Due, type Invoice } from './habits.ts';
import { seeded } from './random.ts';
import { Scenes, type Paid } from './scenes.ts';

export interface Plan {
  readonly months: number;
  readonly customers: number;
  readonly seed: number;
  /** The last day, as YYYY-MM-DD: the clock ends in its morning. */
  readonly until: string;
}
export interface Saved {
  /** The first day that is not yet played. */
  readonly next: string;
  readonly balances: Readonly<Record<string, number>>;
  readonly payouts: readonly Coming[];
}
interface Coming {
  readonly id: string;
  readonly on: string;
  readonly currency: string;
  readonly transfer: Transfer;
}
export class World {
  private readonly transfers = new Map<string, Due[]>();
  private readonly seen = new Set<string>();
  /** Customers that were invoiced before. */
  private readonly paying = new Set<string>();
  private readonly balances: Map<string, number>;
  private readonly payouts: Map<string, Coming>;
  private readonly plan: Plan;
  private readonly customers: readonly DemoCustomer[];
  private readonly byId: ReadonlyMap<string, DemoCustomer>;
  private readonly client: Client;
  private readonly scenes: Scenes;

  constructor(
    plan: Plan,
    customers: readonly DemoCustomer[],
    byId: ReadonlyMap<string, DemoCustomer>,
    client: Client,
    before?: Saved,
  ) {
    this.balances = new Map(Object.entries(before?.balances ?? {}));
    this.payouts = new Map((before?.payouts ?? []).map((coming) => [coming.id, coming]));
    this.plan = plan;
    this.customers = customers;
    this.byId = byId;
    this.client = client;
    this.scenes = new Scenes(daysOf(plan), plan.until, customers, client);
  }

  /** A day: orders and deliveries in the morning, payments at noon, the bank's statement in the evening. */
  async live(day: string): Promise<void> {
    await this.clock(`${day}T08:00:00Z`);
    await this.scenes.live(day);
    if (!isWeekend(day)) await this.trade(day);
    await this.clock(`${day}T11:00:00Z`);
    this.plant(await this.fresh(day));
    for (const due of this.transfers.get(day) ?? []) if (due.card) await this.payByCard(due);
    if (new Date(day).getUTCDay() === 5) await this.payOut();
    await this.clock(`${day}T17:00:00Z`);
    await this.bank(day);
    await this.client.control('/control/settle', {});
  }

  /** A day that is already in the books: what its invoices will bring on later days. */
  async remember(day: string): Promise<void> {
    this.plant(await this.fresh(day, true));
  }

  /** A day that is played again after a stop may find the clock ahead of itself: it stays there. */
  private async clock(to: string): Promise<void> {
    const { now } = await this.client.control<{ now: string }>('/control/clock');
    await (now < to
      ? this.client.control('/control/clock', { to })
      : this.client.control('/control/settle', {}));
  }

  kept(): Omit<Saved, 'next'> {
    return { balances: Object.fromEntries(this.balances), payouts: [...this.payouts.values()] };
  }

  /** Partners do not wait for each other; four of them at a time are at work. */
  private async trade(day: string): Promise<void> {
    const waiting = [...this.customers];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let customer = waiting.shift(); customer; customer = waiting.shift())
          await this.order(customer, day);
      }),
    );
  }

  private async order(customer: DemoCustomer, day: string): Promise<void> {
    const random = seeded(hash(`${this.plan.seed} ${customer.externalId} ${day}`));
    if (!random.chance(customer.rhythm / 21)) return;
    const sourceOrderId = `${day}-${customer.externalId}`;
    const order = await this.client.post<{
      id: string;
      state: string;
      lines: { id: string; quantity: string }[];
    }>('/v1/orders', `order ${sourceOrderId}`, {
      source: 'shop',
      sourceOrderId,
      customer: { source: 'shop', externalId: customer.externalId },
      currency: customer.profile.currency,
      ...(random.chance(0.3) && { poNumber: `PO-${random.between(10_000, 99_999)}` }),
      lines: basket(random),
    });
    if (order.state === 'HELD') {
      if (!random.chance(0.6)) return;
      await this.client.post(`/v1/orders/${order.id}/release`, `release ${sourceOrderId}`, {
        reason: 'Known customer, agreed by telephone',
      });
    }
    // One in six goes out in two parcels, the second right behind the first.
    const [first] = order.lines;
    if (order.lines.length > 1 && random.chance(1 / 6))
      await this.client.post(`/v1/orders/${order.id}/fulfilments`, `part ${sourceOrderId}`, {
        lines: [{ line: first!.id, quantity: first!.quantity }],
      });
    await this.client.post(`/v1/orders/${order.id}/fulfilments`, `rest ${sourceOrderId}`, {});
  }

  /** Invoices of the day that were not seen before. */
  private async fresh(day: string, past = false): Promise<Invoice[]> {
    const found: Invoice[] = [];
    for (let cursor = ''; ;) {
      const page = await this.client.get<{ data: Invoice[]; nextCursor?: string }>(
        `/v1/invoices?limit=${past ? 100 : 15}${cursor}`,
      );
      found.push(
        ...page.data.filter(
          (invoice) => !this.seen.has(invoice.id) && (past ? invoice.issuedOn === day : true),
        ),
      );
      const reached = page.data.some((invoice) =>
        past ? invoice.issuedOn < day : this.seen.has(invoice.id),
      );
      if (reached || page.nextCursor === undefined) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    for (const { id } of found) this.seen.add(id);
    return found;
  }

  /** When and how each invoice will be paid, by its customer's habit. */
  private plant(invoices: readonly Invoice[]): void {
    for (const invoice of invoices) {
      const customer = this.byId.get(invoice.customerId);
      if (!customer || invoice.total.minor === 0) continue;
      // Not by its number: partners order at the same time, and who is first is not drawn.
      const random = seeded(
        hash(`${this.plan.seed} ${customer.externalId} ${invoice.issuedOn} ${invoice.total.minor}`),
      );
      const due = howPaid(customer, invoice, random, !this.paying.has(customer.externalId));
      this.paying.add(customer.externalId);
      if (due) this.transfers.set(due.on, [...(this.transfers.get(due.on) ?? []), due]);
    }
  }

  private async payByCard({ customer, invoice }: Due): Promise<void> {
    const mails = await this.client.control<{ id: string; subject: string }[]>(
      `/control/mails?to=${encodeURIComponent(customer.profile.emails[0]!)}&subject=${encodeURIComponent(invoice.number)}`,
    );
    if (mails.length === 0) return;
    const { text } = await this.client.control<{ text: string }>(`/control/mails/${mails[0]!.id}`);
    const url = /https?:\/\/\S+\/pay\/[\w.-]+/.exec(text)?.[0];
    if (url) await this.client.payByLink(url, 'approve');
  }

  /** Fridays: the provider pays out what cards brought; it is on the statement two days later. */
  private async payOut(): Promise<void> {
    for (const currency of ['EUR', 'GBP', 'CHF']) {
      const response = await this.client
        .control<{ id?: string; netMinor?: number; arrivalDate?: string; statementReference?: string }>(
          '/psp/payouts',
          { currency },
        )
        .catch(() => undefined);
      if (!response?.id || !response.netMinor) continue;
      this.payouts.set(response.id, {
        id: response.id,
        on: response.arrivalDate!,
        currency,
        transfer: {
          reference: `B-${response.id}`,
          minor: response.netMinor,
          text: `${response.statementReference} ${response.id}`,
          payer: { name: 'Sandbox Payments' },
          date: response.arrivalDate!,
        },
      });
    }
  }

  private async bank(day: string): Promise<void> {
    const paid = await this.scenes.paid(day);
    for (const currency of ['EUR', 'GBP', 'CHF']) {
      const statement = this.statement(
        day,
        currency,
        paid.filter((one) => one.currency === currency),
      );
      if (statement.transfers.length > 0)
        await this.client.post('/v1/statements', `statement ${day} ${currency}`, camt053(statement));
    }
  }

  private statement(day: string, currency: string, paid: readonly Paid[]): StatementOf {
    const transfers: Transfer[] = (this.transfers.get(day) ?? [])
      .filter((due) => !due.card && due.invoice.total.currency === currency)
      .map((due, index) => ({
        reference: `BK${day.replaceAll('-', '')}${currency}${String(index + 1).padStart(4, '0')}`,
        minor: due.minor,
        text: due.text,
        date: day,
        ...(due.structured !== undefined && { structured: due.structured }),
        payer: { name: due.customer.profile.name, iban: due.account ?? due.customer.iban },
      }));
    for (const [index, { customer, minor, text, structured }] of paid.entries())
      transfers.push({
        reference: `BK${day.replaceAll('-', '')}${currency}A${String(index + 1).padStart(3, '0')}`,
        minor,
        text,
        structured,
        date: day,
        payer: { name: customer.profile.name, iban: customer.iban },
      });
    for (const payout of this.payouts.values())
      if (payout.on === day && payout.currency === currency) transfers.push(payout.transfer);
    const statement = {
      id: `STMT-${day}-${currency}`,
      iban: SELLER.bank.iban,
      currency,
      openingMinor: this.balances.get(currency) ?? 0,
      date: day,
      transfers,
    };
    this.balances.set(currency, closingOf(statement));
    return statement;
  }
}
