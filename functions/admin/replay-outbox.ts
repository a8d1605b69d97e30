import { tenants } from '../../shared/access/actions.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { replay, Replay } from '../../shared/runtime/replay.ts';

export const handler = frame<unknown, unknown>(async (input) => ({
  announced: await replay(await tenants(), Replay.parse(input)),
}));
