import { actions } from '../../shared/exports/actions.ts';
import { exportsApi } from '../../shared/exports/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(exportsApi, actions);
