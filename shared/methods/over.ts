/** How a method ends. */
import type { Instant } from '../kernel/dates.ts';
import type { EndReason, MethodOnFile } from './method.ts';

/** Over, with the reason; undefined where it was before. */
export const ended = (
  method: MethodOnFile,
  { reason, by, at, word }: { reason: EndReason; by: string; at: Instant; word?: string | undefined },
): MethodOnFile | undefined =>
  method.state === 'ENDED'
    ? undefined
    : {
        ...method,
        version: method.version + 1,
        state: 'ENDED',
        ended: { at, by, reason, ...(word !== undefined && { word }) },
      };
