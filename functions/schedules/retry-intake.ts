import { tenants } from '../../shared/access/actions.ts';
import { retryWaiting } from '../../shared/intake/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('retry-intake', tenants, retryWaiting);
