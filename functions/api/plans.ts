import { actions as dunning } from '../../shared/dunning/actions.ts';
import { dunningApi } from '../../shared/dunning/api.ts';
import { actions as inbound } from '../../shared/inbound/actions.ts';
import { inboundApi } from '../../shared/inbound/api.ts';
import { actions } from '../../shared/plans/actions.ts';
import { actions as collecting } from '../../shared/collecting/actions.ts';
import { collectingApi } from '../../shared/collecting/api.ts';
import { disputeBy, sayBy } from '../../shared/disputes/mailed.ts';
import { plansApi } from '../../shared/plans/api.ts';
import { actions as promises } from '../../shared/promises/actions.ts';
import { promisesApi } from '../../shared/promises/api.ts';
import { promiseBy } from '../../shared/promises/paging.ts';
import { answering } from '../../shared/replies/actions.ts';
import { repliesApi } from '../../shared/replies/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve(
  { ...plansApi, ...promisesApi, ...collectingApi, ...dunningApi, ...repliesApi, ...inboundApi },
  {
    ...actions,
    ...promises,
    ...collecting,
    ...dunning,
    ...answering({ promise: promiseBy, dispute: disputeBy, say: sayBy }),
    ...inbound,
  },
);
