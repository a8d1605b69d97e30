/**
 * Table: PAYMENT `${t}#PAY#${id}`/PAYMENT (g1 `${t}#PAYMENTS`/id; g2 while unapplied `${t}#UNAPPLIED#${customer}`/id;
 * g3 of a known customer `${t}#PAID#${customer}`/day#id) · IN HAND of cash and cheques `${t}#PAY#${id}`/HAND (g2 while on no slip
 * `${t}#INHAND#${entity}`/day#id) ·
 * ATTEMPT in its invoice's partition `${t}#INV#${invoice}`/ATT#${id} (g2 while unfinished `${t}#CHECK`/when#id); of one for several
 * invoices a JOINT, where the next attempt of each of the others would stand, says where it is ·
 * PAYOUT `${t}#PAYOUT#${reference}`/PAYOUT (g2 while expected `${t}#PAYOUTS`/day#reference) · KEPT `${t}#HOOK#${provider}#${event}`/KEPT ·
 * PULL `${t}#PULL#${provider}`/PULL
 * 1. payment by id: 1 read · 2. list: 1 query + 1 batch · 3. unapplied of a customer: 1 query + 1 batch · 4. attempts of an invoice: 1 query ·
 * 5. attempts to ask about: 1 query + 1 batch · 6. payout by reference: 1 read · 7. paid by a customer since a day: 1 query + 1 batch ·
 * 8. how far a provider's events were looked through: 1 read; which of a page of them are kept: 1 batch ·
 * 9. cash and cheques in hand of an entity, oldest first: 1 query + 2 batches
 */
import * as z from 'zod';
import { moveExposures } from '../credit/store.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { putInvoice } from '../invoices/store.ts';
import { addDays, type Instant, type LocalDate } from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Attempt, AttemptId, Payment, Payout, Pull } from './payment.ts';
import type { Effect } from './rules.ts';

export const paymentById = (tenant: string, id: string): Read<Payment> => ({
  key: { pk: `${tenant}#PAY#${id}`, sk: 'PAYMENT' },
  parse: docOf(Payment),
});
export const payments = (tenant: string): Listing<Payment> => ({
  index: 'g1',
  partition: `${tenant}#PAYMENTS`,
  order: 'newest first',
  parse: docOf(Payment),
});
/** Of receipts that came in on days from one to another: ids begin with their time, of a bank line's with the day of its booking. */
export const receivedBetween = (tenant: string, from: LocalDate, to: LocalDate): Listing<Payment> => ({
  ...payments(tenant),
  from: firstId(from),
  to: firstId(addDays(to, 1)),
});
const firstId = (day: LocalDate) => idFrom('pay', Date.parse(`${day}T00:00:00Z`), new Uint8Array(10));
export const unappliedOf = (tenant: string, customer: string): Listing<Payment> => ({
  index: 'g2',
  partition: `${tenant}#UNAPPLIED#${customer}`,
  parse: docOf(Payment),
});
/** What a customer paid since a day, newest first. */
export const paidBy = (tenant: string, customer: string, from: LocalDate): Listing<Payment> => ({
  index: 'g3',
  partition: `${tenant}#PAID#${customer}`,
  from,
  order: 'newest first',
  parse: docOf(Payment),
});
export const putPayment = (tenant: string, payment: Payment): Write<'table.stale'> =>
  saved({ pk: `${tenant}#PAY#${payment.id}`, sk: 'PAYMENT' }, 'payment', payment, `payment ${payment.id}`, {
    g1p: `${tenant}#PAYMENTS`,
    g1s: payment.id,
    ...(payment.unapplied.minor > 0 && {
      g2p: `${tenant}#UNAPPLIED#${payment.customerId ?? 'nobody'}`,
      g2s: payment.id,
    }),
    ...(payment.customerId !== undefined && {
      g3p: `${tenant}#PAID#${payment.customerId}`,
      g3s: `${payment.paidOn}#${payment.id}`,
    }),
  });

/** Where people find what has to go to the bank; a mark beside the payment, whose own places are taken. */
export const putInHand = (
  tenant: string,
  { id, entity, paidOn, collection }: Payment,
): Write<'table.stale'> => ({
  put: {
    pk: `${tenant}#PAY#${id}`,
    sk: 'HAND',
    kind: 'in-hand',
    ...(collection?.state === 'IN_HAND' &&
      collection.slipId === undefined && { g2p: `${tenant}#INHAND#${entity}`, g2s: `${paidOn}#${id}` }),
  },
  clash: 'table.stale',
  about: `the place of payment ${id}`,
});
/** Ids of payments. */
export const inHand = (tenant: string, entity: string): Listing<string> => ({
  index: 'g2',
  partition: `${tenant}#INHAND#${entity}`,
  parse: ({ pk }) => pk.slice(pk.lastIndexOf('#') + 1),
});

