/** Sends the mails of prices that change (telling.ts). */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Composed } from '../dispatch/compose.ts';
import { keepWaiting } from '../dispatch/gate.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readAll } from '../runtime/table.ts';
import { announcedIn, gathered, TAKEN_BACK } from './announced.ts';
import { plansOf } from './plans.ts';
import { priceLetter } from './price-letter.ts';
import { priceChange, subscriptionById } from './store.ts';

/** Worker: what is to be told is gathered at the second of sending. */
export const sendPrices = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const until = await gathersUntil(mail, deps);
  if (until !== undefined && until > deps.now)
    return keepWaiting(mail, { for: 'gathering', until }, fact, deps);
  const customer = (await read(customerById(deps.tenant, mail.customerId!)))!;
  const about = { mail, customer, entity: mail.prices!.entity, fact };
  return dispatch(about, deps, (to, seller) => composed(mail, to, seller, deps));
};

/** A change of all subscribers is told when it has come to all of them. What sets out again has nothing to wait for. */
const gathersUntil = async (mail: Mail, { tenant, now }: Deps): Promise<string | undefined> => {
  const { plan, change } = mail.prices!;
  if (mail.state !== 'QUEUED' || mail.released || mail.round !== undefined) return undefined;
  if (change === undefined) return gathered(mail.at);
  const { doneAt = now } = (await read(priceChange(tenant, plan, change)))!;
  return gathered(doneAt);
};

const composed = async (mail: Mail, to: Customer, seller: Entity, { tenant }: Deps): Promise<Composed> => {
  const told = (
    await readAll(mail.prices!.subscriptionIds.map((id) => subscriptionById(tenant, id)))
  ).flatMap((subscription) =>
    announcedIn(subscription)
      .filter(({ announced }) => announced.mailId === mail.id)
      .map((term) => ({ subscription, term })),
  );
  if (told.length === 0) return { suppressed: TAKEN_BACK };
  const plans = await plansOf(
    told.flatMap(({ term }) => [term, { plan: term.plan, planVersion: term.announced.instead }]),
    tenant,
  );
  return { letter: priceLetter(told, plans, to, seller) };
};
