import { tenants } from '../../shared/access/actions.ts';
import { requestNightly } from '../../shared/exports/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('nightly-exports', tenants, requestNightly);
