import { actions } from '../../shared/orders/actions.ts';
import { ordersApi } from '../../shared/orders/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(ordersApi, actions);
