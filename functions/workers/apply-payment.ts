import { workEvent } from '../../shared/payments/actions.ts';
import { ProviderEventKept } from '../../shared/payments/payment.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('apply-payment', [on(ProviderEventKept, workEvent)]);
