/** An invoice head as issuing leaves it, for rules and books. */
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { money } from '../../../shared/kernel/money.ts';
import { creditorReference } from '../../../shared/kernel/reference.ts';

const id = (prefix: string, ordinal: number) => `${prefix}_01${String(ordinal).padStart(24, '0')}`;
export const CUSTOMER = id('cus', 1) as Invoice['customerId'];

export const invoice = (ordinal: number, minor: number, more: Partial<Invoice> = {}): Invoice => {
  const number = `INV-2026-${String(ordinal).padStart(6, '0')}`;
  const total = money(minor, more.total?.currency ?? 'EUR');
  return {
    id: id('inv', ordinal) as Invoice['id'],
    version: 1,
    entity: 'main',
    number,
    reference: creditorReference(number),
    customerId: CUSTOMER,
    customerName: 'Müller Maschinenbau GmbH',
    orderId: id('ord', 1) as Invoice['orderId'],
    fulfilmentId: id('ful', ordinal) as Invoice['fulfilmentId'],
    issuedOn: '2026-02-01',
    dueOn: `2026-03-${String((ordinal % 28) + 1).padStart(2, '0')}`,
    total,
    open: total,
    state: 'ISSUED',
    settlements: [],
    credits: [],
    language: 'en',
    link: { hash: '', expiresOn: '2027-03-01' },
    reminded: 0,
    issuedAt: '2026-02-01T09:00:00.000Z',
    ...more,
  };
};
