import { actions as methods } from '../../shared/methods/actions.ts';
import { methodsApi } from '../../shared/methods/api.ts';
import { actions } from '../../shared/payments/actions.ts';
import { paymentsApi } from '../../shared/payments/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...paymentsApi, ...methodsApi }, { ...actions, ...methods });
