/** Which tries to pay an invoice there are, its own and those that it is only part of. */
import type { Invoice } from '../invoices/invoice.ts';
import { latest } from '../invoices/latest.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import { all, readAll } from '../runtime/table.ts';
import type { Attempt } from './payment.ts';
import type { Target } from './rules.ts';
import { attemptById, attemptsOf } from './store.ts';

/** One query, and one batch where the invoice was paid together with others. */
export const attemptsOn = async (tenant: string, invoiceId: string): Promise<Attempt[]> => {
  const found = await all(attemptsOf(tenant, invoiceId));
  const elsewhere = found.flatMap((one) => ('joint' in one ? [attemptById(tenant, one.joint, one.id)] : []));
  const theirs = (await readAll(elsewhere)).filter((one) => one !== undefined);
  return [...found.flatMap((one) => ('joint' in one ? [] : [one])), ...theirs];
};

/** What a payment by an attempt is for: its invoice, `home`, or several with what is meant for each; each by the one that took its place. */
export const targetsOf = async (
  attempt: Attempt,
  home: Invoice,
  zone: string,
  deps: Pick<Deps, 'tenant'>,
): Promise<Target[]> => {
  const { parts: meant = [{ invoiceId: home.id, amount: undefined }] } = attempt;
  const parts = meant.filter(({ amount }) => amount?.minor !== 0);
  const others = await readAll(
    parts.flatMap(({ invoiceId }) => (invoiceId === home.id ? [] : [invoiceById(deps.tenant, invoiceId)])),
  );
  const named = new Map([home, ...others].map((invoice) => [invoice.id, invoice]));
  return Promise.all(
    parts.map(async ({ invoiceId, amount }) => ({
      invoice: await latest(named.get(invoiceId)!, deps),
      amount,
      reason: `paid by its payment link (${attempt.provider})`,
      begunOn: localDate(attempt.createdAt, zone),
      meant: true as const,
    })),
  );
};
