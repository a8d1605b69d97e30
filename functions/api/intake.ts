import { actions } from '../../shared/intake/actions.ts';
import { intakeApi } from '../../shared/intake/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(intakeApi, actions);
