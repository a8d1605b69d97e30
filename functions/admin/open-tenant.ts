import { openTenant } from '../../shared/access/actions.ts';
import { openingIn } from '../../shared/access/opening.ts';
import { instant } from '../../shared/runtime/context.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { newTrace } from '../../shared/runtime/trace.ts';

export const handler = frame<unknown, unknown>(async (input) => {
  const wanted = openingIn(input);
  return openTenant(wanted, {
    tenant: wanted.tenant,
    actor: 'operator',
    trace: newTrace(),
    now: instant(),
  });
});
