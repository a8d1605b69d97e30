import { actions } from '../../shared/insights/actions.ts';
import { insightsApi } from '../../shared/insights/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(insightsApi, actions);
