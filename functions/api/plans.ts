import { actions } from '../../shared/plans/actions.ts';
import { plansApi } from '../../shared/plans/api.ts';
import { actions as promises } from '../../shared/promises/actions.ts';
import { promisesApi } from '../../shared/promises/api.ts';
import { promiseBy } from '../../shared/promises/paging.ts';
import { answering } from '../../shared/replies/actions.ts';
import { repliesApi } from '../../shared/replies/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(
  { ...plansApi, ...promisesApi, ...repliesApi },
  { ...actions, ...promises, ...answering(promiseBy) },
);
