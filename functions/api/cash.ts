import { actions } from '../../shared/cash/actions.ts';
import { cashApi } from '../../shared/cash/api.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { actions as slips } from '../../shared/slips/actions.ts';
import { slipsApi } from '../../shared/slips/api.ts';

export const handler = serve({ ...cashApi, ...slipsApi }, { ...actions, ...slips });
