/** Opens the invoice behind a payment link, for every page that has one. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { opens, parseToken } from '../invoices/link.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { read, recall } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { isOpen } from './rules.ts';

export interface Opened {
  readonly token: string;
  readonly deps: Deps;
  readonly invoice: Invoice;
  readonly entity: Entity;
}

/** Forged, unknown and expired links get the same answer after the same work. */
export const open = async (token: string): Promise<Opened | undefined> => {
  const parts = parseToken(token);
  if (!parts) return undefined;
  const now = instant();
  const invoice = await read(invoiceById(parts.tenant, parts.invoiceId));
  // Nothing more is read for whoever does not know the secret: how long it takes must not tell which tenants there are.
  if (!opens(parts.secret, invoice?.link.hash) || !invoice) return undefined;
  const entity = entityOf((await recall(tenantById(parts.tenant)))!, invoice.entity);
  if (!entity || !isOpen(invoice, localDate(now, entity.zone))) return undefined;
  const deps: Deps = {
    tenant: parts.tenant,
    actor: `payer:${invoice.customerId}`,
    trace: invoice.trace ?? newTrace(),
    now,
  };
  about({ tenant: deps.tenant, trace: deps.trace });
  return { token, invoice, entity, deps };
};
