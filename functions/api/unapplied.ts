import { serve } from '../../shared/runtime/serve.ts';
import { actions } from '../../shared/unapplied/actions.ts';
import { unappliedApi } from '../../shared/unapplied/api.ts';

export const handler = serve(unappliedApi, actions);
