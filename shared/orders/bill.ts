/** How an order is billed apart from its deliveries: the plan that it brings, and the parts that were billed of it. */
import * as z from 'zod';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Decimal, PositiveDecimal } from '../kernel/decimal.ts';
import { idOf } from '../kernel/ids.ts';
import { MAX_MINOR } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Percent, TaxGroup } from '../pricing/price.ts';

export const BillId = idOf('bil').meta({ id: 'BillId' });
/** The deliveries that wait together: those of a customer and a period, or of an order. */
export const CollectiveId = idOf('col').meta({ id: 'CollectiveId' });

export const PlanPart = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/)
      .meta({ example: 'design' }),
    name: Text(100).meta({ description: 'Printed on its invoice.' }),
    on: LocalDate.optional().meta({ description: 'Of a schedule: the day on which it is billed.' }),
    percent: Percent.optional().meta({ description: 'Of the order’s net, line by line.' }),
    netMinor: z.int().min(1).max(MAX_MINOR).optional().meta({
      description: 'A net amount, spread over what is left of the lines.',
    }),
    lines: z
      .array(z.strictObject({ line: z.string().max(4), quantity: PositiveDecimal }))
      .min(1)
      .max(300)
      .optional(),
  })
  .meta({
    id: 'BillingPlanPart',
    description:
      'Says one of `percent`, `netMinor` and `lines`; one part of a plan says none of them and takes all that is left.',
  });
export type PlanPart = Readonly<z.infer<typeof PlanPart>>;
export const BillingPlan = z.array(PlanPart).min(1).max(24).meta({ id: 'BillingPlan' });

/** A part of an order that is invoiced by itself. What it takes is frozen, and its lines are not amended any more. */
export const Bill = z.object({
  id: BillId,
  part: z.string().optional().meta({ description: 'Of the plan; absent where all was billed in advance.' }),
  name: z.string().optional(),
  lines: z.array(z.object({ line: z.string(), quantity: Decimal.optional(), netMinor: z.int() })),
  taxes: z.array(TaxGroup),
  suppliedOn: LocalDate.optional().meta({ description: 'Absent where nothing was supplied yet.' }),
  /** The part of the order's credit exposure that its invoice takes over. */
  exposureMinor: z.int(),
  at: Instant,
});
export type Bill = Readonly<z.infer<typeof Bill>>;

/** A bill whose invoice was made void: what it took is left again, and is billed once somebody says so. */
export const VoidedBill = z
  .object({
    ...Bill.pick({ id: true, part: true, suppliedOn: true }).shape,
    invoiceId: z.string(),
    again: BillId.optional().meta({ description: 'The bill in its place; absent while it waits.' }),
  })
  .meta({ id: 'VoidedBill' });
export type VoidedBill = Readonly<z.infer<typeof VoidedBill>>;

/** Those that wait for a word, in the order in which they were made void. */
export const waitingBills = ({
  voidedBills = [],
}: {
  readonly voidedBills?: readonly VoidedBill[] | undefined;
}): VoidedBill[] => voidedBills.filter(({ again }) => again === undefined);

export const takesRest = ({ percent, netMinor, lines }: PlanPart): boolean =>
  percent === undefined && netMinor === undefined && lines === undefined;

/** What the clock bills next of a schedule. What waits for a word is left to it, and the rest is not told before that. */
export const comingParts = (
  order: Parameters<typeof unbilledParts>[0] & Parameters<typeof waitingBills>[0],
) => {
  const waits = waitingBills(order);
  return unbilledParts(order).filter(
    (part) => !waits.some((one) => one.part === part.id) && !(waits.length > 0 && takesRest(part)),
  );
};

/** What of a plan was not billed yet, in its order. */
export const unbilledParts = ({
  plan = [],
  bills = [],
}: {
  readonly plan?: readonly PlanPart[] | undefined;
  readonly bills?: readonly Bill[] | undefined;
}): PlanPart[] => plan.filter(({ id }) => !bills.some(({ part }) => part === id));
