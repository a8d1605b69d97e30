import { actions as figures } from '../../shared/figures/actions.ts';
import { figuresApi } from '../../shared/figures/api.ts';
import { actions as forecasting } from '../../shared/forecasting/actions.ts';
import { forecastingApi } from '../../shared/forecasting/api.ts';
import { actions } from '../../shared/insights/actions.ts';
import { insightsApi } from '../../shared/insights/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(
  { ...insightsApi, ...figuresApi, ...forecastingApi },
  { ...actions, ...figures, ...forecasting },
);
