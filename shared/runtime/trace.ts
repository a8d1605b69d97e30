/**
 * One id from the order to the cash: a trace id of the W3C, so that partners and providers may know it too. Whoever
 * touches an order, an invoice or a payment goes on under its trace, whatever woke them.
 */
import { randomBytes } from 'node:crypto';
import type { Deps } from './context.ts';
import { about, present } from './log.ts';

export const newTrace = (): string => randomBytes(16).toString('hex');

/** The trace that a caller brings along in its `traceparent`; undefined where there is none, or none that is valid. */
export const traceIn = (traceparent: string | undefined): string | undefined =>
  /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/.exec(
    traceparent ?? '',
  )?.[1];

/** Our call to somebody else is a new span of the present trace. */
export const traceparent = (): Record<string, string> => {
  const { trace } = present();
  return trace === undefined ? {} : { traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` };
};

/**
 * Goes on under the trace of the one thing that is touched. Where several traces meet (a transfer that pays three
 * invoices), the act keeps its own and names theirs, so that each of them leads to it. `beside`: what belongs to it as
 * well, such as the receipt that a person matches.
 */
export const follow = (deps: Deps, things: readonly Traced[], beside: readonly Traced[] = []): Deps => {
  const met = tracesOf(things);
  const trace = met.length === 1 ? met[0]! : deps.trace;
  const all = [...(deps.traces ?? []), deps.trace, ...met, ...tracesOf(beside)];
  const traces = [...new Set(all)].filter((one) => one !== trace);
  about({ trace });
  return { ...deps, trace, ...(traces.length > 0 && { traces }) };
};

interface Traced {
  readonly trace?: string | undefined;
}
const tracesOf = (things: readonly Traced[]): string[] => [
  ...new Set(things.flatMap(({ trace }) => trace ?? [])),
];
