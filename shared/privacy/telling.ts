/** All that is held about a customer, as Article 15 of the GDPR asks: section after section, a page at a time. */
import { casesOf } from '../agencies/store.ts';
import { statementsOf } from '../accounts/store.ts';
import { creditAccounts, standingOf } from '../credit/store.ts';
import { idsOf, type Customer, type TimelineRow } from '../customers/customer.ts';
import { customerById, timelineOf, versionsOf } from '../customers/store.ts';
import { claimsOf } from '../claims/store.ts';
import { deductionsOf } from '../deductions/store.ts';
import { contactsOf } from '../collecting/store.ts';
import { promisesOf } from '../promises/store.ts';
import { disputesOf } from '../disputes/store.ts';
import { receivedOf } from '../inbound/store.ts';
import { repliesOf } from '../replies/store.ts';
import { messageById } from '../intake/store.ts';
import { billedTo, creditNoteById, snapshotById } from '../invoices/store.ts';
import type { Page } from '../kernel/contract.ts';
import type { Listing } from '../kernel/storage.ts';
import { orderById } from '../orders/store.ts';
import { paidBy } from '../payments/store.ts';
import { plansOf } from '../plans/store.ts';
import { questionsOf } from '../questions/store.ts';
import { behaviourOf } from '../predicting/store.ts';
import { scoreById } from '../risk/store.ts';
import type { Deps } from '../runtime/context.ts';
import { BadCursor } from '../runtime/cursor.ts';
import { all, list, readEach, readGroups } from '../runtime/table.ts';
import { subscriptionsOf } from '../subscriptions/store.ts';
import type { PersonalDatum } from './erasure.ts';

interface Told {
  readonly data: readonly PersonalDatum[];
  readonly nextCursor?: string | undefined;
}
type Section = (id: string, page: Page, deps: Deps) => Promise<Told>;

const datum =
  (about: PersonalDatum['about']) =>
  (data: unknown): PersonalDatum => ({ about, data });
const rowsOf =
  <T>(about: PersonalDatum['about'], listing: (tenant: string, id: string) => Listing<T>): Section =>
  async (id, page, { tenant }) => {
    const { data, nextCursor } = await list(listing(tenant, id), page);
    return { data: data.map(datum(about)), nextCursor };
  };

const record: Section = async (id, _, { tenant }) => {
  const [customer, standing, score, behaviour] = await readEach(
    customerById(tenant, id),
    standingOf(tenant, id),
    scoreById(tenant, id),
    behaviourOf(tenant, id),
  );
  return {
    data: [
      datum('record')(customer),
      ...(standing ? [datum('standing')(standing)] : []),
      ...(score ? [datum('score')(score)] : []),
      ...(behaviour ? [datum('prediction')(behaviour)] : []),
      ...(await all(creditAccounts(tenant, id))).map(datum('credit_account')),
    ],
  };
};

/** What happened, and after the rows what they name for the first time: an order beside the event that it came in with. */
const events: Section = async (id, page, { tenant }) => {
  const { data, nextCursor } = await list(timelineOf(tenant, id), page);
  const named = (of: (fact: TimelineRow['facts'][number]) => string | undefined): string[] => [
    ...new Set(data.flatMap(({ facts }) => facts.flatMap((fact) => of(fact) ?? []))),
  ];
  const orderOf = ({ data: said }: { data: unknown }) => (said as { orderId?: string } | undefined)?.orderId;
  const crn = named(({ type, subject }) => (type === 'invoice.credited' ? subject : undefined));
  const [orders, messages, notes, snapshots] = await readGroups(
    named(orderOf).map((one) => orderById(tenant, one)),
    named(({ type, subject }) => (type.startsWith('intake.') ? subject : undefined)).map((one) =>
      messageById(tenant, one),
    ),
    crn.map((one) => creditNoteById(tenant, one)),
    crn.map((one) => snapshotById(tenant, one)),
  );
  const moments = new Set(data.map(({ at }) => at));
  return {
    data: [
      ...data.map(datum('event')),
      ...orders.filter(({ placedAt }) => moments.has(placedAt)).map(datum('order')),
      ...messages.map(datum('message')),
      ...notes.map(datum('credit_note')),
      ...snapshots.map(datum('credit_note')),
    ],
    nextCursor,
  };
};

const SECTIONS: readonly Section[] = [
  record,
  rowsOf('version', versionsOf),
  events,
  rowsOf('invoice', billedTo),
  rowsOf('payment', (tenant, id) => paidBy(tenant, id, '0000-01-01')),
  rowsOf('statement_of_account', statementsOf),
  rowsOf('payment_plan', plansOf),
  rowsOf('deduction', deductionsOf),
  rowsOf('promise', promisesOf),
  rowsOf('contact', contactsOf),
  rowsOf('dispute', disputesOf),
  rowsOf('reply', repliesOf),
  rowsOf('question', questionsOf),
  rowsOf('received_mail', receivedOf),
  rowsOf('claim', claimsOf),
  rowsOf('agency_case', casesOf),
  rowsOf('subscription', subscriptionsOf),
];

/** `<place>.<cursor of the section>`, where places count the sections of each record in turn, the survivor's first. */
const placeIn = (cursor: string | undefined, places: number): [number, string | undefined] => {
  if (cursor === undefined) return [0, undefined];
  const [place, inner] = cursor.split('.');
  if (!/^\d{1,3}$/.test(place!) || Number(place) >= places) throw new BadCursor();
  return [Number(place), inner === '' ? undefined : inner];
};

/** A page has at least one row but at the end; it may have a few more than `limit`, which are what its rows name. */
export const pageOf = async (customer: Customer, { limit, cursor }: Page, deps: Deps) => {
  const ids = idsOf(customer);
  const places = ids.length * SECTIONS.length;
  let [place, inner] = placeIn(cursor, places);
  let data: readonly PersonalDatum[] = [];
  while (place < places && data.length === 0) {
    const id = ids[Math.floor(place / SECTIONS.length)]!;
    const told = await SECTIONS[place % SECTIONS.length]!(id, { limit, cursor: inner }, deps);
    data = told.data;
    inner = told.nextCursor;
    if (inner === undefined) place += 1;
  }
  return {
    object: 'list' as const,
    data: [...data],
    hasMore: place < places,
    ...(place < places && { nextCursor: `${place}.${inner ?? ''}` }),
  };
};
