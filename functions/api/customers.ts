import { actions } from '../../shared/customers/actions.ts';
import { customersApi } from '../../shared/customers/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(customersApi, actions);
