import { tenants } from '../../shared/access/actions.ts';
import { collectDue } from '../../shared/methods/collecting.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('collect-due', tenants, collectDue);
