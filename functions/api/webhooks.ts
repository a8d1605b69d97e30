import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/webhooks/actions.ts';
import { webhooksApi } from '../../shared/webhooks/api.ts';

export const handler = serve(webhooksApi, actions);
