import { actions } from '../../shared/disputes/actions.ts';
import { disputesApi } from '../../shared/disputes/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(disputesApi, actions);
