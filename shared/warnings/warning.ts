/** What got worse of a customer, an account or a legal entity: said once when it crosses a line, and taken back when it has been quiet. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CreditId } from '../credit/credit.ts';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { event } from '../kernel/events.ts';
import { idOf } from '../kernel/ids.ts';
import { Money } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

export const WarningId = idOf('wrn').meta({ id: 'WarningId' });
export const WarningKind = z.enum(['score_drop', 'terms_creep', 'limit_use', 'dispute_spike']).meta({
  id: 'WarningKind',
  description:
    '`score_drop`: the behaviour score against that of thirty days before. `terms_creep`: days from invoice to payment, weighted by amount, of ninety days against the ninety before. `limit_use`: exposure of a credit account in percent of its limit. `dispute_spike`: disputes that were opened in thirty days against the mean of the three times thirty before, of a customer or of a legal entity.',
});
export type WarningKind = z.infer<typeof WarningKind>;

/** Whose it is: of a customer, of a credit account, or of a legal entity. */
export const About = z.object({
  customerId: CustomerId.optional(),
  creditId: CreditId.optional(),
  entity: EntityId.optional(),
});
export type About = Readonly<z.infer<typeof About>>;

const figures = {
  figure: z.number().meta({ description: 'Points, days, percent or cases, as the kind says.' }),
  before: z.number().optional().meta({ description: 'What it was before, or in the mean of before.' }),
  threshold: z.number().meta({ description: 'The line that was crossed, as the policy had it.' }),
};

export const Warning = z
  .object({
    id: WarningId,
    version: z.int().min(1),
    kind: WarningKind,
    ...About.shape,
    ...figures,
    state: z.enum(['RAISED', 'ACKNOWLEDGED', 'CLEARED']),
    reason: z.string().meta({ description: 'One sentence, in English.' }),
    open: z.array(Money).meta({
      description:
        'What is open of the customer’s invoices, what burdens the account, or what is disputed with the entity, when it was raised.',
    }),
    on: LocalDate.meta({ description: 'The day whose night found it.' }),
    at: Instant,
    acknowledged: z.object({ by: z.string(), at: Instant, note: z.string().optional() }).optional(),
    cleared: z
      .object({
        at: Instant,
        why: z.enum(['quiet', 'not_watched', 'erased', 'merged']).meta({
          description:
            '`quiet`: below the line for the days that the policy says. `not_watched`: the policy, or the account, has no such line any more.',
        }),
      })
      .optional(),
  })
  .meta({ id: 'EarlyWarning' });
export type Warning = Readonly<z.infer<typeof Warning>>;
export type ClearedWhy = NonNullable<Warning['cleared']>['why'];

export const isLive = ({ state }: Pick<Warning, 'state'>): boolean => state !== 'CLEARED';

export const Acknowledge = z
  .strictObject({ note: Text(300).optional().meta({ description: 'What was done about it.' }) })
  .meta({ id: 'AcknowledgeWarning' });

const fact = { warningId: WarningId, kind: WarningKind, ...About.shape };
export const WarningRaised = event(
  'warning.raised',
  'Something of a customer, an account or a legal entity got worse than the company’s policy lets pass.',
  z.object({ ...fact, ...figures, reason: z.string(), open: z.array(Money) }),
);
export const WarningCleared = event(
  'warning.cleared',
  'A warning does not hold any more.',
  z.object({ ...fact, why: z.string() }),
);
export const WARNING_EVENTS = [WarningRaised, WarningCleared];
