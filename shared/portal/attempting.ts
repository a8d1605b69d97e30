/** Begins a try to pay, of one invoice or of several together, and leads to the provider's page. */
import { customerById } from '../customers/store.ts';
import { sum } from '../kernel/money.ts';
import { attemptsOn } from '../payments/attempted.ts';
import type { Consent } from '../payments/on-file.ts';
import type { Attempt } from '../payments/payment.ts';
import { referenceOf, type Provider } from '../payments/psp/port.ts';
import { attemptById, putAttempt, putJoint } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, untilFresh, write } from '../runtime/table.ts';
import type { Chosen } from './accountview.ts';
import { resumable } from './rules.ts';

export interface Wanted {
  /** The first is where the attempt is kept. At least one. */
  readonly of: readonly Chosen[];
  /** The page that the payer comes back to. */
  readonly own: string;
  /** Where it is told what became of the attempt whose id follows. */
  readonly backTo: string;
  readonly description: string;
  /** What the payer agreed to, where what pays is to be kept. */
  readonly keep?: Consent | undefined;
}

/** Where the payer goes on: the provider's page, or back with a word why not. */
export const payAt = async (provider: Provider, wanted: Wanted, deps: Deps): Promise<string> => {
  const fresh = attemptFor(wanted, provider, deps);
  const attempt = resumable(wanted.of[0]!.before, fresh, deps.now) ?? (await begun(fresh, wanted, deps));
  // Somebody began another one in this very moment.
  if (attempt === undefined) return `${wanted.own}?notice=pending`;
  return attempt.url ?? start(attempt, provider, wanted, deps);
};

/** The id follows from the invoice and the count of its attempts: two clicks at the same moment are one attempt and lead to one provider page. */
const attemptFor = ({ of, keep }: Wanted, { name }: Provider, deps: Deps): Attempt => {
  const { invoice } = of[0]!;
  const claims = of.flatMap((one) => one.claims);
  const parts = of.map((one) => ({ invoiceId: one.invoice.id, amount: one.amount }));
  return {
    id: slotOf(of[0]!),
    version: 1,
    invoiceId: invoice.id,
    ...((of.length > 1 || claims.length > 0) && { parts }),
    ...(claims.length > 0 && { claims: claims.map(({ id, open }) => ({ claimId: id, amount: open })) }),
    customerId: invoice.customerId,
    provider: name,
    amount: sum(
      [...of.map(({ amount }) => amount), ...claims.map(({ open }) => open)],
      invoice.open.currency,
    ),
    state: 'INITIATED',
    ...(keep && { keep }),
    providerVersion: 0,
    createdAt: deps.now,
    checkAt: new Date(Date.parse(deps.now) + 5 * 60_000).toISOString(),
    trace: deps.trace,
  };
};

const slotOf = ({ invoice, before }: Wanted['of'][number]): Attempt['id'] =>
  idOfCause('att', invoice.issuedAt, invoice.id, String(before.length));

/** Committed before the provider hears of it. The other invoices of a joint one say where it is, so that none of them is asked for meanwhile. */
const begun = async (attempt: Attempt, { of }: Wanted, deps: Deps): Promise<Attempt | undefined> => {
  const { id, invoiceId } = attempt;
  const joints = of
    .slice(1)
    .map((one) => putJoint(deps.tenant, one.invoice.id, slotOf(one), { id, version: 1, joint: invoiceId }));
  const kept =
    joints.length === 0
      ? await write(putAttempt(deps.tenant, attempt))
      : await commit(deps, { action: 'payments.begin_joint' }, [putAttempt(deps.tenant, attempt), ...joints]);
  if (kept.ok) return attempt;
  return resumable(await attemptsOn(deps.tenant, invoiceId), attempt, deps.now);
};

const start = async (
  attempt: Attempt,
  provider: Provider,
  { own, backTo, description }: Wanted,
  deps: Deps,
): Promise<string> => {
  const customer = (await read(customerById(deps.tenant, attempt.customerId)))!;
  const { providerRef, url } = await provider.start({
    reference: referenceOf(attempt.id, attempt.invoiceId),
    trace: attempt.trace,
    idempotencyKey: attempt.id,
    amount: attempt.amount,
    description,
    payerEmail: customer.emails[0]!,
    returnUrl: backTo + attempt.id,
    cancelUrl: `${own}?notice=canceled`,
    until: new Date(Date.parse(deps.now) + PAGE_MINUTES * 60_000).toISOString(),
    ...(attempt.keep && { keep: true as const }),
  });
  await untilFresh(async (tries) => {
    const now =
      tries === 0 ? attempt : (await read(attemptById(deps.tenant, attempt.invoiceId, attempt.id)))!;
    return write(
      putAttempt(deps.tenant, {
        ...now,
        version: now.version + 1,
        providerRef: now.providerRef ?? providerRef,
        url,
      }),
    );
  });
  return url;
};

/** A little longer than a click leads back to the same page (`resumable`), so that no two pages take money for long. */
const PAGE_MINUTES = 31;
