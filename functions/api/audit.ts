import { actions } from '../../shared/audit/actions.ts';
import { auditApi } from '../../shared/audit/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(auditApi, actions);
