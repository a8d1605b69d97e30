import {
  ChargebackAccepted,
  ChargebackChanged,
  ChargebackOpened,
} from '../../shared/chargebacks/chargeback.ts';
import { hearDispute, sendAccepted } from '../../shared/chargebacks/hearing.ts';
import { paidBeside } from '../../shared/claims/owing.ts';
import { hearFiled } from '../../shared/methods/inviting.ts';
import { forget, hearEnded, keepMethod, useMethod } from '../../shared/methods/keeping.ts';
import { MethodEnded, MethodKept } from '../../shared/methods/method.ts';
import { hearChargeback, hearRefused } from '../../shared/methods/refusing.ts';
import { working } from '../../shared/payments/actions.ts';
import { AttemptKeeps, AttemptRefused } from '../../shared/payments/on-file.ts';
import { ProviderEventKept } from '../../shared/payments/payment.ts';
import { RefundRequested } from '../../shared/refunds/refund.ts';
import { hearRefund, sendRefund } from '../../shared/refunds/sending.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

const hears = {
  beside: paidBeside,
  refund: hearRefund,
  dispute: hearDispute,
  filed: hearFiled,
  ended: hearEnded,
};

/** What a provider says of payments moves attempts; what it says of refunds, disputes and methods on file moves those, which `payments` does not know. */
export const handler = drain('apply-payment', [
  on(ProviderEventKept, working(hears)),
  on(RefundRequested, sendRefund),
  on(ChargebackAccepted, sendAccepted),
  on(AttemptKeeps, keepMethod),
  on(AttemptRefused, hearRefused),
  on(ChargebackOpened, hearChargeback),
  on(ChargebackChanged, hearChargeback),
  on(MethodEnded, forget),
  on(MethodKept, useMethod),
]);
