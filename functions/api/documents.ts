import { actions } from '../../shared/documents/actions.ts';
import { documentsApi } from '../../shared/documents/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(documentsApi, actions);
