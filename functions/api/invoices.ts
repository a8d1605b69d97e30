import { actions } from '../../shared/invoices/actions.ts';
import { invoicesApi } from '../../shared/invoices/api.ts';
import { actions as notices } from '../../shared/notices/actions.ts';
import { noticesApi } from '../../shared/notices/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...invoicesApi, ...noticesApi }, { ...actions, ...notices });
