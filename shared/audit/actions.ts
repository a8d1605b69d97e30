import type { ActionsOf } from '../kernel/contract.ts';
import type { Deps } from '../runtime/context.ts';
import { ok } from '../kernel/result.ts';
import { list, listed, read } from '../runtime/table.ts';
import type { auditApi } from './api.ts';
import type { AuditRecord } from './audit.ts';
import { chained } from './chain.ts';
import { actsToldOf } from './sealing.ts';
import { recordsOf, sealOf, sealsOf } from './store.ts';

/** One answer looks through so many pages; then it says where to go on. */
const MOST_PAGES = 20;
const ROWS = 100;

export const actions: ActionsOf<typeof auditApi, Deps> = {
  listAudit: async ({ month, kind, actor, subject, limit, cursor }, { tenant, now }) => {
    const records = recordsOf(tenant, kind, month ?? now.slice(0, 7));
    const fits = (one: AuditRecord) =>
      (actor === undefined || one.actor === actor || one.requestedBy === actor) &&
      (subject === undefined || one.subjects.includes(subject));
    const all = actor === undefined && subject === undefined;
    const data: AuditRecord[] = [];
    let nextCursor = cursor;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      // Never more than still fit into the answer, so that its cursor is where the last page ended.
      const page = await list(records, {
        limit: all ? limit : Math.min(ROWS, limit - data.length),
        cursor: nextCursor,
      });
      data.push(...page.data.filter(fits));
      ({ nextCursor } = page);
      if (nextCursor === undefined || data.length >= limit) break;
    }
    return listed({ data, ...(nextCursor !== undefined && { nextCursor }) });
  },
  listSeals: async (page, { tenant }) => listed(await list(sealsOf(tenant), page)),
  checkSeal: async ({ day }, deps) => {
    const seal = await read(sealOf(deps.tenant, day));
    const now = await actsToldOf(deps, day);
    if (!seal) return ok({ now });
    return ok({ now, seal, intact: chained(seal.previous, day, now).chain === seal.chain });
  },
};
