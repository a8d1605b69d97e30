import { tenants } from '../../shared/access/actions.ts';
import { billByTheDay } from '../../shared/orders/collecting.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('bill-by-the-day', tenants, billByTheDay);
