import { actions as figures } from '../../shared/figures/actions.ts';
import { figuresApi } from '../../shared/figures/api.ts';
import { actions } from '../../shared/insights/actions.ts';
import { insightsApi } from '../../shared/insights/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...insightsApi, ...figuresApi }, { ...actions, ...figures });
