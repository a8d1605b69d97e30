/** Sends a code to an address of a customer's. Whoever asks gets the same answer after the same work, whether anybody has the address or not. */
import type { Customer } from '../customers/customer.ts';
import { addressKey } from '../customers/doubles.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import { announce } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { hiddenKey, idOfCause, newId, newSecret, type Deps } from '../runtime/context.ts';
import { paceOf } from '../runtime/rate.ts';
import { shareOf } from '../runtime/strangers.ts';
import { commit, readEach } from '../runtime/table.ts';
import { askedOnce, CODE_MS, later, MOST_OF_ADDRESS, MOST_OF_CUSTOMER } from './rules.ts';
import { codeCookie, hashed } from './secrets.ts';
import type { Code } from './session.ts';
import { askedOf, putAsked, putCode, putNote } from './store.ts';

export interface Found {
  readonly customer: Customer;
  readonly email: string;
  readonly entity?: string | undefined;
}

/** The cookie of the browser that asked. Too much in an hour, or in one moment, is answered alike and sends nothing. */
export const ask = async (typed: string, found: Found | undefined, deps: Deps): Promise<string> => {
  const { tenant, now } = deps;
  const id = newId('otc');
  const secret = newSecret(24);
  const cookie = codeCookie({ tenant, id, secret });
  const address = addressKey(tenant, typed);
  const counts = await countedOnce(address, found?.customer.id ?? address, deps, id);
  if (!counts) return cookie;
  const code: Code = {
    id,
    version: 1,
    browser: hashed(secret),
    address,
    until: later(now, CODE_MS),
    ...(found && { email: found.email, customerId: found.customer.id }),
    ...(found?.entity !== undefined && { entity: found.entity }),
  };
  const mail = found && mailOf(code, found, deps);
  // Who was faster at the same address has its code; this browser's opens nothing.
  await commit(
    deps,
    {
      action: 'selfservice.ask',
      subject: id,
      ...(mail && { events: [announce(MailQueued, mail.id, { mailId: mail.id })] }),
    },
    [...counts, putCode(tenant, code), mail ? putMail(tenant, mail) : putNote(tenant, code)],
  );
  return cookie;
};

/** One more of an address and of all that its customer asked for; undefined where it is too much. `live`: which code opens there from now on. */
export const countedOnce = async (
  address: string,
  whose: string,
  { tenant, now }: Pick<Deps, 'tenant' | 'now'>,
  live?: Code['id'],
): Promise<Write<'table.stale'>[] | undefined> => {
  const all = hiddenKey(tenant, `asks:${whose}`);
  const [ofAddress, ofCustomer] = await readEach(askedOf(tenant, address), askedOf(tenant, all));
  const once = askedOnce(ofAddress, MOST_OF_ADDRESS, now, live ?? ofAddress?.live);
  const together = askedOnce(ofCustomer, MOST_OF_CUSTOMER, now);
  return once && together && [putAsked(tenant, address, once), putAsked(tenant, all, together)];
};

export const mailOf = (
  { id }: Pick<Code, 'id'>,
  { customer, entity }: { readonly customer: Pick<Customer, 'id'>; readonly entity?: string | undefined },
  { now, trace }: Pick<Deps, 'now' | 'trace'>,
): Mail => ({
  id: idOfCause('mail', now, 'code', id),
  version: 1,
  purpose: 'code',
  customerId: customer.id,
  code: { codeId: id, ...(entity !== undefined && { entity }) },
  state: 'QUEUED',
  at: now,
  history: [{ state: 'QUEUED', at: now }],
  trace,
});

/** A form that takes any address is for anybody: it answers so often in a minute to one part of the world, and to all of it. */
export const mayAskAtDoor = async (tenant: string, ip: string, now: string): Promise<boolean> => {
  const [here, all] = [
    await paceOf({ tenant, actor: `my:${shareOf(ip)}`, perMinute: PER_SHARE }, now),
    await paceOf({ tenant, actor: 'my:all', perMinute: PER_TENANT }, now),
  ];
  return !here.over && !all.over;
};
const PER_SHARE = 20;
const PER_TENANT = 60;
