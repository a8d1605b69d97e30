import { actions } from '../../shared/operations/actions.ts';
import { operationsApi } from '../../shared/operations/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(operationsApi, actions);
