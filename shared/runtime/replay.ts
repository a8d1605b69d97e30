/**
 * The outbox again: facts that commits recorded, from the books and not from the table's stream, which keeps a day and which a
 * restored table does not have. Whoever reacted already finds its work done.
 */
import * as z from 'zod';
import { addDays, Instant, LocalDate, monthOf, monthsBetween } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Item, Listing } from '../kernel/storage.ts';
import { publish } from './bus.ts';
import { factsOf } from './outbox.ts';
import { each } from './table.ts';

export const Replay = z.strictObject({
  /** Facts of acts from this moment to that one, both included. */
  from: Instant,
  to: Instant,
  /** All tenants where absent. */
  tenant: z.string().optional(),
  /** Entries stand in the book of the day that they are booked on: how far back such a day may be; 92 days where absent. */
  bookedFrom: LocalDate.optional(),
  /** True where acts after `to` are lost: what cannot be known to have stayed in the house is not sent again. */
  lost: z.boolean(),
});
export type Replay = z.infer<typeof Replay>;

/** How many facts were announced, by type. In no order: neither has the bus one. */
export const replay = async (tenants: readonly string[], wanted: Replay): Promise<Record<string, number>> => {
  const announced: Record<string, number> = {};
  for (const tenant of tenants.filter((one) => wanted.tenant === undefined || one === wanted.tenant))
    for (const listing of acts(tenant, wanted)) {
      const batch: Envelope[] = [];
      for await (const act of each(listing)) {
        const at = String(act['at']);
        if (at < wanted.from || at > wanted.to || (listing.index !== undefined && act.kind === 'act'))
          continue;
        for (const fact of factsOf(act)) {
          batch.push({ ...fact, ...(wanted.lost && { restored: true }) });
          announced[fact.type] = (announced[fact.type] ?? 0) + 1;
        }
        if (batch.length >= 10) await publish(batch.splice(0, 10));
      }
      await publish(batch);
    }
  return announced;
};

/** Acts without an entry stand at their moment, acts with one at its booking day; see `commit`. */
const acts = (tenant: string, { from, to, bookedFrom }: Replay): Listing<Item>[] => {
  const parse = (item: Item): Item => item;
  const day = (at: string): LocalDate => at.slice(0, 10);
  const booked = bookedFrom ?? addDays(day(from), -92);
  return [
    ...monthsBetween(monthOf(day(from)), monthOf(addDays(day(to), 1))).flatMap((month) => [
      { partition: `${tenant}#ACTS#${month}`, parse },
      // What announces itself, without an act: see `announcing`. Acts are in the index, too, and were met where they stand.
      { index: 'g1' as const, partition: `${tenant}#FACTS#${month}`, parse },
    ]),
    // An entity's calendar may be a day ahead of UTC.
    ...monthsBetween(monthOf(booked), monthOf(addDays(day(to), 1))).map((month) => ({
      partition: `${tenant}#BOOK#${month}`,
      parse,
    })),
  ];
};
