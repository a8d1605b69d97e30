import { actions } from '../../shared/corrections/actions.ts';
import { correctionsApi } from '../../shared/corrections/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(correctionsApi, actions);
