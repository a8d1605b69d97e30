/** Money that customers have with us: used only for what is owed to the same company by whom the receipt says, and held only where some is left. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';

const used = rule(
  'unapplied.used',
  'What a customer had with us settles something of somebody else: re-assign the receipt.',
);
const decided = rule(
  'unapplied.decided',
  'The line says that the rules for unapplied money used its receipt, and the receipt does not: unmatch the line.',
);

export function* unapplied({ tenant, payments, invoices, lines }: Books): Generator<Finding> {
  const heads = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  for (const { id, customerId, entity, allocations } of payments)
    for (const { invoiceId, fromCredit, customerId: owing = customerId } of allocations) {
      const head = heads.get(invoiceId);
      if (fromCredit && (head?.customerId !== owing || head?.entity !== entity))
        yield used(
          tenant,
          `of ${owing} at ${entity}, for ${head?.customerId} at ${head?.entity}`,
          id,
          invoiceId,
        );
    }
  const receipts = new Map(payments.map((payment) => [payment.id, payment]));
  for (const { id, state, match, paymentId = '' } of lines)
    if (
      state === 'MATCHED' &&
      match?.tier === 'policy' &&
      !receipts.get(paymentId)?.allocations.some(({ fromCredit }) => fromCredit)
    )
      yield decided(tenant, 'nothing of its receipt was used', id);
}
