/** A place in which an environment of a function runs, with what it works on. */
import type { Environment, FunctionSpec, Outcome } from './environment.ts';

export interface Job {
  id: string;
  payload: string;
  /** When an environment took it, on the machine's steady clock. */
  givenAt?: number;
  resolve(outcome: Outcome): void;
}
export interface Slot {
  session: string;
  pool: Pool;
  environment: Environment;
  /** `returning`: it has answered and not asked for the next job yet. */
  state: 'starting' | 'idle' | 'busy' | 'returning' | 'dead';
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
  usedAt: number;
}
export interface Pool {
  spec: FunctionSpec;
  slots: Slot[];
  queue: Job[];
}

/** The idle one that wins against every other idle one. */
export const pick = (slots: Slot[], wins: (a: Slot, b: Slot) => boolean): Slot | undefined => {
  let best: Slot | undefined;
  for (const slot of slots) if (slot.state === 'idle' && (!best || wins(slot, best))) best = slot;
  return best;
};

export const settle = (slot: Slot, outcome: Outcome): void => {
  clearTimeout(slot.timer);
  const { job } = slot;
  slot.job = undefined;
  if (slot.state !== 'dead') slot.state = 'returning';
  job?.resolve(outcome);
};
