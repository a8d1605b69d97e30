import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/subscriptions/actions.ts';
import { subscriptionsApi } from '../../shared/subscriptions/api.ts';

export const handler = serve(subscriptionsApi, actions);
