import { actions } from '../../shared/credit/actions.ts';
import { creditApi } from '../../shared/credit/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(creditApi, actions);
