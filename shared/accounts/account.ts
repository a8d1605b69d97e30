/** A statement of account: what a customer owes as of a day, or what moved until then, frozen as it was told. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { BucketName } from '../insights/insight.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Seller } from '../invoices/parties.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Address, Language } from '../kernel/party.ts';

export const AccountStatementId = idOf('soa').meta({ id: 'StatementOfAccountId' });
export const AskAccountStatement = z
  .strictObject({
    kind: z.enum(['open_items', 'activity']).meta({
      description: 'open_items: what is open, with its age. activity: everything that moved since `from`.',
    }),
    asOf: LocalDate.optional().meta({ description: 'The last day that counts; today where absent.' }),
    from: LocalDate.optional().meta({
      description: 'The first day of the activity; thirty days before `asOf` where absent.',
    }),
    entity: EntityId.optional(),
    currency: Currency.optional().meta({ description: 'The customer’s where absent: a statement has one.' }),
    send: z.boolean().default(false).meta({ description: 'Mailed to the customer’s billing contacts.' }),
  })
  .meta({ id: 'AskStatementOfAccount' });
export type AskAccountStatement = z.infer<typeof AskAccountStatement>;

export const OpenRow = z.object({
  invoiceId: InvoiceId,
  number: z.string(),
  issuedOn: LocalDate,
  dueOn: LocalDate,
  overdueDays: z.int().min(0),
  totalMinor: z.int(),
  openMinor: z.int(),
  clarifiedMinor: z.int().optional().meta({
    description: 'What of it is in clarification, because the customer kept it back or disputes it.',
  }),
});
export type OpenRow = Readonly<z.infer<typeof OpenRow>>;
/** Interest and costs for late payment. */
export const ClaimRow = z.object({
  invoiceId: InvoiceId,
  number: z.string(),
  openMinor: z.int(),
});
export type ClaimRow = Readonly<z.infer<typeof ClaimRow>>;
export const Move = z.object({
  on: LocalDate,
  kind: z
    .enum(['invoice', 'credit_note', 'deposit', 'receipt', 'late_charge', 'late_charge_reversal', 'other'])
    .meta({
      description:
        'late_charge: interest, costs or the fixed sum of the law, for being late. late_charge_reversal: it was waived, or taken back.',
    }),
  source: z.string().meta({ description: 'The number of the document, or what the payer wrote.' }),
  minor: z.int().meta({ description: 'Above zero: owed more.' }),
  balanceMinor: z.int(),
});
export type Move = Readonly<z.infer<typeof Move>>;

export const AccountStatement = z
  .object({
    id: AccountStatementId,
    version: z.int().min(1),
    customerId: CustomerId,
    entity: EntityId,
    currency: Currency,
    kind: AskAccountStatement.shape.kind,
    asOf: LocalDate,
    from: LocalDate.optional(),
    open: z.array(OpenRow),
    claims: z.array(ClaimRow).optional().meta({
      description:
        'What is claimed for being late with an invoice, which may be paid; absent where nothing is.',
    }),
    moves: z.array(Move),
    openingMinor: z.int().optional().meta({ description: 'The balance before `from`.' }),
    openMinor: z.int().meta({ description: 'Sum of what is open, as ageing of the day says it.' }),
    claimsMinor: z.int().optional().meta({ description: 'Sum of `claims`.' }),
    unappliedMinor: z.int().meta({ description: 'Payments and credits that settle nothing yet.' }),
    depositsMinor: z.int().optional().meta({
      description:
        'Paid for orders in advance and not invoiced yet, without tax: no part of the balance. Absent where there is none.',
    }),
    balanceMinor: z.int().meta({
      description:
        'Open, with what is claimed for being late, less unapplied; below zero it is the customer’s.',
    }),
    buckets: z.array(z.object({ name: BucketName, minor: z.int() })),
    language: Language,
    seller: Seller,
    buyer: z.object({ externalId: z.string(), name: z.string(), address: Address }),
    send: z.boolean(),
    madeAt: Instant,
    pdf: z.string().optional(),
    trace: TraceId,
  })
  .meta({ id: 'StatementOfAccountKept' });
export type AccountStatement = Readonly<z.infer<typeof AccountStatement>>;

export const AccountStatementView = AccountStatement.omit({ pdf: true })
  .extend({
    url: z.url().optional().meta({ description: 'Of the PDF, for five minutes; absent until it is drawn.' }),
  })
  .meta({ id: 'StatementOfAccount' });

const fact = z.object({ statementId: AccountStatementId, customerId: CustomerId });
export const AccountStatementMade = event(
  'account.statement_made',
  'A statement of account was asked for and frozen.',
  fact,
);
export const AccountStatementRendered = event(
  'account.statement_rendered',
  'The PDF of a statement of account can be downloaded, and is sent where that was asked for.',
  fact,
);
