import { actions } from '../../shared/payments/actions.ts';
import { paymentsApi } from '../../shared/payments/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(paymentsApi, actions);
