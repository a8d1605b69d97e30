/** The invented wholesaler and the keys of its partners. Nobody here exists; every name and number is made up. */

export const TENANT = 'demo';

export const SELLER = {
  id: 'main',
  name: 'Nordwind Kontor GmbH',
  address: { line1: 'Speicherstraße 12', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  vatId: 'DE136695976',
  registration: 'Amtsgericht Hamburg HRB 000000',
  email: 'accounts@nordwind-kontor.example',
  phone: '+49 40 0000000',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  bank: { name: 'Beispielbank Hamburg', iban: 'DE75512108001245126199', bic: 'SOLADEST600' },
  series: 'INV',
  reminders: [3, 10, 20],
  provider: 'sandbox',
};

interface Key {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly scopes: readonly string[];
  readonly perMinute?: number;
}
export const KEYS: readonly Key[] = [
  {
    name: 'partner',
    // Whoever measures or simulates is faster than a partner may be.
    perMinute: 600_000,
    scopes: [
      'customers:read',
      'customers:write',
      'orders:read',
      'orders:write',
      'orders:release',
      'invoices:read',
      'payments:read',
      'payments:write',
      'credit:read',
      'credit:write',
      'prices:read',
      'prices:write',
      'intake:read',
      'intake:write',
      'webhooks:read',
      'webhooks:write',
      'sync:read',
      'sync:write',
      'subscriptions:read',
      'subscriptions:write',
    ],
  },
  {
    name: 'finance',
    perMinute: 600_000,
    scopes: [
      'customers:read',
      'orders:read',
      'invoices:read',
      'payments:read',
      'payments:write',
      'bank:read',
      'bank:write',
      'cash:read',
      'cash:write',
      'credit:read',
      'credit:write',
      'finance:read',
      'exports:write',
      'orders:release',
      'operations:read',
      'operations:write',
      'invoices:write',
      'writeoffs:write',
      'plans:write',
      'deductions:write',
      'disputes:write',
      'refunds:read',
      'refunds:write',
      'prices:read',
      'subscriptions:read',
      'subscriptions:write',
      'templates:read',
      'templates:write',
    ],
  },
  { name: 'admin', roles: ['admin'], scopes: [] },
];
