/** What is announced of what is with a collection agency. */
import * as z from 'zod';
import { CLAIM_EVENTS } from '../claims/claim.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { event } from '../kernel/events.ts';
import { Money } from '../kernel/money.ts';
import { PaymentId } from '../payments/payment.ts';
import { AgencyName } from './agency.ts';
import { AgencyCaseId, Change, ReturnReason } from './case.ts';

const fact = z.object({
  caseId: AgencyCaseId,
  customerId: CustomerId,
  agency: AgencyName.optional(),
  invoices: z.array(InvoiceId),
  open: Money,
});
export const AgencyPrepared = event(
  'agency.prepared',
  'Invoices of a payer were put together for a collection agency; a person decides on them.',
  fact,
);
export const AgencyHandedOver = event(
  'agency.handed_over',
  'Two persons handed a case to a collection agency: nobody here asks for it from now on.',
  fact,
);
export const AgencyMoneyMoved = event(
  'agency.money_moved',
  'What is open of an invoice that is with an agency changed: by money, a credit note, a clarification.',
  fact.extend({ change: Change }),
);
export const AgencyRemitted = event(
  'agency.remitted',
  'A collection agency said what it has collected.',
  fact.extend({ paymentId: PaymentId, amount: Money, fee: Money }),
);
export const AgencySettled = event(
  'agency.settled',
  'Nothing is open any more of a case of an agency.',
  fact,
);
export const AgencyReopened = event(
  'agency.reopened',
  'Money went back of a case that was settled: it is with the agency again.',
  fact,
);
export const AgencyRecalled = event(
  'agency.recalled',
  'A case was not handed over, or was taken back from the agency.',
  fact.extend({ wasPrepared: z.boolean() }),
);
export const AgencyReturned = event(
  'agency.returned',
  'A collection agency gave a case up.',
  fact.extend({ why: ReturnReason }),
);

const AGENCY_EVENTS = [
  AgencyPrepared,
  AgencyHandedOver,
  AgencyMoneyMoved,
  AgencyRemitted,
  AgencySettled,
  AgencyReopened,
  AgencyRecalled,
  AgencyReturned,
];
/** What is announced of who pays late: of claims, and of agencies. */
export const LATE_EVENTS = [...CLAIM_EVENTS, ...AGENCY_EVENTS];
