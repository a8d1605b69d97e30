import { actions as dunning } from '../../shared/dunning/actions.ts';
import { dunningApi } from '../../shared/dunning/api.ts';
import { actions } from '../../shared/plans/actions.ts';
import { plansApi } from '../../shared/plans/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...plansApi, ...dunningApi }, { ...actions, ...dunning });
