import { tenants } from '../../shared/access/actions.ts';
import { sealActs } from '../../shared/audit/sealing.ts';
import { inTurn, tick } from '../../shared/runtime/tick.ts';

export const handler = tick('seal-acts', inTurn('seal-acts', tenants), sealActs);
