import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/writeoffs/actions.ts';
import { writeoffsApi } from '../../shared/writeoffs/api.ts';

export const handler = serve(writeoffsApi, actions);
