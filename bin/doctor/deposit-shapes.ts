/** What the checks read of deposits, and of invoices of their money. */
import type { Money } from './shapes.ts';
import type { TaxGroup } from './snapshot-shapes.ts';

interface Taken {
  readonly invoiceId: string;
  readonly amount: Money;
}
export interface Deposit {
  readonly orderId: string;
  readonly taken: readonly Taken[];
  readonly closed?: { readonly at: string };
}
export interface Prepayment {
  readonly depositId: string;
  readonly taken: readonly (Taken & { readonly groups: readonly TaxGroup[] })[];
  readonly credited: readonly TaxGroup[];
}
