import { actions as chargebacks } from '../../shared/chargebacks/actions.ts';
import { chargebacksApi } from '../../shared/chargebacks/api.ts';
import { actions } from '../../shared/refunds/actions.ts';
import { refundsApi } from '../../shared/refunds/api.ts';
import { serve } from '../../shared/runtime/serve.ts';

export const handler = serve({ ...refundsApi, ...chargebacksApi }, { ...actions, ...chargebacks });
