import { actions as predicting } from '../../shared/predicting/actions.ts';
import { predictingApi } from '../../shared/predicting/api.ts';
import { actions } from '../../shared/risk/actions.ts';
import { riskApi } from '../../shared/risk/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...riskApi, ...predictingApi }, { ...actions, ...predicting });