/** Payment, invoices and credit of an effect; its entry and facts go into the act of the same commit. */
export const writesOf = (
  tenant: string,
  { payment, invoices, exposures }: Effect,
): Write<'table.stale'>[] => [
  putPayment(tenant, payment),
  ...invoices.map((invoice) => putInvoice(tenant, invoice)),
  ...moveExposures(tenant, payment.amount.currency, exposures),
];

const attemptKey = (tenant: string, invoice: string, id: string) => ({
  pk: `${tenant}#INV#${invoice}`,
  sk: `ATT#${id}`,
});
/** One that is for several stands with the first of them, and nowhere else. */
export const attemptById = (tenant: string, invoice: string, id: string): Read<Attempt | undefined> => ({
  key: attemptKey(tenant, invoice, id),
  parse: (item) => (item.kind === 'joint_attempt' ? undefined : docOf(Attempt)(item)),
});
/** Where the attempt of several invoices is that this one is part of. */
const Joint = z.object({ id: AttemptId, version: z.literal(1), joint: InvoiceId });
export type Joint = Readonly<z.infer<typeof Joint>>;
export const attemptsOf = (tenant: string, invoice: string): Listing<Attempt | Joint> => ({
  partition: `${tenant}#INV#${invoice}`,
  begins: 'ATT#',
  parse: docOf(z.union([Attempt, Joint])),
});
/** `slot`: the id that the invoice's own next attempt would have, so that no other one begins in the same moment. */
export const putJoint = (tenant: string, invoice: string, slot: string, joint: Joint): Write<'table.stale'> =>
  saved(attemptKey(tenant, invoice, slot), 'joint_attempt', joint, `attempt ${joint.id}`);
export const attemptsToCheck = (tenant: string, upTo: Instant): Listing<Attempt> => ({
  index: 'g2',
  partition: `${tenant}#CHECK`,
  to: `${upTo}$`,
  parse: docOf(Attempt),
});
export const putAttempt = (tenant: string, attempt: Attempt): Write<'table.stale'> =>
  saved(
    attemptKey(tenant, attempt.invoiceId, attempt.id),
    'attempt',
    attempt,
    `attempt ${attempt.id}`,
    attempt.checkAt === undefined ? {} : { g2p: `${tenant}#CHECK`, g2s: `${attempt.checkAt}#${attempt.id}` },
  );

const payoutKey = (tenant: string, reference: string) => ({
  pk: `${tenant}#PAYOUT#${reference.toLowerCase()}`,
  sk: 'PAYOUT',
});
export const payoutByReference = (tenant: string, reference: string): Read<Payout> => ({
  key: payoutKey(tenant, reference),
  parse: docOf(Payout),
});
/** Holds while no provider has announced the payout: whoever decides without it decides again if it comes meanwhile. */
export const notExpected = (tenant: string, reference: string): Write<'table.stale'> => ({
  check: payoutKey(tenant, reference),
  if: 'absent',
  clash: 'table.stale',
  about: `payout ${reference}`,
});
export const putPayout = (tenant: string, payout: Payout): Write<'table.stale'> =>
  saved(
    payoutKey(tenant, payout.reference),
    'payout',
    payout,
    `payout ${payout.reference}`,
    payout.state === 'EXPECTED'
      ? { g2p: `${tenant}#PAYOUTS`, g2s: `${payout.arrivalDate}#${payout.reference}` }
      : {},
  );

const keptKey = (tenant: string, provider: string, event: string) => ({
  pk: `${tenant}#HOOK#${provider}#${event}`,
  sk: 'KEPT',
});
export const keptEvent = (tenant: string, provider: string, event: string): Read<string> => ({
  key: keptKey(tenant, provider, event),
  parse: (item) => String(item['raw']),
});
/** Its own id where it is kept. */
export const keptEventId = (tenant: string, provider: string, event: string): Read<string> => ({
  key: keptKey(tenant, provider, event),
  parse: () => event,
});
/** Ninety days, as long as anybody asks what a provider sent. */
export const keepEvent = (
  tenant: string,
  provider: string,
  event: string,
  raw: string,
  now: Instant,
): Write<'payments.event_known'> => ({
  put: {
    ...keptKey(tenant, provider, event),
    kind: 'hook',
    raw,
    at: now,
    ttl: Math.floor(Date.parse(now) / 1000) + 90 * 86_400,
  },
  if: 'absent',
  clash: 'payments.event_known',
  about: `event ${event}`,
});

export const pullOf = (tenant: string, provider: string): Read<Pull> => ({
  key: { pk: `${tenant}#PULL#${provider}`, sk: 'PULL' },
  parse: docOf(Pull),
});
export const putPull = (tenant: string, provider: string, pull: Pull): Write<'table.stale'> =>
  saved(pullOf(tenant, provider).key, 'pull', pull, `the pull of ${provider}`);
