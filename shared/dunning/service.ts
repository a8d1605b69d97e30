/** What a customer is told of, or loses, as long as something that its policy asks that for is owed. Who supplies it does it. */
import * as z from 'zod';
import { ServiceState } from '../credit/credit.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { event } from '../kernel/events.ts';

export const ServiceStep = z
  .strictObject({
    state: ServiceState,
    promiseLifts: z.boolean().default(false).meta({
      description: 'What is promised by a day that is not over does not count.',
    }),
  })
  .meta({
    id: 'DunningServiceStep',
    description:
      'From this notice on, until nothing of the invoice is overdue, or only what is in clarification.',
  });
export type ServiceStep = Readonly<z.infer<typeof ServiceStep>>;

const fact = z.object({
  customerId: CustomerId,
  before: ServiceState.optional().meta({ description: 'Absent: nothing stood against it.' }),
  invoices: z.array(InvoiceId).meta({ description: 'What it is for; the first forty.' }),
});
export const ServiceWarned = event(
  'service.warned',
  'A customer is told that its supply may be stopped.',
  fact,
);
export const ServiceRestricted = event(
  'service.restricted',
  'A customer is supplied less, and its new orders are held.',
  fact,
);
export const ServiceSuspended = event(
  'service.suspended',
  'A customer is not supplied, and its new orders are held. What it has and what is known of it stays.',
  fact,
);
export const ServiceRestored = event(
  'service.restored',
  'Nothing stands against supplying a customer any more.',
  fact,
);
export const SERVICE_EVENTS = [ServiceWarned, ServiceRestricted, ServiceSuspended, ServiceRestored] as const;
