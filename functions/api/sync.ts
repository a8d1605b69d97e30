import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/sync/actions.ts';
import { syncApi } from '../../shared/sync/api.ts';

export const handler = serve(syncApi, actions);
