import { actions } from '../../shared/agreements/actions.ts';
import { agreementsApi } from '../../shared/agreements/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(agreementsApi, actions);
