/** Reminders, receipts and confirmations with something in them, drawn as they are sent. */
import { SELLER } from '../../../bin/demo/company.ts';
import { Entity } from '../../../shared/access/tenant.ts';
import { receipt, reminder, type Receipt, type Reminder } from '../../../shared/dispatch/mails.tsx';
import { confirmationPdf, receiptPdf, reminderPdf } from '../../../shared/dispatch/papers.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { money } from '../../../shared/kernel/money.ts';
import type { Language } from '../../../shared/kernel/party.ts';
import { creditorReference } from '../../../shared/kernel/reference.ts';
import type { Order } from '../../../shared/orders/order.ts';
import { aCustomer } from '../../support/drawn.ts';
import { FONTS } from '../../support/fonts.ts';
import { manyLines, snapshot } from '../documents/snapshots.ts';

export const today = '2026-05-03';
export const seller = Entity.parse(SELLER);
export const customerIn = (language: Language) =>
  aCustomer({ name: 'Müller & Söhne Maschinenbau GmbH', language });

export const items = (count: number, currency = 'EUR'): Reminder['items'] =>
  Array.from({ length: count }, (_, at) => {
    const number = `INV-2026-${String(at + 117).padStart(6, '0')}`;
    return {
      number,
      issuedOn: addDays('2026-03-01', at % 20),
      dueOn: addDays('2026-03-31', at % 20),
      open: money(10_000 + at * 1_999, currency),
      daysOverdue: 33 - (at % 20),
      times: (at % 3) + 1,
      reference: creditorReference(number),
      payUrl: `https://pay.example.com/pay/acme.${at}`,
    };
  });
export const asking = (
  of: Reminder['items'],
  language: Language,
  over: Partial<Reminder> = {},
): Reminder => ({
  level: 2,
  items: of,
  total: money(
    of.reduce((sum, { open }) => sum + open.minor, 0),
    of[0]!.open.currency,
  ),
  seller,
  language,
  customerName: 'Müller & Söhne Maschinenbau GmbH',
  ...over,
});
export const reminded = async (count: number, language: Language = 'en', over: Partial<Reminder> = {}) => {
  const facts = asking(items(count), language, over);
  const between = { customer: customerIn(language), seller, today };
  return reminderPdf(reminder(facts), facts, between, FONTS);
};
const taken = (language: Language, over: Partial<Receipt> = {}): Receipt => ({
  amount: money(50_000, 'EUR'),
  receivedOn: '2026-04-02',
  unapplied: money(2_000, 'EUR'),
  seller,
  language,
  customerName: 'Müller & Söhne Maschinenbau GmbH',
  allocations: [
    {
      number: 'INV-2026-000117',
      amount: money(39_000, 'EUR'),
      discount: money(1_000, 'EUR'),
      stillOpen: money(0, 'EUR'),
    },
    { number: 'INV-2026-000118', amount: money(9_000, 'EUR'), stillOpen: money(1_200, 'EUR') },
  ],
  ...over,
});
export const received = (language: Language = 'en', over: Partial<Receipt> = {}) => {
  const facts = taken(language, over);
  const between = { customer: customerIn(language), seller, method: 'bank_transfer' } as const;
  return receiptPdf(receipt(facts), facts, between, FONTS);
};
const ordered = (count: number, backordered?: string): Order => {
  const of = snapshot({ inputs: manyLines(count) });
  return {
    id: of.orderId!,
    version: 1,
    entity: 'main',
    source: 'shop',
    sourceOrderId: 'SHOP-2026-10042',
    customerId: of.buyer.id,
    currency: 'EUR',
    poNumber: 'PO-88231',
    paymentTermsDays: 30,
    state: 'CONFIRMED',
    holds: [],
    lines: of.lines.map((line) => ({ ...line, fulfilled: '0', ...(backordered && { backordered }) })),
    totals: of.totals,
    exposureMinor: of.totals.grossMinor,
    fulfilments: [],
    placedAt: '2026-03-30T08:00:00.000Z',
  };
};
export const confirmed = (count: number, language: Language = 'en', backordered?: string) =>
  confirmationPdf(ordered(count, backordered), { customer: customerIn(language), seller }, FONTS);
