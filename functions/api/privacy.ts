import { actions } from '../../shared/privacy/actions.ts';
import { privacyApi } from '../../shared/privacy/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(privacyApi, actions);
