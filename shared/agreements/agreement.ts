/** What was agreed on before anybody orders: price lists, contracts, payment terms, exemption certificates, quotes. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId, ExternalId, SourceName } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { idOf } from '../kernel/ids.ts';
import { Currency } from '../kernel/money.ts';
import { Country, Text } from '../kernel/party.ts';
import {
  Discount,
  LineInput,
  Percent,
  PercentDiscount,
  PricedLine,
  PriceRule,
  Stacking,
  Totals,
} from '../pricing/price.ts';

/** People name agreements, and the names stand in URLs and keys. */
export const AgreementId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/)
  .meta({ id: 'AgreementId', example: 'retail-2026' });

const validity = {
  validFrom: LocalDate.meta({ description: 'Its first day, in the entity’s zone.' }),
  validUntil: LocalDate.optional().meta({ description: 'Its last day; open where absent.' }),
};
const kept = { version: z.int().min(1), savedAt: Instant };

const listed = {
  name: Text(100),
  currency: Currency,
  ...validity,
  for: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('everybody') }),
      z.strictObject({ kind: z.literal('segment'), segment: Text(40) }),
      z.strictObject({ kind: z.literal('customer'), id: CustomerId }),
      z.strictObject({ kind: z.literal('contract') }),
    ])
    .default({ kind: 'everybody' })
    .meta({
      description:
        'A contract’s list goes before a customer’s, that before a segment’s, that before everybody’s; the newest of a kind first. ' +
        'A list for contracts is reached by a contract alone.',
    }),
  requires: z
    .strictObject({ nothingOverdueDays: z.int().min(0).max(365) })
    .optional()
    .meta({
      description: 'Passed over while an invoice of the customer is overdue for more than these days.',
    }),
  discounts: z.array(PercentDiscount).min(1).max(5).optional().meta({
    description: 'Taken off each line that this list prices, before the line’s own.',
  }),
};
const entries = z
  .array(z.strictObject({ sku: Text(60), rule: PriceRule }))
  .min(1)
  .max(1000);
export const PriceListProfile = z.strictObject({ ...listed, entries }).meta({ id: 'PriceListProfile' });
export const PriceListHead = z.object({ id: AgreementId, ...kept, ...listed }).meta({ id: 'PriceListHead' });
export type PriceListHead = Readonly<z.infer<typeof PriceListHead>>;
/** A version never changes: what an order says of its price can be looked up for ever. */
export const PriceList = z.object({ id: AgreementId, ...kept, ...listed, entries }).meta({ id: 'PriceList' });
export type PriceList = Readonly<z.infer<typeof PriceList>>;

const TermsLine = z.strictObject({
  percent: Percent.optional().meta({
    description: 'Of the gross; absent for the one line that takes the rest.',
  }),
  months: z.int().min(0).max(24).optional(),
  days: z.int().min(0).max(365).default(0),
  endOfMonth: z.boolean().optional().meta({ description: 'Then to the end of that month.' }),
  extraDays: z.int().min(0).max(62).optional().meta({ description: 'And so many days on.' }),
});
const termed = {
  name: Text(100),
  lines: z.array(TermsLine).min(1).max(12),
  earlyPayment: z
    .strictObject({
      percent: Percent,
      days: z.int().min(0).max(180),
      graceDays: z.int().min(0).max(30).optional().meta({
        description: 'Days after the deadline on which money with the discount taken is still accepted.',
      }),
      mode: z.enum(['gross', 'net', 'taxed']).meta({
        description:
          'gross: the tax is corrected when it is taken. net: of the net amount alone. taxed: tax is computed at issue on the discounted base.',
      }),
    })
    .optional(),
};
export const PaymentTermsProfile = z
  .strictObject({
    ...termed,
    ...validity,
    afterwards: AgreementId.optional().meta({
      description: 'The terms that apply once these have expired; the customer’s days where absent.',
    }),
  })
  .meta({ id: 'PaymentTermsProfile' });
export const PaymentTerms = z
  .object({ id: AgreementId, ...kept, ...termed, ...validity, afterwards: AgreementId.optional() })
  .meta({ id: 'PaymentTerms' });
export type PaymentTerms = Readonly<z.infer<typeof PaymentTerms>>;
/** As an order keeps them: what is agreed later does not reach it. */
export const FrozenTerms = z
  .object({ id: AgreementId, version: z.int(), ...termed })
  .meta({ id: 'FrozenTerms' });
