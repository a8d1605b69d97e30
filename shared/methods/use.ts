/** What was charged by a method in a month: kept where its customer agreed to so much a month, and no more. */
import * as z from 'zod';
import { InvoiceId } from '../invoices/invoice.ts';
import { AttemptId } from '../payments/payment.ts';
import { MethodId } from './method.ts';

export const Use = z.object({
  version: z.int().min(1),
  methodId: MethodId,
  /** Of the legal entity's calendar, YYYY-MM. */
  month: z.string(),
  charges: z.array(z.object({ attemptId: AttemptId, invoiceId: InvoiceId, minor: z.int().min(1) })),
});
export type Use = Readonly<z.infer<typeof Use>>;
