/** A customer on the collectors' worklist: what it is ranked by, who sees to it, and what comes next. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { Money, PositiveMoney } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { ContactChannel } from './contact.ts';

export const SetCollector = z
  .strictObject({
    owner: Text(100).optional().meta({ description: 'Who sees to the customer; nobody where it is absent.' }),
    nextAction: Text(200).optional(),
    dueOn: LocalDate.optional().meta({ description: 'The day of the next action.' }),
  })
  .meta({ id: 'SetCollector' });

const PointName = z.enum([
  'overdue_amount',
  'oldest_days',
  'risk',
  'broken_promises',
  'silence',
  'bounced_mail',
  'limit_use',
  'expected_open',
]);
export const Point = z
  .object({
    name: PointName,
    value: z.number().meta({ description: 'Days, percent, a count or a share, as `detail` says.' }),
    points: z.int().min(0),
    most: z.int().min(0),
    detail: z.string(),
  })
  .meta({ id: 'CollectionPoint' });
export type Point = Readonly<z.infer<typeof Point>>;

export const CollectionRow = z
  .object({
    customerId: CustomerId,
    version: z.int().min(1),
    score: z.int().min(0).meta({ description: 'Σ of the points: the highest is looked at first.' }),
    points: z.array(Point),
    overdue: z.array(Money).meta({
      description:
        'By currency, what is overdue and asked for: without what is promised or in clarification.',
    }),
    pausedMinor: z
      .int()
      .min(0)
      .meta({ description: 'What is overdue and not asked for now, over all currencies.' }),
    withAgency: z.array(Money).optional().meta({
      description: 'By currency, what is open and with a collection agency: nobody here asks for it.',
    }),
    disputedMinor: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'What of it its customer says is wrong, and nobody has decided on.' }),
    oldestDays: z.int().min(0),
    lastContactAt: Instant.optional(),
    collector: SetCollector.optional(),
    weights: z.int().min(0).meta({ description: 'The version of the weights that it was ranked by.' }),
    on: LocalDate.meta({ description: 'As of this day.' }),
  })
  .meta({ id: 'CollectionRow' });
export type CollectionRow = Readonly<z.infer<typeof CollectionRow>>;

/** With the customer's name, which the row does not keep. */
export const ListedRow = CollectionRow.extend({ name: z.string() }).meta({ id: 'CollectionListed' });

const Counted = z.object({ tried: z.int(), worked: z.int() });
export const NextBestAction = z
  .object({
    channel: ContactChannel.optional().meta({ description: 'Absent where there is nothing to be done now.' }),
    at: Instant.optional().meta({ description: 'The next moment of the weekday and hour that worked best.' }),
    why: z.string(),
    channels: z.array(
      Counted.extend({ channel: ContactChannel, percent: z.string(), company: Counted }).meta({
        description:
          'percent: worked of tried, drawn towards the company’s share as if it had been tried five times more.',
      }),
    ),
  })
  .meta({
    id: 'NextBestAction',
    description:
      'From what was followed by money or an answer within seven days: contacts of this customer, and reminders that reached it.',
  });
export type NextBestAction = Readonly<z.infer<typeof NextBestAction>>;

export const Collection = ListedRow.extend({ nextBestAction: NextBestAction }).meta({
  id: 'CustomerCollection',
});

const most = (points: number) => z.int().min(0).max(100).default(points);
const Amounts = z
  .array(PositiveMoney)
  .max(20)
  .refine(
    (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
    'a currency comes twice',
  );
export const WeightSet = z
  .strictObject({
    overdueAmount: most(30),
    fullAmount: Amounts.default([]).meta({
      description:
        'What is overdue at which all of its points are given, by currency; 10,000.00 where a currency is not named.',
    }),
    oldestDays: most(20),
    fullDays: z.int().min(1).max(730).default(90),
    risk: most(15).meta({ description: 'All of them at a behaviour score of 0.' }),
    brokenPromises: most(10),
    fullBroken: z.int().min(1).max(50).default(3),
    silence: most(10).meta({ description: 'Days since the last contact, or since it fell due.' }),
    fullSilence: z.int().min(1).max(365).default(30),
    bouncedMail: most(5),
    limitUse: most(10).meta({ description: 'None at half of the credit limit, all of them at all of it.' }),
    expectedOpen: most(10).meta({
      description:
        'How much of what is overdue or due within fourteen days is expected to be open after them. None as long as nothing was learned of how customers pay.',
    }),
  })
  .meta({ id: 'CollectionWeightSet' });
export const Weights = WeightSet.extend({
  version: z.int().min(0),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'CollectionWeights' });
export type Weights = Readonly<z.infer<typeof Weights>>;
/** What holds before anybody says anything. */
export const HOUSE_WEIGHTS: Weights = { ...WeightSet.parse({}), version: 0 };

/** What the company knows of contacts that were judged: by channel, by weekday and by hour. */
export const Tally = z.object({
  version: z.int().min(0),
  by: z.record(z.string(), Counted),
});
export type Tally = Readonly<z.infer<typeof Tally>>;
export const NO_TALLY: Tally = { version: 0, by: {} };
