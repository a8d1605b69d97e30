import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/templates/actions.ts';
import { templatesApi } from '../../shared/templates/api.ts';

export const handler = serve(templatesApi, actions);
