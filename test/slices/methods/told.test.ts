/**
 * What a provider tells of methods, lost, copied, swapped and fetched by the pull: in the end the books may charge what the provider still has,
 * once, and nothing else. The same rules as the workers', with maps for a table; each of them reads, and commits what it read a while later.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standing } from '../../../shared/methods/agreed.ts';
import type { MethodOnFile } from '../../../shared/methods/method.ts';
import { ended } from '../../../shared/methods/over.ts';
import { aMethod, methodId } from './made.ts';

type Told = { readonly kind: 'filed'; readonly serial: number } | { readonly kind: 'ended' | 'kept' };
/** One name at the provider. Two setups may lead to it: a link that was clicked twice, or a partner beside it. */
class World {
  over = false;
  readonly methods = new Map<string, MethodOnFile>();
  holder: { id: string; version: number } | undefined;
  /** What waits in the queue: a method that came on file announces itself. */
  readonly queue: Told[] = [];
  readonly ends: string[] = [];

  /** What a worker reads now; what comes back is its commit, false where it read what is not so any more. */
  read(told: Told): () => boolean {
    if (told.kind === 'filed') return this.files(aMethod({ id: methodId(told.serial) }));
    const known = this.holder && this.methods.get(this.holder.id);
    // It asks the provider once more; what is told needs no asking. Of a name that nobody has there is nothing to end.
    if (!known || (told.kind === 'kept' && !this.over)) return () => true;
    const after = ended(known, { reason: 'provider', by: 'worker', at: '2026-01-05T09:00:00.000Z' });
    return () => {
      if (!after) return true;
      if (this.methods.get(known.id)!.version !== known.version) return false;
      this.methods.set(known.id, after);
      this.ends.push(known.id);
      return true;
    };
  }
  private files(method: MethodOnFile): () => boolean {
    const holder = this.holder;
    if (this.over) return () => true;
    const itself = this.methods.get(method.id);
    if (standing(method, itself, holder && this.methods.get(holder.id))) return () => true;
    return () => {
      if (this.holder?.version !== holder?.version || this.methods.has(method.id)) return false;
      this.methods.set(method.id, method);
      this.holder = { id: method.id, version: (holder?.version ?? 0) + 1 };
      this.queue.push({ kind: 'kept' });
      return true;
    };
  }
}

const telling = fc.record({
  told: fc.constantFrom<Told>({ kind: 'filed', serial: 1 }, { kind: 'filed', serial: 2 }, { kind: 'ended' }),
  /** How many others come between what it reads and what it commits. */
  slow: fc.nat(3),
});
const run = (
  webhooks: readonly { told: Told; slow: number }[],
  { endsAt, setups }: { endsAt: number | undefined; setups: number },
): World => {
  const world = new World();
  const waiting: { told: Told; at: number; commit: () => boolean }[] = [];
  const commitDue = (now: number) => {
    for (const one of waiting.splice(0)) {
      if (one.at > now) waiting.push(one);
      // What lost its race is read and done anew.
      else while (!one.commit()) one.commit = world.read(one.told);
    }
  };
  const heard = new Set<string>();
  const works = (told: Told, slow: number, now: number) => {
    heard.add(JSON.stringify(told));
    waiting.push({ told, at: now + slow, commit: world.read(told) });
  };
  for (const [now, { told, slow }] of webhooks.entries()) {
    if (now === endsAt) world.over = true;
    // Of an end nobody tells before it was.
    if (told.kind === 'filed' ? told.serial <= setups : world.over) works(told, slow, now);
    for (const next of world.queue.splice(0)) works(next, slow, now);
    commitDue(now);
  }
  if (endsAt !== undefined) world.over = true;
  // The night: the pull brings what never came, and no event that was heard before; the queue runs dry.
  const list = [
    ...Array.from({ length: setups }, (_, at): Told => ({ kind: 'filed', serial: at + 1 })),
    ...(world.over ? [{ kind: 'ended' } as const] : []),
  ].filter((one) => !heard.has(JSON.stringify(one)));
  for (const [at, told] of list.entries()) works(told, 0, webhooks.length + at);
  for (let now = webhooks.length; now < webhooks.length + 20; now++) {
    commitDue(now);
    for (const next of world.queue.splice(0)) works(next, 0, now);
  }
  return world;
};

test('any loss, order, copy and race ends in what the provider has: charged once while it lives, ended once after', () => {
  let raced = 0;
  fc.assert(
    fc.property(
      fc.array(telling, { maxLength: 12 }),
      fc.option(fc.nat(12), { nil: undefined }),
      fc.integer({ min: 1, max: 2 }),
      (webhooks, endsAt, setups) => {
        const world = run(webhooks, { endsAt, setups });
        const active = [...world.methods.values()].filter(({ state }) => state === 'ACTIVE');
        expect(active).toHaveLength(world.over ? 0 : 1);
        expect(new Set(world.ends).size).toBe(world.ends.length);
        raced += world.ends.length;
      },
    ),
    { numRuns: 2_000 },
  );
  expect(raced).toBeGreaterThan(100);
});
