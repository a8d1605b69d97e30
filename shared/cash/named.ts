/** Lines that name what they pay, worked on beside each other: no order of them changes the totals (README, invariants). */
import { lineById } from '../bank/store.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { settle, type OurMoney } from './deciding.ts';
import { factsOf, isPlain } from './facts.ts';
import { byReference } from './rules.ts';

/**
 * Worker: as `matching`, for money whose references settle invoices from a known account. Undefined for all else, and where another
 * commit came first: such lines are decided in their turn, on what the others left open.
 */
export const matchNamed =
  (ourMoney: OurMoney) =>
  async ({ lineId }: { lineId: string }, deps: Deps) => {
    const line = await read(lineById(deps.tenant, lineId));
    if (line?.state !== 'NEW' || line.amount.minor <= 0) return undefined;
    const facts = await factsOf(line, deps);
    const decision = byReference(facts);
    if (decision?.is !== 'apply' || !isPlain(facts, decision) || (await ourMoney(facts, deps)))
      return undefined;
    const settled = await settle(line, decision, [], deps);
    return settled.ok ? settled : undefined;
  };
