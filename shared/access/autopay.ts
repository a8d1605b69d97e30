/** Whether a legal entity keeps methods of payment on file, and how it charges invoices to them. */
import * as z from 'zod';

export const AutopayPolicy = z
  .strictObject({
    daysBefore: z.int().min(0).max(30).meta({
      description: 'Days before the due day on which an invoice is charged; 0 on that day.',
    }),
    noticeDays: z.int().min(1).max(14).optional().meta({
      description:
        'Days before a debit on which it is announced; 14 where absent (SEPA rulebook, pre-notification). The words of the consent say it.',
    }),
  })
  .meta({
    id: 'AutopayPolicy',
    description: 'Cards and accounts are kept, and charged when invoices fall due; neither where absent.',
  });
