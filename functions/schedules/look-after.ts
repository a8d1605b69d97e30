import { tenants } from '../../shared/access/actions.ts';
import { applyChanges } from '../../shared/addresses/applying.ts';
import { lookAfter } from '../../shared/operations/actions.ts';
import { inTurn, tick } from '../../shared/runtime/tick.ts';

/** Addresses are changed before anybody looks: what fails there keeps nobody from looking. */
export const handler = tick('look-after', inTurn('look-after', tenants), async (deps) => {
  const made = await applyChanges(deps).catch((error: unknown) => ({ error }));
  await lookAfter(deps);
  if (made) throw made.error;
});
