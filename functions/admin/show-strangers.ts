import { strangersOf } from '../../shared/audit/actions.ts';
import { instant } from '../../shared/runtime/context.ts';
import { frame } from '../../shared/runtime/frame.ts';

/** `{"month":"2026-03"}`, the present one where it is absent. */
export const handler = frame<{ month?: string }, unknown>(async ({ month = instant().slice(0, 7) }) => ({
  strangers: await strangersOf(month),
}));
