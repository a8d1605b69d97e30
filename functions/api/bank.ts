import { actions } from '../../shared/bank/actions.ts';
import { bankApi } from '../../shared/bank/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(bankApi, actions);
