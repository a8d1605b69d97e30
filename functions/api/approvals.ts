import { performChange } from '../../shared/access/actions.ts';
import { performHandOver } from '../../shared/agencies/handing.ts';
import { approving } from '../../shared/approvals/actions.ts';
import { approvalsApi } from '../../shared/approvals/api.ts';
import { performClaimWriteOff } from '../../shared/chargebacks/claiming.ts';
import { performWaiver } from '../../shared/claims/settling.ts';
import { AGREED } from '../../shared/closing/tax.ts';
import { CORRECTED } from '../../shared/corrections/agreed.ts';
import { performDecision } from '../../shared/deductions/actions.ts';
import { performDispute } from '../../shared/disputes/deciding.ts';
import { performSchedules } from '../../shared/exports/scheduling.ts';
import { performLimit } from '../../shared/credit/actions.ts';
import { performRefund } from '../../shared/refunds/actions.ts';
import { performPlan } from '../../shared/plans/actions.ts';
import { performErasure } from '../../shared/privacy/actions.ts';
import { serve } from '../../shared/runtime/serve.ts';
import { performWarningPolicy } from '../../shared/warnings/actions.ts';
import { performWriteOff } from '../../shared/writeoffs/actions.ts';

/** Who performs what was asked for: an operation with a risk adds its line here. */
const actions = approving({
  'entities.change': performChange,
  'credit.set_limit': performLimit,
  'writeoffs.write_off': performWriteOff,
  'deductions.decide': performDecision,
  'disputes.decide': performDispute,
  'chargebacks.write_off': performClaimWriteOff,
  'claims.waive': performWaiver,
  'agencies.hand_over': performHandOver,
  'refunds.refund': performRefund,
  'plans.agree': performPlan,
  'privacy.erase': performErasure,
  'exports.set_schedules': performSchedules,
  'warnings.set_policy': performWarningPolicy,
  ...CORRECTED,
  ...AGREED,
});

export const handler = serve(approvalsApi, actions);
