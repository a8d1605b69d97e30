import { tenants } from '../../shared/access/actions.ts';
import { rebuildExposure } from '../../shared/risk/actions.ts';
import { inTurn, tick } from '../../shared/runtime/tick.ts';

export const handler = tick('rebuild-exposure', inTurn('rebuild-exposure', tenants), rebuildExposure);
