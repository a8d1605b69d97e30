import { actions } from '../../shared/refunds/actions.ts';
import { refundsApi } from '../../shared/refunds/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(refundsApi, actions);
