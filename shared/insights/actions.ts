import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { entriesBetween } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, recall } from '../runtime/table.ts';
import type { insightsApi } from './api.ts';
import { ageingOf, dsoOf, fold, trialBalanceOf, type Position } from './rules.ts';

export const actions: ActionsOf<typeof insightsApi, Deps> = {
  getAgeing: async (input, deps) => {
    const books = await booksOf(input, deps);
    return books.ok ? ok(ageingOf(books.value.positions, books.value.entity.id, books.value.asOf)) : books;
  },
  getDso: async ({ days, ...input }, deps) => {
    const books = await booksOf(input, deps);
    return books.ok
      ? ok(dsoOf(books.value.positions, books.value.entity.id, books.value.asOf, days, books.value.from))
      : books;
  },
  getTrialBalance: async (input, deps) => {
    const books = await booksOf(input, deps);
    return books.ok
      ? ok(trialBalanceOf(books.value.positions, books.value.entity.id, books.value.asOf))
      : books;
  },
};

interface Books {
  readonly entity: Entity;
  readonly asOf: LocalDate;
  readonly from: LocalDate;
  readonly positions: Map<string, Position>;
}

const booksOf = async (
  { asOf, entity: wanted }: { asOf?: LocalDate | undefined; entity?: string | undefined },
  deps: Deps,
): Promise<Result<Books, 'insights.entity_unknown' | 'insights.too_far_ahead'>> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = entityOf(tenant, wanted);
  if (!entity) return refuse('insights.entity_unknown', `There is no legal entity ${wanted}.`);
  const today = localDate(deps.now, entity.zone);
  const day = asOf ?? today;
  if (day > lastAskable(today))
    return refuse('insights.too_far_ahead', `As of ${lastAskable(today)} at the latest.`, [
      { pointer: '/query/asOf', detail: `must not be after ${lastAskable(today)}` },
    ]);
  // One day earlier, because the entity's calendar may be behind UTC.
  const from = addDays(tenant.openedAt.slice(0, 10), -1);
  const entries: Booked[] = [];
  for (const month of entriesBetween(deps.tenant, from, day))
    entries.push(...(await all(month)).filter((booked) => booked.entity === entity.id));
  return ok({ entity, asOf: day, from, positions: fold(entries) });
};
