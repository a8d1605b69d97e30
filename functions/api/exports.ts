import { actions } from '../../shared/exports/actions.ts';
import { exportsApi } from '../../shared/exports/api.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { actions as simulating } from '../../shared/simulating/actions.ts';
import { simulatingApi } from '../../shared/simulating/api.ts';

export const handler = serve({ ...exportsApi, ...simulatingApi }, { ...actions, ...simulating });
