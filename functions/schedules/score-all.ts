import { tenants } from '../../shared/access/actions.ts';
import { scoreAll } from '../../shared/risk/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('score-all', tenants, scoreAll);
