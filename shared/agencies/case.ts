/** What a company hands to a collection agency: invoices of one payer with what is claimed beside them, and what became of it. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { ClaimId, ClaimKind } from '../claims/claim.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { idOf, TraceId } from '../kernel/ids.ts';
import { Currency, Money, PositiveMoney, UnsignedMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { PaymentId } from '../payments/payment.ts';
import { AgencyName } from './agency.ts';

export const AgencyCaseId = idOf('agc').meta({ id: 'AgencyCaseId' });
const LineId = idOf('bln');
/** What one commit hands over: head, claims and what was charged of each are items of it. */
export const MOST_INVOICES = 20;

const AgencyCaseState = z.enum(['PREPARED', 'WITH_AGENCY', 'SETTLED', 'RECALLED', 'RETURNED']).meta({
  id: 'AgencyCaseState',
  description:
    'PREPARED: a person decides on it. WITH_AGENCY: the agency asks for it, and nobody here does. SETTLED: nothing is open of it; money that goes back takes that back. ' +
    'RECALLED: it was not handed over, or we took it back. RETURNED: the agency gave it up.',
});
type AgencyCaseState = z.infer<typeof AgencyCaseState>;
/** Its invoices carry it. */
export const LIVE: readonly AgencyCaseState[] = ['PREPARED', 'WITH_AGENCY', 'SETTLED'];

export const LeftOut = z.object({ invoiceId: InvoiceId, number: z.string(), why: z.string() }).meta({
  id: 'AgencyLeftOut',
  description:
    'An invoice that is not handed over: `paid`, `not_due`, `payment_pending`, `charged_back`, `charge_planned`, `promised`, `in_plan`, `in_clarification`, `held`, `insolvent`, `deceased`, ' +
    '`unapplied_cash`, `unmatched_money`, `agency` (another case has it).',
});
export type LeftOut = Readonly<z.infer<typeof LeftOut>>;

export const AgencyItem = z
  .object({
    invoiceId: InvoiceId,
    number: z.string(),
    issuedOn: LocalDate,
    dueOn: LocalDate,
    total: Money,
    asked: Money.meta({ description: 'What was handed over of it: overdue, and not in clarification.' }),
    open: Money.meta({ description: 'What is open of it, as the agency was told last.' }),
    clarified: Money.meta({ description: 'What of that is in clarification: not to be asked for.' }),
    settled: z
      .array(z.object({ paymentId: z.string(), minor: z.int(), method: z.string() }))
      .meta({ description: 'What had settled some of it, as the agency was told last.' }),
    claims: z.array(z.object({ claimId: ClaimId, kind: ClaimKind, asked: Money, open: Money })),
  })
  .meta({ id: 'AgencyItem' });
export type AgencyItem = Readonly<z.infer<typeof AgencyItem>>;

const File = z.object({ key: z.string(), sha256: z.string() });
const AgencyFile = z
  .object({
    rows: z.int(),
    total: Money.meta({ description: 'Invoices, interest and costs: what the rows add up to.' }),
    csv: File,
    json: File,
  })
  .meta({ id: 'AgencyFileKept' });

export const ReturnReason = z
  .enum(['insolvent', 'deceased', 'not_found', 'no_assets', 'disputed', 'statute_barred', 'other'])
  .meta({ id: 'AgencyReturnReason' });

export const AgencyCase = z
  .object({
    id: AgencyCaseId,
    version: z.int().min(1),
    state: AgencyCaseState,
    entity: EntityId,
    customerId: CustomerId,
    currency: Currency,
    agency: AgencyName.optional().meta({
      description: 'Before it is handed over: the one that is proposed.',
    }),
    agencyVersion: z
      .int()
      .optional()
      .meta({ description: 'Of the book of agencies that it was handed over by.' }),
    items: z.array(AgencyItem).max(MOST_INVOICES),
    left: z.array(LeftOut),
    open: Money.meta({ description: 'Of all invoices and claims, as the agency was told last.' }),
    handed: Money.optional().meta({ description: 'What was asked for when it was handed over.' }),
    handedOn: LocalDate.optional(),
    handedAt: Instant.optional(),
    approvedBy: z.string().optional(),
    filesUntil: LocalDate.optional().meta({ description: 'The last day of the agency’s own link.' }),
    file: AgencyFile.optional(),
    collected: Money.meta({ description: 'What the agency reported to have collected.' }),
    fees: Money.meta({ description: 'What it kept of that.' }),
    ended: z
      .object({
        on: LocalDate,
        at: Instant,
        by: z.string(),
        reason: z.string(),
        why: ReturnReason.optional(),
      })
      .optional(),
    turns: z.int().min(0).meta({ description: 'How much was noted of it so far.' }),
    by: z.string(),
    at: Instant,
    trace: TraceId,
  })
  .meta({ id: 'AgencyCaseKept' });
