import { tenants } from '../../shared/access/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';
import { announceDue } from '../../shared/subscriptions/billing.ts';

export const handler = tick('bill-due', tenants, announceDue);
