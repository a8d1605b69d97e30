import { tenants } from '../../shared/access/actions.ts';
import { releaseStock } from '../../shared/inventory/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('release-stock', tenants, releaseStock);
