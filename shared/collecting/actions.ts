/** What collectors do: look at whom to speak with first and how, say who sees to whom, and note what came of it. */
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { wentOut } from '../dispatch/mail.ts';
import { mailsAmong, mailingOf } from '../dispatch/store.ts';
import { mailingFrom } from '../dispatch/waiting.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readAll, recall, recallAll, untilFresh } from '../runtime/table.ts';
import { nextBest } from './advising.ts';
import type { collectingApi } from './api.ts';
import { ContactNoted, type Contact } from './contact.ts';
import { historyOf, touchesOf } from './judging.ts';
import { rowNow } from './keeping.ts';
import { HOUSE_WEIGHTS, NO_TALLY, type CollectionRow, type NextBestAction, type Weights } from './row.ts';
import { takesMail } from './rules.ts';
import {
  contactsOf,
  putContact,
  putRow,
  putWeights,
  tallyOf,
  weightsOf,
  worklist,
  worklistOf,
} from './store.ts';

/** Twelve months of history. */
const LOOKED_BACK_MS = 365 * 86_400_000;

export const actions: ActionsOf<typeof collectingApi, Deps> = {
  rankCollections: async ({ owner, ...page }, { tenant }) => {
    const found = await list(owner === undefined ? worklist(tenant) : worklistOf(tenant, owner), page);
    const customers = await readAll(found.data.map(({ customerId }) => customerById(tenant, customerId)));
    const names = new Map(customers.map(({ id, name }) => [id, name]));
    return listed({
      ...found,
      data: found.data.map((row) => ({ ...row, name: names.get(row.customerId)! })),
    });
  },
  getCollection: async ({ id }, deps) => {
    const customer = await customerNow(id, deps);
    if (!customer) return unknown(id);
    const row = await rowNow(customer, deps);
    return ok({ ...row, name: customer.name, nextBestAction: await advised(customer, row, deps) });
  },
  setCollector: ({ id, ...collector }, deps) =>
    untilFresh(async () => {
      const customer = await customerNow(id, deps);
      if (!customer) return unknown(id);
      const row: CollectionRow = { ...(await rowNow(customer, deps)), collector };
      const kept = await commit(deps, { action: 'collecting.set_collector', subject: customer.id }, [
        putRow(deps.tenant, row),
      ]);
      return kept.ok ? ok(row) : kept;
    }),
  noteContact: ({ id, at = '', ...said }, deps) => {
    const contactId = newId('con');
    return untilFresh(async () => {
      const customer = await customerNow(id, deps);
      if (!customer) return unknown(id);
      const moment = at === '' ? deps.now : new Date(at).toISOString();
      if (moment > deps.now)
        return refuse('collecting.future', 'It is noted when it has happened.', [
          { pointer: '/at', detail: `must not be after ${deps.now}` },
        ]);
      const { id: customerId } = customer;
      const contact: Contact = {
        ...said,
        id: contactId,
        version: 1,
        customerId,
        at: moment,
        notedAt: deps.now,
        by: deps.actor,
        trace: deps.trace,
      };
      const { channel, direction, result } = said;
      const told = { contactId, customerId, channel, direction, result };
      const row = await rowNow(customer, deps);
      const since = row.lastContactAt;
      const kept = await commit(
        deps,
        {
          action: 'collecting.note_contact',
          subject: contactId,
          events: [announce(ContactNoted, contactId, told)],
          answer: contact,
        },
        [
          putContact(deps.tenant, contact),
          // Who is on the list is silent no more; the night ranks it anew.
          ...(row.version > 1 && (since === undefined || moment > since)
            ? [putRow(deps.tenant, { ...row, lastContactAt: moment })]
            : []),
        ],
      );
      return kept.ok ? ok(contact) : kept;
    });
  },
  listContacts: async ({ id, ...page }, { tenant }) =>
    (await read(customerById(tenant, id))) ? listed(await list(contactsOf(tenant, id), page)) : unknown(id),
  getCollectionWeights: async (_, { tenant }) => ok((await read(weightsOf(tenant))) ?? HOUSE_WEIGHTS),
  setCollectionWeights: (said, deps) =>
    untilFresh(async () => {
      const before = await read(weightsOf(deps.tenant));
      const version = (before?.version ?? 0) + 1;
      const weights: Weights = { ...said, version, at: deps.now, by: deps.actor };
      const kept = await commit(deps, { action: 'collecting.set_weights' }, putWeights(deps.tenant, weights));
      return kept.ok ? ok(weights) : kept;
    }),
};

const unknown = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);
const customerNow = async (id: string, deps: Deps): Promise<Customer | undefined> =>
  whoIsNow(deps, await read(customerById(deps.tenant, id)));

const advised = async (
  customer: Customer,
  { overdue, pausedMinor }: CollectionRow,
  deps: Deps,
): Promise<NextBestAction> => {
  const { tenant, now } = deps;
  const from = new Date(Date.parse(now) - LOOKED_BACK_MS).toISOString();
  const [{ contacts, paidAt }, mails, tally, rows] = await Promise.all([
    historyOf(customer, from, deps),
    list(mailsAmong(tenant, customer.id), { limit: 100 }),
    read(tallyOf(tenant)),
    recallAll(mailingOf(tenant), true),
  ]);
  const reminders = mails.data.flatMap((mail) =>
    mail?.purpose === 'reminder' && wentOut(mail) ? [sentAt(mail)] : [],
  );
  const house = (await recall(tenantById(tenant)))!.entities[0]!.zone;
  return nextBest({
    touches: touchesOf(contacts, reminders, paidAt),
    company: (tally ?? NO_TALLY).by,
    nothing:
      overdue.length > 0
        ? undefined
        : pausedMinor > 0
          ? 'What is overdue is promised, in clarification, charged back, with an agency or charged by itself: nothing is asked for now.'
          : 'Nothing is overdue.',
    takesMail: takesMail({ customer }),
    hours: mailingFrom(rows).rules.hours,
    zone: customer.zone ?? house,
    now,
  });
};
const sentAt = ({ history, at }: { history: readonly { state: string; at: string }[]; at: string }): string =>
  history.find(({ state }) => state === 'SENT')?.at ?? at;
