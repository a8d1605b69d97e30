/** What the page of methods shows and does: by the same hands as the API and the links of notices. */
import { invite } from '../methods/inviting.ts';
import { endMethod } from '../methods/ending.ts';
import { switchAutopay } from '../methods/skipping.ts';
import { autopayOf, methodsOf } from '../methods/store.ts';
import type { MethodOnFile } from '../methods/method.ts';
import { all, read } from '../runtime/table.ts';
import type { In } from './entering.ts';
import type { MethodsView } from './methods.tsx';

const activeOf = async ({ customer, deps }: In): Promise<MethodOnFile[]> =>
  (await all(methodsOf(deps.tenant, customer.id))).filter(({ state }) => state === 'ACTIVE');

export const methodsShown = async (who: In, said: string | undefined): Promise<MethodsView> => ({
  methods: await activeOf(who),
  on: (await read(autopayOf(who.deps.tenant, who.customer.id)))?.on === true,
  more: who.entity.autopay !== undefined,
  refused: said === 'refused',
});

const OWN = '/my/methods';
/** Where it goes on: to the page that keeps one more, whose words are agreed to there, or back. */
export const methodsChanged = async (who: In, form: URLSearchParams): Promise<string> => {
  const { customer, entity, deps } = who;
  const end = form.get('end');
  if (end !== null) {
    const method = (await activeOf(who)).find(({ id }) => id === end);
    if (!method) return `${OWN}?said=refused`;
    await endMethod({ customerId: customer.id, methodId: method.id }, { reason: 'customer' }, deps);
    return OWN;
  }
  const wanted = form.get('do');
  if (wanted === 'add') {
    const invited = await invite({ id: customer.id, entity: entity.id }, deps);
    return invited.ok && invited.value.url !== undefined ? invited.value.url : `${OWN}?said=refused`;
  }
  const on = wanted === 'on';
  // Charging needs a method that was agreed to; stopping needs nothing.
  if ((!on && wanted !== 'off') || (on && (await activeOf(who)).length === 0)) return `${OWN}?said=refused`;
  await switchAutopay(customer.id, (before) => ({ ...before, on }), deps);
  return OWN;
};
