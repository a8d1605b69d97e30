import { actions } from '../../shared/closing/actions.ts';
import { closingApi } from '../../shared/closing/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(closingApi, actions);
