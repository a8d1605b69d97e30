import { actions } from '../../shared/cash/actions.ts';
import { cashApi } from '../../shared/cash/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(cashApi, actions);
