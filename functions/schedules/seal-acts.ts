import { tenants } from '../../shared/access/actions.ts';
import { sealActs } from '../../shared/audit/sealing.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('seal-acts', tenants, sealActs);
