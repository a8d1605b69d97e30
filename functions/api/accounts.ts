import { actions } from '../../shared/accounts/actions.ts';
import { accountsApi } from '../../shared/accounts/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(accountsApi, actions);
