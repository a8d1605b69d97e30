import { tenants } from '../../shared/access/actions.ts';
import { applyChanges } from '../../shared/addresses/applying.ts';
import { begin, inTurn, lookAfter } from '../../shared/operations/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

/** Addresses are changed before anybody looks: what fails there keeps nobody from looking. */
export const handler = tick('look-after', inTurn(tenants), async (deps) => {
  await begin(deps);
  const made = await applyChanges(deps).catch((error: unknown) => ({ error }));
  await lookAfter(deps);
  if (made) throw made.error;
});
