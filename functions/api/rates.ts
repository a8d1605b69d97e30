import { actions } from '../../shared/rates/actions.ts';
import { ratesApi } from '../../shared/rates/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(ratesApi, actions);
