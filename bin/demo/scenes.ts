/** What happens once in the demo, on days counted from its last: a look of its own, a deposit, subscriptions and their new price. */
import type { Client } from './client.ts';
import { SELLER } from './company.ts';
import type { DemoCustomer } from './customers.ts';
import { shift } from './habits.ts';

/** Who asks for money in advance, and what it says to whom. */
export const COMPANY = {
  ...SELLER,
  sender: { name: 'Nordwind Kontor, Buchhaltung' },
  brand: { colour: '#7a2e4d' },
};

interface Deposit {
  readonly number: string;
  readonly reference: string;
  readonly orderId: string;
  readonly open: { readonly minor: number; readonly currency: string };
}
/** Money that the bank's statement of the day brings. */
export interface Paid {
  readonly customer: DemoCustomer;
  readonly minor: number;
  readonly currency: string;
  readonly text: string;
  readonly structured: string;
}

/** By days before the last one. Each says what it wants by keys and names that are the same when its day is played again. */
export class Scenes {
  private readonly first: string;
  private readonly until: string;
  private readonly customers: readonly DemoCustomer[];
  private readonly client: Client;
  constructor(days: readonly string[], until: string, customers: readonly DemoCustomer[], client: Client) {
    this.first = days[0]!;
    this.until = until;
    this.customers = customers;
    this.client = client;
  }

  /** In the morning. */
  async live(day: string): Promise<void> {
    if (day === this.first) {
      await this.words();
      await this.subscribes();
    }
    if (day === shift(this.until, -28)) await this.asksForDeposit();
    if (day === shift(this.until, -20)) await this.raisesPrice();
    if (day === shift(this.until, -14)) await this.delivers();
  }

  /** What the bank brings for it: the deposit, a week after it was asked for. */
  async paid(day: string): Promise<Paid[]> {
    if (day !== shift(this.until, -21)) return [];
    return (await this.deposits()).map(({ number, reference, open }) => ({
      customer: this.buyer,
      minor: open.minor,
      currency: open.currency,
      text: `Anzahlung ${number}`,
      structured: reference,
    }));
  }

  private get buyer(): DemoCustomer {
    return this.customers[2] ?? this.customers[0]!;
  }
  private async deposits(): Promise<Deposit[]> {
    return (await this.client.get<{ data: Deposit[] }>('/v1/deposits?limit=1')).data;
  }

  /** The company's own words on the mails that it sends most. */
  private async words(): Promise<void> {
    const { version } = await this.client.put<{ version: number }>('/v1/mail-templates/invoice/de', {
      subject: 'Ihre Rechnung {{ invoice.number }} vom Nordwind Kontor',
      title: 'Moin!',
      text:
        'Moin {{ customer.name }},\n\nvielen Dank für Ihre Bestellung{% if invoice.orders %} {{ invoice.orders }}{% endif %}. ' +
        'Im Anhang finden Sie Ihre Rechnung über {{ invoice.total }}.\n\nFür Sie gepackt:\n\n- von Hand, in Hamburg\n- ohne Plastik',
    });
    await this.client.post(`/v1/mail-templates/invoice/de/${version}/activate`, `words ${version}`, {});
  }

  private plan(price: string): Promise<unknown> {
    return this.client.put('/v1/plans/schaufenster', {
      name: 'Schaufenster-Service',
      currency: 'EUR',
      interval: { unit: 'month' },
      price: { model: 'unit', price },
    });
  }
  /** One has two of it, and will be told of the new price once. */
  private async subscribes(): Promise<void> {
    await this.plan('39.00');
    const [one, other] = this.customers.filter(({ profile }) => profile.currency === 'EUR');
    for (const [index, customer] of [one!, one!, other ?? one!].entries())
      await this.client.post('/v1/subscriptions', `subscription ${index}`, {
        customer: { source: 'shop', externalId: customer.externalId },
        plan: 'schaufenster',
        ...(index === 1 && { quantity: '2', poNumber: 'Filiale 2' }),
      });
  }
  private async raisesPrice(): Promise<void> {
    await this.plan('42.00');
    await this.client.post('/v1/plans/schaufenster/price-changes', 'new price', { noticeDays: 30 });
  }

  private async asksForDeposit(): Promise<void> {
    const { externalId, profile } = this.buyer;
    const { id } = await this.client.post<{ id: string }>('/v1/orders', 'order in advance', {
      source: 'shop',
      sourceOrderId: `SONDER-${externalId}`,
      customer: { source: 'shop', externalId },
      currency: profile.currency,
      lines: [
        {
          sku: 'KT-9001',
          description: 'Sonderanfertigung Steingut, 240 Teile',
          unitPrice: '1180.00',
          quantity: '1',
        },
      ],
    });
    await this.client.post(`/v1/orders/${id}/deposits`, 'deposit', { percent: '30' });
  }
  private async delivers(): Promise<void> {
    for (const { orderId } of await this.deposits())
      await this.client.post(`/v1/orders/${orderId}/fulfilments`, 'in advance, delivered', {});
  }
}
