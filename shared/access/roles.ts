/** Role → what it opens, and up to which amounts alone. The one place; a key or an issuer names roles only. */
import { SCOPES, type Scope } from '../kernel/contract.ts';
import type { Limits } from '../kernel/limits.ts';
import type { Role } from './role.ts';

/** The same figure in major units of the currencies that are worth about the same; others always need two. */
const band = (major: number) =>
  ['EUR', 'USD', 'GBP', 'CHF'].map((currency) => ({ minor: major * 100, currency }));

const READING = SCOPES.filter((scope) => scope.endsWith(':read'));
const BUSINESS: readonly Scope[] = [
  'customers:read',
  'orders:read',
  'invoices:read',
  'payments:read',
  'credit:read',
  'prices:read',
  'subscriptions:read',
];

export const ROLES: Readonly<Record<Role, { readonly scopes: readonly Scope[]; readonly limits?: Limits }>> =
  {
    /** A shop or an ERP that brings orders. */
    partner: {
      scopes: [
        ...BUSINESS,
        'customers:write',
        'orders:write',
        'payments:write',
        'intake:read',
        'webhooks:read',
        'webhooks:write',
        'sync:read',
        'sync:write',
        'subscriptions:write',
      ],
    },
    sales: { scopes: [...BUSINESS, 'customers:write', 'orders:write', 'subscriptions:write'] },
    credit: {
      scopes: [...BUSINESS, 'orders:release', 'credit:write', 'approvals:read', 'approvals:write'],
      limits: { creditLimit: band(50_000) },
    },
    finance: {
      scopes: [
        ...BUSINESS,
        'orders:release',
        'invoices:write',
        'writeoffs:write',
        'plans:write',
        'deductions:write',
        'disputes:write',
        'refunds:read',
        'refunds:write',
        'prices:write',
        'subscriptions:write',
        'payments:write',
        'credit:write',
        'bank:read',
        'bank:write',
        'cash:read',
        'cash:write',
        'finance:read',
        'exports:write',
        'operations:read',
        'operations:write',
        'entities:read',
        'entities:write',
        'approvals:read',
        'approvals:write',
        'privacy:read',
        'privacy:write',
        'templates:read',
        'templates:write',
      ],
      limits: { creditLimit: band(250_000), refund: band(1_000), writeOff: band(500) },
    },
    /** Closes the books and adjusts them; receives and gives no money. */
    controller: {
      scopes: [
        ...BUSINESS,
        'bank:read',
        'cash:read',
        'finance:read',
        'operations:read',
        'entities:read',
        'audit:read',
        'exports:write',
        'approvals:read',
        'approvals:write',
        'periods:write',
        'ledger:adjust',
      ],
    },
    collector: {
      scopes: [
        ...BUSINESS,
        'bank:read',
        'cash:read',
        'finance:read',
        'writeoffs:write',
        'plans:write',
        'deductions:write',
        'disputes:write',
      ],
      limits: { writeOff: band(50), refund: band(50) },
    },
    /** Sees everything and moves nothing. */
    auditor: { scopes: READING },
    /** Makes keys and keeps entities; sees who did what, and moves no money. */
    admin: {
      scopes: [
        'access:read',
        'access:write',
        'entities:read',
        'entities:write',
        'approvals:read',
        'approvals:write',
        'privacy:read',
        'privacy:write',
        'templates:read',
        'templates:write',
        'audit:read',
        'intake:read',
        'intake:write',
        'webhooks:read',
        'webhooks:write',
        'operations:read',
        'operations:write',
      ],
    },
  };

/** All scopes of some roles and of what is given beside them. */
export const scopesOf = (roles: readonly Role[], more: readonly Scope[] = []): Scope[] => [
  ...new Set([...roles.flatMap((role) => ROLES[role].scopes), ...more]),
];

/** Of several roles that open the same, each adds its own figure: the larger one holds. A role without limits has none. */
export const limitsOf = (roles: readonly Role[]): Limits | undefined => {
  const limits = roles.map((role) => ROLES[role].limits).filter((one) => one !== undefined);
  return limits.length === 0 ? undefined : limits.reduce(wider);
};

const wider = (a: Limits, b: Limits): Limits => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Limits>;
  return Object.fromEntries(
    [...names].map((name) => {
      const all = [...(a[name] ?? []), ...(b[name] ?? [])];
      const largest = new Map<string, number>();
      for (const { minor, currency } of all)
        largest.set(currency, Math.max(minor, largest.get(currency) ?? 0));
      return [name, [...largest].map(([currency, minor]) => ({ minor, currency }))];
    }),
  );
};