export type AgencyCase = Readonly<z.infer<typeof AgencyCase>>;

/** The agency hears of it. */
export const isFollowed = ({ state }: Pick<AgencyCase, 'state'>): boolean =>
  state === 'WITH_AGENCY' || state === 'SETTLED';

export const Change = z
  .object({
    invoiceId: InvoiceId,
    number: z.string(),
    what: z.enum(['payment', 'credit_note', 'write_off', 'claim', 'paused', 'resumed', 'void']),
    minor: z
      .int()
      .meta({ description: 'By how much less is to be asked for; more, where it is below zero.' }),
    reference: z.string().optional(),
  })
  .meta({
    id: 'AgencyChange',
    description:
      'payment, credit_note, write_off: it settled the invoice, or went back. claim: of interest or costs. paused, resumed: that much of it is in clarification, or is no more.',
  });
export type Change = Readonly<z.infer<typeof Change>>;

/** What was noted of a case, once and for good; what the agency is told of is a mail of its turn. */
export const AgencyTurn = z
  .object({
    caseId: AgencyCaseId,
    turn: z.int().min(1),
    what: z.enum(['handed_over', 'moved', 'recalled', 'returned', 'remitted']),
    told: z.boolean().meta({ description: 'Whether the agency gets a mail of it.' }),
    changes: z.array(Change),
    open: Money,
    text: z.string().optional(),
    paymentId: PaymentId.optional(),
    at: Instant,
    by: z.string(),
  })
  .meta({ id: 'AgencyTurn' });
export type AgencyTurn = Readonly<z.infer<typeof AgencyTurn>>;

/** What an agency says that it has collected. */
export const Remittance = z
  .object({
    caseId: AgencyCaseId,
    version: z.int().min(1),
    paymentId: PaymentId,
    entity: EntityId,
    amount: Money,
    fee: Money,
    net: Money.meta({ description: 'What it pays over.' }),
    on: LocalDate,
    reference: z.string(),
    iban: z.string().optional(),
    lineId: LineId.optional().meta({ description: 'The bank line that it came in with.' }),
    at: Instant,
    by: z.string(),
  })
  .meta({ id: 'AgencyRemittance' });
export type Remittance = Readonly<z.infer<typeof Remittance>>;

const AgencyLink = z.object({ sha256: z.string(), url: z.url(), expiresInSeconds: z.int() });
export const AgencyCaseView = AgencyCase.omit({ file: true, trace: true })
  .extend({
    file: z.object({ rows: z.int(), total: Money, csv: AgencyLink, json: AgencyLink }).optional(),
    news: z
      .array(
        AgencyTurn.extend({
          delivery: z.string().optional().meta({ description: 'What became of its mail to the agency.' }),
        }),
      )
      .meta({ description: 'The newest fifty.' }),
    remittances: z.array(Remittance),
  })
  .meta({ id: 'AgencyCase' });
export const AgencyCaseRow = AgencyCase.omit({ file: true, trace: true, items: true, left: true }).meta({
  id: 'AgencyCaseListed',
});

export const PrepareCase = z
  .strictObject({
    customerId: CustomerId,
    invoices: z.array(InvoiceId).min(1).max(MOST_INVOICES),
    agency: AgencyName.optional().meta({ description: 'The first that takes it, where absent.' }),
  })
  .meta({ id: 'PrepareAgencyCase' });
export type PrepareCase = z.infer<typeof PrepareCase>;

export const MoveCase = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('hand_over'), agency: AgencyName.optional() }),
    z.strictObject({ do: z.literal('recall'), reason: Text(300, 3) }),
    z.strictObject({ do: z.literal('return'), why: ReturnReason, reason: Text(300, 3) }),
  ])
  .meta({
    id: 'MoveAgencyCase',
    description:
      'hand_over: a second person agrees. recall: it is ours again at once, and the agency is told. return: the agency gave it up.',
  });
export type MoveCase = z.infer<typeof MoveCase>;

export const Remit = z
  .strictObject({
    amount: PositiveMoney.meta({ description: 'What the debtor paid.' }),
    fee: UnsignedMoney.optional().meta({ description: 'What the agency kept of it.' }),
    on: LocalDate.optional().meta({ description: 'The day on which the debtor paid; today where absent.' }),
    reference: Text(60, 3).meta({ description: 'The agency’s own: it comes once in a case.' }),
    lineId: LineId.optional().meta({
      description: 'The bank line that the rest came in with, where it is here already.',
    }),
  })
  .meta({ id: 'RemitAgencyMoney' });
export type Remit = z.infer<typeof Remit>;
