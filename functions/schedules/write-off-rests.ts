import { tenants } from '../../shared/access/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';
import { writeOffSmallRests } from '../../shared/writeoffs/actions.ts';

export const handler = tick('write-off-rests', tenants, writeOffSmallRests);
