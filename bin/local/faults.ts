/** Faults on demand at the AWS endpoint: what a test cannot ask AWS for. */
import type { WireRequest } from './seam.ts';

export interface FaultRule {
  service?: string;
  /** The operation, e.g. `PutItem`. */
  action?: string;
  /** Name or logical id of the calling function; absent: any caller. */
  function?: string;
  /** The first matching call that is struck, from 1. */
  nth?: number;
  /** How many calls in a row are struck; 1 when absent. */
  count?: number;
  /** Before the call has an effect, or after it had its full effect. */
  when: 'before' | 'after';
  kind: 'error' | 'throttle' | 'conflict' | 'timeout' | 'kill';
}
export interface FaultState extends FaultRule {
  id: number;
  seen: number;
  struck: number;
}

export interface Faults {
  add(rule: FaultRule): number;
  list(): FaultState[];
  clear(): void;
  /** The rule that strikes this call, if any. Counts the call. */
  strike(call: { service: string; action: string; request: WireRequest }): FaultState | undefined;
}

const KINDS = ['error', 'throttle', 'conflict', 'timeout', 'kill'];

/**
 * `functionName` turns any name of a function into its physical one, and throws for a name that it does not
 * know.
 */
export const faults = (functionName: (name: string) => string): Faults => {
  let rules: FaultState[] = [];
  let ids = 0;
  return {
    add: (rule) => {
      if (!KINDS.includes(rule.kind)) throw new Error(`kind is one of ${KINDS.join(', ')}`);
      if (rule.when !== 'before' && rule.when !== 'after') throw new Error('when is before or after');
      const named = rule.function === undefined ? rule : { ...rule, function: functionName(rule.function) };
      rules.push({ ...named, id: ++ids, seen: 0, struck: 0 });
      return ids;
    },
    list: () => rules.map((rule) => ({ ...rule })),
    clear: () => {
      rules = [];
    },
    strike: ({ service, action, request }) => {
      let hit: FaultState | undefined;
      for (const rule of rules) {
        if (rule.service !== undefined && rule.service !== service) continue;
        if (rule.action !== undefined && rule.action !== action) continue;
        if (rule.function !== undefined && rule.function !== request.caller) continue;
        rule.seen += 1;
        const first = rule.nth ?? 1;
        if (hit || rule.seen < first || rule.seen >= first + (rule.count ?? 1)) continue;
        rule.struck += 1;
        hit = rule;
      }
      return hit;
    },
  };
};
