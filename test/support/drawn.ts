/** Documents with every required field, for rules that look at a few of them. */
import type { Customer } from '../../shared/customers/customer.ts';
import { Invoice } from '../../shared/invoices/invoice.ts';
import { creditorReference } from '../../shared/kernel/reference.ts';
import { Order } from '../../shared/orders/order.ts';
import type { Received } from '../../shared/payments/rules.ts';
import { idFrom } from '../../shared/kernel/ids.ts';
import type { Plan } from '../../shared/subscriptions/plan.ts';
import type { Subscription } from '../../shared/subscriptions/subscription.ts';

const id = <P extends string>(prefix: P, serial: number): `${P}_${string}` =>
  idFrom(prefix, 1_760_000_000_000 + serial, new Uint8Array(10).fill(serial % 251));

export const customerId = id('cus', 1);
export const aCustomer = (over: Partial<Customer> = {}): Customer => ({
  id: customerId,
  version: 1,
  source: 'crm',
  externalId: 'C-1',
  name: 'Lea',
  address: { line1: 'Weg 1', postalCode: '1', city: 'Ulm', country: 'DE' },
  emails: ['lea@customer.example'],
  language: 'de',
  currency: 'EUR',
  paymentTermsDays: 14,
  ibans: [],
  createdAt: '2026-03-01T09:00:00.000Z',
  updatedAt: '2026-03-01T09:00:00.000Z',
  ...over,
});
/** Four of a plan at ten euros a month, since January, billed up to the end of March. */
export const aSubscription = (over: Partial<Subscription> = {}): Subscription => ({
  id: 'sub_01k9xq4n5e8y7v3m2c1b0a9z8w',
  version: 1,
  entity: 'main',
  customerId: 'cus_01k9xq4n5e8y7v3m2c1b0a9z8w',
  currency: 'EUR',
  zone: 'Europe/Berlin',
  start: '2026-01-01',
  billedFrom: '2026-01-01',
  terms: [{ from: '2026-01-01', plan: 'small', planVersion: 1, quantity: '4' }],
  rhythms: [
    {
      from: '2026-01-01',
      anchor: '2026-01-01',
      interval: { unit: 'month', count: 1 },
      billing: 'in_advance',
    },
  ],
  pauses: [],
  period: '2026-03-01',
  dueOn: '2026-04-01',
  held: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  trace: '0'.repeat(32),
  ...over,
});
export const aPlan = (over: Partial<Plan> = {}): Plan => ({
  plan: 'basic',
  version: 1,
  savedAt: '2026-01-01T00:00:00.000Z',
  validFrom: '2026-01-01',
  name: 'Basic',
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
  billing: 'in_advance',
  price: { model: 'unit', price: '10.00' },
  unit: 'C62',
  taxClass: 'standard',
  supply: 'services',
  trialDays: 0,
  usage: [],
  ...over,
});
export const usd = (minor: number) => ({ minor, currency: 'USD' });
/** Dollars for a euro. */
export const aRate = (said: string, over: object = {}) => ({
  base: 'EUR',
  quote: 'USD',
  day: '2026-01-02',
  rate: said,
  source: 'ECB',
  version: 1,
  ...over,
});
/** Of dollars, for who pays before 2027. */
export const earlyInDollars = (minor: number) => ({
  percent: '2',
  mode: 'net' as const,
  until: '2027-01-01',
  acceptedUntil: '2027-01-01',
  discount: usd(minor),
  taxMinor: 0,
});
export const anInvoice = (serial: number, minor: number, over: Partial<Invoice> = {}): Invoice => {
  const number = `INV-2026-${String(serial).padStart(6, '0')}`;
  const total = { minor, currency: 'EUR' };
  return Invoice.parse({
    id: id('inv', serial),
    version: 1,
    entity: 'main',
    number,
    reference: creditorReference(number),
    customerId,
    customerName: 'Birken Warenhaus',
    orderId: id('ord', serial),
    fulfilmentId: id('ful', serial),
    issuedOn: '2026-01-02',
    dueOn: '2026-01-16',
    total,
    open: total,
    state: 'ISSUED',
    settlements: [],
    credits: [],
    language: 'en',
    link: { hash: 'h', expiresOn: '2027-01-16' },
    reminded: 0,
    remindOn: '2026-01-19',
    issuedAt: '2026-01-02T09:00:00.000Z',
    ...over,
  });
};

export const aPayment = (serial: number, minor: number, over: Partial<Received> = {}): Received => ({
  id: id('pay', serial),
  entity: 'main',
  method: 'bank_transfer',
  amount: { minor, currency: 'EUR' },
  paidOn: '2026-01-20',
  bookedOn: '2026-01-20',
  customerId,
  payer: {},
  source: { kind: 'bank_line', id: 'line' },
  receivedAt: '2026-01-20T10:00:00.000Z',
  ...over,
});

export const anOrder = (
  lines: readonly { quantity: string; unitPrice: string; netMinor: number }[],
  over: Partial<Order> = {},
): Order => {
  const netMinor = lines.reduce((total, line) => total + line.netMinor, 0);
  return Order.parse({
    id: id('ord', 1),
    version: 1,
    entity: 'main',
    source: 'shop',
    sourceOrderId: 'S-1',
    customerId,
    currency: 'EUR',
    paymentTermsDays: 14,
    state: 'CONFIRMED',
    holds: [],
    lines: lines.map((line, index) => ({
      id: String(index + 1),
      sku: 'A',
      description: 'a thing',
      unit: 'C62',
      taxClass: 'standard',
      tax: { category: 'Z', ratePpm: 0 },
      fulfilled: '0',
      ...line,
    })),
    totals: { netMinor, taxMinor: 0, grossMinor: netMinor, taxes: [] },
    exposureMinor: netMinor,
    fulfilments: [],
    placedAt: '2026-01-01T09:00:00.000Z',
    ...over,
  });
};
export const fulfilmentId = (serial: number) => id('ful', serial);
export const attemptId = (serial: number) => id('att', serial);
