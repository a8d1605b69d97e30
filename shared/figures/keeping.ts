/** Keeps what a month leaves of acts when it is closed: from what the month before left, and its own. */
import type { Entity } from '../access/tenant.ts';
import { addDays, endOfMonth, type LocalDate } from '../kernel/dates.ts';
import type { Month } from '../kernel/period.ts';
import { plans } from '../plans/store.ts';
import { keep } from '../runtime/blobs.ts';
import type { Deps } from '../runtime/context.ts';
import { all } from '../runtime/table.ts';
import { leftBytes, leftKey, leftOf } from './left.ts';
import { factsOf, firstAnnounced, ofEntity } from './since.ts';

/** A worker that closes a month holds so many beside its entries. */
const MOST_LEFT = 500_000;

/** `opened`: the first day that the books may have; `seal`: of the month, so that what another close of it leaves has another name. */
export const keepLeft = async (
  { entity, month, seal, opened }: { entity: Entity; month: Month; seal: string; opened: LocalDate },
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<void> => {
  const first = `${month}-01`;
  const upTo = endOfMonth(first);
  const announced = [{ from: opened, asOf: addDays(firstAnnounced(addDays(upTo, 1)), -1) }];
  const cut = { entity, asOf: upTo, from: opened, known: {} };
  const read = await factsOf({ cut, announced, begun: addDays(first, -1), most: MOST_LEFT }, { tenant });
  // No close waits for what only makes answers faster: they are folded from the opening then.
  if (!read.ok) return;
  const { facts, ours, id } = read.value;
  const own = (await all(plans(tenant))).filter((plan) => plan.entity === entity.id);
  const planned = new Set(own.flatMap(({ items }) => items.map(({ invoiceId }) => invoiceId)));
  const left = leftOf(ofEntity(facts, ours), { id, upTo, planned });
  await keep(leftKey(tenant, entity.id, month, seal), leftBytes(left), 'application/gzip');
};
