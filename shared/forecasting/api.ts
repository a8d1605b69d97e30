/** Finance sees the cash that will come, what it rests on, and how good such forecasts were. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { get, listOf, Page } from '../kernel/contract.ts';
import { LocalDate } from '../kernel/dates.ts';
import { Currency } from '../kernel/money.ts';
import { Forecasted, ForecastRow } from './forecast.ts';

const of = {
  entity: EntityId.optional().meta({ description: 'The tenant’s first legal entity where absent.' }),
  currency: Currency.optional().meta({ description: 'That of the entity’s books where absent.' }),
};
const refusals = { 'forecasting.entity_unknown': 404 } as const;

export const forecastingApi = {
  getForecast: get('/v1/forecast', {
    scope: 'finance:read',
    summary: 'Cash of thirteen weeks: P10, P50 and P90 by week, by what it rests on, with the back-test',
    description:
      'Made every night. The first of each week is kept for ever, and held against what came; others are replaced by the next.',
    query: z.strictObject({
      ...of,
      on: LocalDate.optional().meta({
        description:
          'The newest that is kept and was made for this day or one before it; the last where absent.',
      }),
    }),
    output: Forecasted,
    refusals,
  }),
  listForecastRows: get('/v1/forecast/rows', {
    scope: 'finance:read',
    summary: 'What the last forecast is made of: each invoice, order and subscription by week',
    description:
      'As the night saw it. Of a night rows are kept for a week; pages go on in the night in which they began.',
    query: z.strictObject({
      ...of,
      ...Page.shape,
    }),
    output: listOf(ForecastRow),
    refusals,
  }),
};
