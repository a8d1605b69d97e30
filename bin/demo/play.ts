/**
 * Plays months of a wholesaler's life through the public API under the moving clock: orders and deliveries by partners,
 * payments by link, transfers by a bank's statements, payouts by the provider. Nothing is written behind the API's back,
 * so every number in every report came by the real road. A day that was interrupted is played again and changes nothing.
 */
import type { Client } from './client.ts';
import { customersOf, type DemoCustomer } from './customers.ts';
import { daysOf, shift } from './habits.ts';
import { seeded } from './random.ts';
import { World, type Plan, type Saved } from './world.ts';

export type { Plan, Saved } from './world.ts';

export interface Told {
  /** Whole days played, of how many. */
  progress(done: number, of: number, day: string): void;
  /** What a restart needs to go on behind the last whole day. */
  saved(state: Saved): void;
}

export const play = async (
  plan: Plan,
  client: Client,
  { progress, saved }: Told,
  before?: Saved,
): Promise<void> => {
  const customers = customersOf(plan.customers, seeded(plan.seed));
  const ids = new Map<string, DemoCustomer>();
  for (const customer of customers) ids.set(await introduce(customer, client), customer);
  const world = new World(plan, customers, ids, client, before);
  const days = daysOf(plan);
  for (const [index, day] of days.entries()) {
    if (before === undefined || day >= before.next) {
      await world.live(day);
      saved({ next: shift(day, 1), ...world.kept() });
    } else await world.remember(day);
    progress(index + 1, days.length, day);
  }
};

const introduce = async (
  { externalId, profile, limitMinor }: DemoCustomer,
  client: Client,
): Promise<string> => {
  const { id } = await client.put<{ id: string }>(`/v1/customers/shop/${externalId}`, profile);
  await client.put(`/v1/customers/${id}/credit`, {
    limit: { minor: limitMinor, currency: profile.currency },
  });
  return id;
};
