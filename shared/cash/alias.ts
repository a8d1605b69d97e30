/** Who a payer was said to be: learned from what people confirm, and doubted where they take it back. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { LocalDate } from '../kernel/dates.ts';

export const Alias = z.object({
  version: z.int().min(1),
  customerId: CustomerId,
  confirmed: z.int().min(0),
  declined: z.int().min(0),
  declinedOn: LocalDate.optional(),
});
export type Alias = Readonly<z.infer<typeof Alias>>;
