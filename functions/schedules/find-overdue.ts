import { tenants } from '../../shared/access/actions.ts';
import { findOverdue } from '../../shared/dunning/finding.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('find-overdue', tenants, findOverdue);
