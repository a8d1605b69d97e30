import { actions } from '../../shared/invoices/actions.ts';
import { invoicesApi } from '../../shared/invoices/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(invoicesApi, actions);
