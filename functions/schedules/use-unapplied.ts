import { tenants } from '../../shared/access/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';
import { useUnapplied } from '../../shared/unapplied/actions.ts';

export const handler = tick('use-unapplied', tenants, useUnapplied);
