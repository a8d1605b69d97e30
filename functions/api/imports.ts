import { actions } from '../../shared/imports/actions.ts';
import { importsApi } from '../../shared/imports/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(importsApi, actions);
