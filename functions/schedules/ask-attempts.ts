import { tenants } from '../../shared/access/actions.ts';
import { paidBeside } from '../../shared/claims/owing.ts';
import { checkAttempts } from '../../shared/payments/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('ask-attempts', tenants, checkAttempts(paidBeside));
