/** How much a customer, or a group of them, may owe, and how much is used (rules §3.11). One account per currency. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { Currency, Money, UnsignedMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { CustomerId, Label } from '../customers/customer.ts';

/** Whose credit a document burdens: kept with it, so that a customer who joins a group never moves old debt. */
export const CreditId = z
  .string()
  .regex(/^(cus_[0-9a-hjkmnp-tv-z]{26}|group:[a-z0-9][a-z0-9._-]{0,39})$/)
  .meta({ id: 'CreditId', description: 'A customer’s own credit, or that of its group: `group:<name>`.' });
export type CreditId = z.infer<typeof CreditId>;

/** Of a customer in a group; undefined for the others, whose account is their own. */
export const creditIdOf = ({ creditGroup }: { creditGroup?: string | undefined }): CreditId | undefined =>
  creditGroup === undefined ? undefined : `group:${creditGroup}`;
/** The account that a document burdens; documents from before groups have none but their customer's. */
export const accountOf = (one: { creditId?: string | undefined; customerId: string }): CreditId =>
  one.creditId ?? one.customerId;

/** By how much the exposure of an account moves, in minor units. */
export interface Move {
  readonly account: CreditId;
  readonly minor: number;
}

export const Basis = z.enum(['own', 'insured', 'guaranteed']).meta({
  description: 'Whose risk the limit is: ours, an insurer’s, or covered by a guarantee.',
});
const terms = {
  basis: Basis.optional(),
  validUntil: LocalDate.optional().meta({ description: 'The last day of the limit.' }),
  nextReview: LocalDate.optional().meta({ description: 'When somebody looks at it again.' }),
};
export const Limit = z.strictObject({ limit: UnsignedMoney, ...terms });
export type Limit = z.infer<typeof Limit>;

const figures = {
  creditId: CreditId,
  currency: Currency,
  limit: Money.optional().meta({ description: 'Absent: no credit was given, every order is held.' }),
  ...terms,
  exposure: Money.meta({
    description: 'Open invoices and confirmed uninvoiced orders, less unapplied payments.',
  }),
  available: Money,
};
export const Account = z.object({
  ...figures,
  /** How often the exposure moved: who sums the books up sees by it that nothing moved meanwhile. */
  moves: z.int(),
});
export type Account = Readonly<z.infer<typeof Account>>;
/** An account as the API shows it to somebody who asked for one customer. */
export const CreditAccount = z
  .object({
    customerId: CustomerId,
    ...figures,
    disputed: Money.optional().meta({
      description:
        'What of the exposure this customer says is wrong and nobody has decided on: it is not taken off. Absent where nothing is, and where a limit is set.',
    }),
  })
  .meta({ id: 'CreditAccount' });
export type CreditAccount = Readonly<z.infer<typeof CreditAccount>>;

export const HoldRule = z
  .discriminatedUnion('when', [
    z.strictObject({ when: z.literal('days_overdue'), days: z.int().min(0).max(3650) }),
    z.strictObject({
      when: z.literal('overdue_amount'),
      over: UnsignedMoney,
      limitUsedPercent: z.int().min(0).max(1000).optional(),
    }),
    z.strictObject({ when: z.literal('limit_used'), percent: z.int().min(1).max(1000) }),
    z.strictObject({ when: z.literal('limit_expired') }),
    z.strictObject({ when: z.literal('terms_expired') }),
    z.strictObject({ when: z.literal('broken_promise'), withinDays: z.int().min(1).max(3650) }),
  ])
  .meta({
    id: 'HoldRule',
    description:
      'Holds an order when the oldest open invoice is more than `days` overdue; when more than `over` is overdue (and at least ' +
      '`limitUsedPercent` of the limit is used); when the order would use more than `percent` of the limit; after the last day of ' +
      'the limit or of the payment terms; when a promise to pay was broken within the last days.',
  });
export type HoldRule = z.infer<typeof HoldRule>;
const Rules = z.array(HoldRule).max(20);
const ruling = {
  rules: Rules.meta({ description: 'For customers of no segment, or of one that is not named below.' }),
  segments: z.record(Label, Rules).default({}),
  expiredLimit: z.enum(['zero', 'last']).default('zero').meta({
    description: 'What a limit is worth after its last day: nothing, or what it was.',
  }),
};
export const RuleSet = z.strictObject(ruling).meta({ id: 'CreditRuleSet' });
export const CreditRules = z
  .object({
    ...ruling,
    version: z
      .int()
      .min(0)
      .meta({ description: '0: nobody has set any, and these are the rules of the house.' }),
    at: Instant.optional(),
    by: z.string().optional(),
  })
  .meta({ id: 'CreditRules' });
export type CreditRules = Readonly<z.infer<typeof CreditRules>>;

export const ServiceState = z.enum(['warned', 'restricted', 'suspended']).meta({
  id: 'ServiceState',
  description:
    'warned: told that its supply may be stopped. restricted: it is supplied less. suspended: it is not supplied. Orders of the latter two are held.',
});
export type ServiceState = z.infer<typeof ServiceState>;

/** What people and other systems said of a customer's credit, beside the figures. */
export const Standing = z
  .object({
    customerId: CustomerId,
    version: z.int().min(0),
    block: z
      .object({ reason: z.string(), by: z.string(), at: Instant, until: LocalDate.optional() })
      .optional()
      .meta({ description: 'Somebody stopped all orders, until the day given or until it is lifted.' }),
    graces: z
      .array(
        z.object({ code: z.string(), until: LocalDate, reason: z.string(), by: z.string(), at: Instant }),
      )
      .meta({ description: 'Reasons that do not hold the customer’s orders up to a day, after a release.' }),
    signals: z
      .array(
        z.object({
          kind: z.enum(['broken_promise', 'lost_dispute']),
          reference: z.string(),
          on: LocalDate,
          by: z.string(),
        }),
      )
      .meta({ description: 'What went against the customer in collections, newest last.' }),
    service: z
      .object({ state: ServiceState, since: Instant, invoices: z.array(z.string()) })
      .optional()
      .meta({ description: 'What its dunning policy asks for while these invoices are overdue.' }),
  })
  .meta({ id: 'CreditStanding' });
export type Standing = Readonly<z.infer<typeof Standing>>;

export const SetBlock = z.strictObject({
  blocked: z.boolean(),
  reason: Text(300, 3),
  until: LocalDate.optional(),
});
export const Signal = z
  .strictObject({
    kind: z.enum(['broken_promise', 'lost_dispute']),
    reference: z
      .string()
      .regex(/^[\w.:/-]{1,80}$/)
      .meta({ description: 'The promise or dispute as its system calls it: told twice is told once.' }),
    on: LocalDate,
  })
  .meta({ id: 'CreditSignal' });
export type Signal = z.infer<typeof Signal>;

export const CreditLimitSet = event(
  'credit.limit_set',
  'A credit limit was given, changed or prolonged.',
  z.object({
    customerId: CustomerId,
    creditId: CreditId,
    before: Money.optional(),
    limit: Money,
    ...terms,
  }),
);
export const CreditStandingChanged = event(
  'credit.standing_changed',
  'A customer was blocked or unblocked, was given grace, or broke a promise.',
  z.object({ customerId: CustomerId, what: z.string(), detail: z.string() }),
);
