/** The formal notice before somebody goes to court: a document with a number of its own, which nothing changes once it went out. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { ClaimId, ClaimKind, InterestRow } from '../claims/claim.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency, Money } from '../kernel/money.ts';
import { Language } from '../kernel/party.ts';

export const NoticeId = idOf('lgn').meta({ id: 'LegalNoticeId' });

const said = {
  id: NoticeId,
  number: z.string().meta({ example: 'LINV-2026-000001' }),
  entity: EntityId,
  customerId: CustomerId,
  currency: Currency,
  issuedOn: LocalDate,
  payBy: LocalDate.meta({ description: 'The deadline that it sets: the last day.' }),
  total: Money.meta({ description: 'What it asked for: invoices, interest and costs.' }),
};

export const LegalNotice = z
  .object({
    ...said,
    language: Language,
    country: z.string().meta({ description: 'Of the seller: whose law its statement is of.' }),
    items: z.array(
      z.object({
        invoiceId: InvoiceId,
        number: z.string(),
        issuedOn: LocalDate,
        dueOn: LocalDate,
        asked: Money.meta({ description: 'Without what was promised or in clarification on that day.' }),
      }),
    ),
    claims: z.array(
      z.object({
        claimId: ClaimId,
        invoiceId: InvoiceId,
        invoiceNumber: z.string(),
        kind: ClaimKind,
        open: Money,
        rows: z.array(InterestRow).meta({ description: 'How interest was computed, day by day and rate.' }),
      }),
    ),
    mailId: z.string(),
    document: z.object({ key: z.string(), sha256: z.string() }),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'LegalNoticeKept' });
export type LegalNotice = Readonly<z.infer<typeof LegalNotice>>;

/** As partners see it, with how it stands by the books: the document stays as it is. */
export const NoticeView = LegalNotice.omit({ document: true, trace: true })
  .extend({
    sha256: z.string().meta({ description: 'Of the PDF.' }),
    delivery: z.string().meta({
      description: 'What became of the mail or letter that it went with: `SENT`, `DELIVERED`, `BOUNCED` …',
    }),
    open: Money.meta({
      description:
        'What is open now of the invoices and claims that it names: more than it asked for where a promise or a case has ended.',
    }),
    settled: z
      .boolean()
      .meta({ description: 'Nothing of it is open any more. Money that goes back takes that back.' }),
  })
  .meta({ id: 'LegalNotice' });

export const NoticeIssued = event(
  'notice.issued',
  'A formal notice before court went out, with a number of its own.',
  z.object({ noticeId: NoticeId, ...said, invoices: z.array(InvoiceId) }).omit({ id: true }),
);
