import { tenants } from '../../shared/access/actions.ts';
import { lookAfter } from '../../shared/operations/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('look-after', tenants, lookAfter);
