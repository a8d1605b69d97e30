/** Every night: what followed the contacts whose seven days are over, for each and for the company. */
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Instant } from '../kernel/dates.ts';
import { paidBy } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, list, read, recall, untilFresh } from '../runtime/table.ts';
import { counted, FOLLOWED_DAYS, outcomeOf, type Touch } from './advising.ts';
import type { Contact } from './contact.ts';
import { NO_TALLY } from './row.ts';
import { contactsOf, contactsToJudge, putContact, putTally, tallyOf } from './store.ts';

const DAY = 86_400_000;
/** In one commit, with the tally. */
const AT_ONCE = 50;
const before = (at: Instant, days: number): Instant => new Date(Date.parse(at) - days * DAY).toISOString();

export const judgeContacts = async (deps: Deps): Promise<void> => {
  const ripe = await all(contactsToJudge(deps.tenant, before(deps.now, FOLLOWED_DAYS)));
  for (let from = 0; from < ripe.length; from += AT_ONCE)
    await judgeSome(ripe.slice(from, from + AT_ONCE), deps);
};

/** Who did the same at the same moment has counted them: they are not counted twice, because they are versions that are past. */
const judgeSome = async (some: readonly Contact[], deps: Deps): Promise<void> => {
  const { zone } = (await recall(tenantById(deps.tenant)))!.entities[0]!;
  const judged = await Promise.all(some.map((contact) => judgedOf(contact, deps)));
  const touches = judged.flatMap(({ channel, at, outcome, direction }) =>
    direction === 'out' && outcome !== undefined ? [{ channel, at, outcome }] : [],
  );
  const kept = await untilFresh(async () => {
    const tally = (await read(tallyOf(deps.tenant))) ?? NO_TALLY;
    return commit(deps, { action: 'collecting.judge' }, [
      ...judged.map((one) => putContact(deps.tenant, one)),
      putTally(deps.tenant, {
        version: tally.version + 1,
        by: counted(tally.by, touches, zone),
      }),
    ]);
  });
  if (!kept.ok) throw new Error(kept.detail);
};

const judgedOf = async (contact: Contact, deps: Deps): Promise<Contact> => {
  const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, contact.customerId))))!;
  const { contacts, paidAt } = await historyOf(customer, contact.at, deps);
  return { ...contact, version: contact.version + 1, outcome: outcomeOf(contact, contacts, paidAt) };
};

const MOST = { limit: 100 };
/** Its newest contacts, and when money came from it since a moment. */
export const historyOf = async (customer: Customer, from: Instant, { tenant }: Deps) => {
  const found = await Promise.all(
    idsOf(customer).map((id) =>
      Promise.all([list(contactsOf(tenant, id), MOST), list(paidBy(tenant, id, from.slice(0, 10)), MOST)]),
    ),
  );
  return {
    contacts: found.flatMap(([contacts]) => contacts.data),
    paidAt: found.flatMap(([, payments]) => payments.data.map(({ receivedAt }) => receivedAt)),
  };
};

/** Contacts that were ours and reminders that went out, with what followed each. */
export const touchesOf = (
  contacts: readonly Contact[],
  reminders: readonly Instant[],
  paidAt: readonly Instant[],
): Touch[] => [
  ...contacts
    .filter(({ direction }) => direction === 'out')
    .map((one) => ({
      channel: one.channel,
      at: one.at,
      outcome: one.outcome ?? outcomeOf(one, contacts, paidAt),
    })),
  ...reminders.map((at) => ({ channel: 'mail' as const, at, outcome: outcomeOf({ at }, contacts, paidAt) })),
];
