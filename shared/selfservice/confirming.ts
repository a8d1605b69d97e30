/** Links of a change of addresses: whoever reads mails at the new one says that it is right, whoever was told of it stops it, each by one button. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { basisOf, confirmed, ended } from '../addresses/asking.ts';
import type { AddressChange } from '../addresses/change.ts';
import { changeById } from '../addresses/store.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { stylesOf } from '../portal/pages.tsx';
import { instant, type Deps } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { languageOf, page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { answerPage, stopPage, type AnswerView, type StopView } from './linked.tsx';
import { brandOf, fromOurPage, isPost, nothing, sellerOf } from './outside.ts';
import { changeIn } from './secrets.ts';
import { MY_STYLE } from './shell.tsx';
import { wishIn } from './wishes.ts';

/** A GET changes nothing: programs that look at links before their reader does press no button. */
export const linkAnswered = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const named = changeIn(await secret('linkKey'), 'answer', token);
  if (!named) return nothing();
  const { tenant, id } = named;
  about({ tenant });
  const [change, company] = [await read(changeById(tenant, id)), await recall(tenantById(tenant))];
  const customer = change && (await read(customerById(tenant, change.customerId)));
  const entity = change && company && entityOf(company, change.entity);
  // One that a page asked for has a code, and no link.
  if (!customer || !entity || change.replyId === undefined) return nothing();
  const action = `/my/yes/${token}`;
  if (isPost(event)) {
    if (!fromOurPage(event)) return nothing();
    await yes(id, customer, by(customer, tenant));
    return redirect(action);
  }
  const html = answerPage({
    language: customer.language,
    seller: sellerOf(entity),
    customer: customer.name,
    action,
    state: stateOf(change, customer, entity.zone),
  });
  return page(200, html, stylesOf(entity.brand?.colour, MY_STYLE));
};

/** Nobody signs in for it: codes go to one browser alone, and so many an hour, whoever asked for them. Unknown and over get one answer. */
export const linkStopped = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const named = changeIn(await secret('linkKey'), 'stop', token);
  if (!named) return nothing();
  const { tenant, id } = named;
  about({ tenant });
  const [change, company] = [await read(changeById(tenant, id)), await recall(tenantById(tenant))];
  const customer = change && (await read(customerById(tenant, change.customerId)));
  const action = `/my/no/${token}`;
  if (isPost(event)) {
    if (!fromOurPage(event)) return nothing();
    if (customer) await no(id, by(customer, tenant));
    return redirect(action);
  }
  const seller = company && brandOf(company);
  const state = stoppable(change, customer, action);
  const language = state.is === 'over' || !customer ? languageOf(event) : customer.language;
  const html = stopPage({ language, seller, state });
  return page(200, html, stylesOf(seller?.colour, MY_STYLE));
};

const stoppable = (
  change: AddressChange | undefined,
  customer: Customer | undefined,
  action: string,
): StopView['state'] => {
  if (!change || !customer) return { is: 'over' };
  if (!isWaiting(change, customer)) return { is: change.state === 'STOPPED' ? 'stopped' : 'over' };
  return { is: 'waits', action, what: wishIn(change.wish, customer.language), by: change.by };
};

const by = ({ id }: Customer, tenant: string): Deps => ({
  tenant,
  actor: `customer:${id}`,
  trace: newTrace(),
  now: instant(),
});

const isWaiting = ({ state, basis }: AddressChange, customer: Customer): boolean =>
  state === 'PENDING' && basis === basisOf(customer);
const stateOf = (change: AddressChange, customer: Customer, zone: string): AnswerView['state'] => {
  if (change.state === 'APPLIED') return { from: change.from, zone };
  if (!isWaiting(change, customer)) return 'over';
  return change.confirmed ? { from: change.from, zone } : 'asks';
};

const yes = (id: string, customer: Customer, deps: Deps) =>
  untilFresh(async () => {
    const change = await read(changeById(deps.tenant, id));
    if (!change || !isWaiting(change, customer) || change.confirmed) return { ok: true };
    const { writes, events } = confirmed(change, 'link', deps);
    return commit(deps, { action: 'selfservice.confirm_address', subject: id, events }, writes);
  });

const no = (id: string, deps: Deps) =>
  untilFresh(async () => {
    const change = await read(changeById(deps.tenant, id));
    const customer = change && (await read(customerById(deps.tenant, change.customerId)));
    if (!change || !customer || !isWaiting(change, customer)) return { ok: true };
    const { writes, events } = ended(change, 'STOPPED', deps);
    return commit(deps, { action: 'selfservice.stop_address', subject: id, events }, writes);
  });
