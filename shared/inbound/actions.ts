/** What people do with mails that came in: look at them as they came, and say whose they are. */
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import { hiddenKey, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import type { inboundApi } from './api.ts';
import { placed } from './placing.ts';
import { MailAssigned, type PlaceMail, type ReceivedMail } from './received.ts';
import { putReceived, putSender, receivedById, receivedIn, receivedOf } from './store.ts';

const LINK_SECONDS = 300;

export const actions: ActionsOf<typeof inboundApi, Deps> = {
  listReceivedMails: async ({ state, customerId, ...page }, { tenant }) => {
    const found = await list(
      customerId === undefined ? receivedIn(tenant, state) : receivedOf(tenant, customerId),
      page,
    );
    return listed({ ...found, data: found.data.map((mail) => without(mail, 'file')) });
  },
  getReceivedMail: async ({ id }, { tenant }) => {
    const mail = await read(receivedById(tenant, id));
    if (!mail) return unknown(id);
    const url = mail.waits === 'virus' ? undefined : await linkTo(mail.file, `${id}.eml`, LINK_SECONDS);
    return ok({ ...without(mail, 'file'), ...(url !== undefined && { url }) });
  },
  placeReceivedMail: ({ id, ...wanted }, deps) => untilFresh(() => place(id, wanted, deps)),
};
const unknown = (id: string) => refuse('inbound.unknown', `There is no mail ${id}.`);

const place = async (id: ReceivedMail['id'], wanted: PlaceMail, deps: Deps) => {
  const mail = await read(receivedById(deps.tenant, id));
  if (!mail) return unknown(id);
  if (mail.state !== 'WAITING')
    return refuse('inbound.not_waiting', `The mail is ${mail.state}: it waits for nobody.`);
  const by = { version: mail.version + 1, by: deps.actor } as const;
  if (wanted.as === 'nobody') return kept({ ...mail, ...by, state: 'SET_ASIDE' }, deps);
  if (mail.waits === 'virus')
    return refuse('inbound.infected', 'It may have a virus in it: it is read by nobody.');
  const found = await placed(
    { customerId: wanted.customerId, invoices: mail.invoices, knownBy: 'person' },
    deps,
  );
  if (!found) return refuse('customers.unknown', `There is no customer ${wanted.customerId}.`);
  const { customer, knownBy } = found;
  return kept(
    { ...without(mail, 'waits'), ...by, state: 'ASSIGNED', customerId: customer.id, knownBy },
    deps,
  );
};

const kept = async (mail: ReceivedMail, deps: Deps) => {
  const { tenant, now: at } = deps;
  const assigned = mail.state === 'ASSIGNED';
  const answer = without(mail, 'file');
  const done = await commit(
    deps,
    {
      action: 'inbound.place',
      subject: mail.id,
      events: assigned ? [announce(MailAssigned, mail.id, { receivedMailId: mail.id })] : [],
      answer,
    },
    [
      putReceived(tenant, mail),
      ...(assigned && mail.from !== undefined
        ? [putSender(tenant, hiddenKey(tenant, mail.from), { customerId: mail.customerId!, at })]
        : []),
    ],
  );
  return done.ok ? ok(answer) : done;
};
