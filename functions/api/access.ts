import { actions } from '../../shared/access/actions.ts';
import { accessApi } from '../../shared/access/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(accessApi, actions);
