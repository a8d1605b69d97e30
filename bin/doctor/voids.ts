/** Invoices that were made void: nothing is open of them, nobody got them, and what they were of waits or is on another. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';

const voided = rule(
  'invoice.void',
  'Look at the act that made it void and at its mail: what a customer got stands, and is credited. What it was of waits to be invoiced anew.',
);

export function* voids({ tenant, invoices, mails, unbilled, orders }: Books): Generator<Finding> {
  const sent = new Map(mails.map((mail) => [mail.invoiceId, mail.state]));
  const waits = new Map(unbilled.map((one) => [one.id, one.invoiceId]));
  const given = new Set(
    orders.flatMap(({ fulfilments }) =>
      fulfilments.flatMap((one) => (one.voided ?? []).map((invoiceId) => `${invoiceId} ${one.id}`)),
    ),
  );
  const taken = new Set(
    orders.flatMap(({ voidedBills = [] }) => voidedBills.map((one) => `${one.invoiceId} ${one.id}`)),
  );
  for (const one of invoices) {
    const { id, number, state, open, settlements, credits = [], fulfilmentId = '', deliveries } = one;
    if ((state === 'VOID') !== (one.voided !== undefined))
      yield voided(tenant, `it is ${state}, and ${one.voided ? 'was' : 'was not'} made void`, number, id);
    if (state !== 'VOID') continue;
    if (open.minor !== 0 || settlements.length + credits.length > 0)
      yield voided(tenant, 'it is void, and something is open of it or stands against it', number, id);
    if (sent.get(id) !== 'SUPPRESSED')
      yield voided(tenant, `it is void, and its mail is ${sent.get(id) ?? 'not held back'}`, number, id);
    if (fulfilmentId.startsWith('bil_')) {
      if (!taken.has(`${id} ${fulfilmentId}`))
        yield voided(tenant, 'it is void, and its bill was not taken back', number, fulfilmentId);
      continue;
    }
    for (const delivery of deliveries?.map((each) => each.fulfilmentId) ?? [fulfilmentId])
      if (!given.has(`${id} ${delivery}`) || !waits.has(delivery) || waits.get(delivery) === id)
        yield voided(tenant, 'it is void, and a delivery of it was not given back', number, delivery);
  }
}
