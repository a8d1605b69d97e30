import { actions } from '../../shared/exports/actions.ts';
import { exportsApi } from '../../shared/exports/api.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { actions as simulating } from '../../shared/simulating/actions.ts';
import { simulatingApi } from '../../shared/simulating/api.ts';
import { actions as warnings } from '../../shared/warnings/actions.ts';
import { warningsApi } from '../../shared/warnings/api.ts';

const api = { ...exportsApi, ...simulatingApi, ...warningsApi };
export const handler = serve(api, { ...actions, ...simulating, ...warnings });
