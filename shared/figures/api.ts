import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { CustomerId } from '../customers/customer.ts';
import { Moment } from '../insights/insight.ts';
import { get } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Currency, MAX_MINOR } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';
import { Changes, Explained, FigureName, Figures } from './figure.ts';
import { Review } from './review.ts';

const percents = z.coerce.number().min(0).max(1000);
const query = z.strictObject({
  asOf: LocalDate.optional().meta({
    description: 'Close of this day in the entity’s zone; today, or the day of `knownAt`, where absent.',
  }),
  from: LocalDate.optional().meta({ description: 'First day of the period; of ninety days where absent.' }),
  knownAt: Moment.optional().meta({
    description:
      'Only what was in the books at this moment counts, and so the answer is the same for ever. Half a minute ago at the latest; all that there is where absent.',
  }),
  entity: EntityId.optional().meta({ description: 'The tenant’s first legal entity where absent.' }),
  customerId: CustomerId.optional().meta({
    description: 'Of this customer alone, under all ids that it was known by.',
  }),
  segment: Text(40).optional().meta({ description: 'Of customers that are of this segment today.' }),
  staffCostMinor: z.coerce.number().int().min(0).max(MAX_MINOR).optional().meta({
    description:
      'What staff and tools cost in the period, which the ledger does not know; in the currency of the books.',
  }),
  lossPercents: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3})?(,\d{1,3}(\.\d{1,3})?){5}$/, 'must be six percentages, one for each bucket')
    .optional()
    .meta({
      description:
        'Historical losses in percent for the reserve by matrix: of what is current, 1-30, 31-60, 61-90, 91-120 and over 120 days past due.',
      example: '0.5,2.2,2.7,4.5,10,50',
    }),
  forwardPercent: percents
    .default(100)
    .meta({ description: 'Times this: what is expected to be other than it was.' }),
  overduePercent: percents.max(100).default(100).meta({
    description: 'What is lost of what is over 120 days past due, for the reserve by roll rates.',
  }),
});
const limit = z.coerce.number().int().min(1).max(1000).default(100);
/** Rows, then the moments that all pages are of (paging.ts). */
const after = (pattern: RegExp, example: string) =>
  z.string().regex(pattern, 'must be `next` of the page before').optional().meta({
    description: '`next` of the page before; its moments are those of that page, whatever is said beside it.',
    example,
  });
const refusals = {
  'insights.entity_unknown': 404,
  'insights.too_far_ahead': 422,
  'insights.not_known_yet': 422,
  'customers.unknown': 404,
  'figures.range': 422,
  'figures.part': 422,
  'figures.too_many': 422,
} as const;

export const figuresApi = {
  getFigures: get('/v1/figures', {
    scope: 'finance:read',
    summary: 'Every figure of finance: of a period, as of a day, as it was known at a moment',
    description: 'Each with its definition and the sums that it is computed from. Amounts are minor units.',
    query,
    output: Figures,
    refusals,
  }),
  getReview: get('/v1/figures/review', {
    scope: 'finance:read',
    summary: 'Two periods beside each other, and the steps at which money waited, ranked',
    description:
      'Before and after: each figure with its change, and each step from order to applied cash with its days and with the money that stood in it.',
    query: query.extend({
      beforeAsOf: LocalDate.optional().meta({
        description: 'Last day of the period that is compared with; the day before `from` where absent.',
      }),
      beforeFrom: LocalDate.optional().meta({
        description: 'Its first day; so that it is as long as the other where absent.',
      }),
    }),
    output: Review,
    refusals,
  }),
  explainFigure: get('/v1/figures/{figure}/rows', {
    scope: 'finance:read',
    summary: 'What is behind a figure: each row that it is folded from, with its acts',
    params: z.strictObject({ figure: FigureName }),
    query: query.extend({
      limit,
      after: after(/^\d{1,8}\.\d{1,13}$/, '100.1772323200000'),
      knownAt: query.shape.knownAt.meta({
        description:
          'As `knownAt` of the figures; half a minute ago where absent, so that pages fit together.',
      }),
      currency: Currency.optional().meta({ description: 'That of the entity’s books where absent.' }),
    }),
    output: Explained,
    refusals,
  }),
  getFigureChanges: get('/v1/figures/changes', {
    scope: 'finance:read',
    summary: 'What changed between two moments of what is said of a period, act by act',
    description: 'The effects of all acts together are the difference of the sums.',
    query: query.omit({ knownAt: true }).extend({
      limit,
      after: after(/^\d{1,8}\.\d{1,13}\.\d{1,13}$/, '100.1771718400000.1772323200000'),
      since: Moment.optional().meta({ description: 'A week before `until` where absent.' }),
      until: Moment.optional().meta({ description: 'Half a minute ago where absent, which is the latest.' }),
    }),
    output: Changes,
    refusals,
  }),
};
