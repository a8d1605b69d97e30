import { actions } from '../../shared/plans/actions.ts';
import { plansApi } from '../../shared/plans/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(plansApi, actions);