export type FrozenTerms = Readonly<z.infer<typeof FrozenTerms>>;

const contracted = {
  name: Text(100),
  customer: CustomerId,
  ...validity,
  priceList: AgreementId.optional().meta({
    description: 'Frozen in the version of the day it is agreed on.',
  }),
  paymentTerms: AgreementId.optional(),
  discounts: z.array(PercentDiscount).min(1).max(5).optional().meta({
    description: 'Taken off the document, before the order’s own.',
  }),
};
export const ContractProfile = z.strictObject(contracted).meta({ id: 'ContractProfile' });
export const Contract = z
  .object({ id: AgreementId, ...kept, ...contracted, priceListVersion: z.int().optional() })
  .meta({ id: 'Contract' });
export type Contract = Readonly<z.infer<typeof Contract>>;

/** Codes of the CEF's VATEX list that a certificate may stand for. */
const Certificate = z.strictObject({
  number: Text(60),
  reason: Text(200),
  reasonCode: z
    .enum(['VATEX-EU-79-C', 'VATEX-EU-132', 'VATEX-EU-143', 'VATEX-EU-148', 'VATEX-EU-151'])
    .optional(),
  ...validity,
});
export const ExemptionsProfile = z
  .strictObject({ certificates: z.array(Certificate).max(20) })
  .meta({ id: 'ExemptionsProfile' });
export const Exemptions = z
  .object({
    customerId: CustomerId,
    country: Country,
    ...kept,
    certificates: z.array(Certificate),
  })
  .meta({ id: 'Exemptions' });
export type Exemptions = Readonly<z.infer<typeof Exemptions>>;

export const QuoteId = idOf('qte').meta({ id: 'QuoteId' });
/** What is wanted by whom on which conditions: the same for a quote and an order. */
export const basket = {
  entity: EntityId.optional().meta({
    description: 'The selling legal entity; the tenant’s first where absent.',
  }),
  customer: z.union([
    z.strictObject({ id: CustomerId }),
    z.strictObject({ source: SourceName, externalId: ExternalId }),
  ]),
  currency: Currency,
  poNumber: Text(60).optional(),
  paymentTermsDays: z
    .int()
    .min(0)
    .max(180)
    .optional()
    .meta({ description: 'The customer’s terms where absent.' }),
  paymentTerms: AgreementId.optional().meta({
    description: 'Agreed terms by their id; the contract’s, else days, where absent.',
  }),
  contract: AgreementId.optional(),
  discounts: z.array(Discount).min(1).max(10).optional().meta({
    description: 'On the whole, spread over the tax groups by largest remainder.',
  }),
  stacking: Stacking.optional().meta({ description: 'sequential where absent.' }),
};
export const AskQuote = z
  .strictObject({
    ...basket,
    lines: z.array(LineInput).min(1).max(300),
    keep: z.boolean().optional().meta({ description: 'Kept and frozen until `validUntil`; else only told.' }),
    validUntil: LocalDate.optional().meta({ description: 'Its last day; thirty days on where absent.' }),
  })
  .meta({ id: 'AskQuote' });
export type AskQuote = z.infer<typeof AskQuote>;

/** A basket with its prices, and what placing it would answer. A kept one has an id and is ordered at most once. */
export const Quote = z
  .object({
    id: QuoteId.optional(),
    version: z.int().optional(),
    entity: EntityId,
    customerId: CustomerId,
    currency: Currency,
    lines: z.array(PricedLine.extend({ explanation: z.array(z.string()) })),
    totals: Totals,
    explanation: z.array(z.string()),
    discounts: z.array(Discount).optional(),
    stacking: Stacking.optional(),
    poNumber: z.string().optional(),
    paymentTermsDays: z.int(),
    terms: FrozenTerms.optional(),
    contract: AgreementId.optional(),
    instalments: z
      .array(z.object({ dueOn: LocalDate, minor: z.int() }))
      .meta({ description: 'When what would be due, were it invoiced today.' }),
    decision: z.enum(['CONFIRMED', 'HELD']),
    holds: z.array(z.object({ code: z.string(), detail: z.string() })),
    validUntil: LocalDate.optional(),
    orderId: z.string().optional().meta({ description: 'The order that took it.' }),
    quotedAt: Instant,
  })
  .meta({ id: 'Quote' });
export type Quote = Readonly<z.infer<typeof Quote>>;
