import { actions } from '../../shared/disputes/actions.ts';
import { disputesApi } from '../../shared/disputes/api.ts';
import { actions as questions } from '../../shared/questions/actions.ts';
import { questionsApi } from '../../shared/questions/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...disputesApi, ...questionsApi }, { ...actions, ...questions });
