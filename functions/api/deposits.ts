import { actions } from '../../shared/deposits/actions.ts';
import { depositsApi } from '../../shared/deposits/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(depositsApi, actions);
