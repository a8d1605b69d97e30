/** What a form of a session does is done once, under a key of the session and of all that the form says. */
import { sha256, type Deps } from '../runtime/context.ts';
import { keptOnce } from '../runtime/once.ts';
import { read } from '../runtime/table.ts';
import type { In } from './entering.ts';

/** Undefined where the same came before. */
export const formOnce = async (
  { session, deps }: Pick<In, 'session' | 'deps'>,
  says: string,
): Promise<Deps | undefined> => {
  const inputHash = sha256(says);
  const key = `my:${session.id}:${inputHash}`;
  if (await read(keptOnce(deps.tenant, key))) return undefined;
  return { ...deps, once: { key, inputHash, status: 303 } };
};
