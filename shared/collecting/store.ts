/**
 * Table: ROW `${t}#COLLECT#${customer}`/ROW (while something is overdue, or somebody has to do something, in g1 `${t}#COLLECT`/rank#customer; g2, where somebody owns it,
 * `${t}#COLLECT_OF#${owner}`/rank#customer) · CONTACT `${t}#CONTACTS#${customer}`/moment#id (g1 until it is judged `${t}#CONTACTS_WAITING`/moment#id) ·
 * WEIGHTS `${t}#COLLECTWEIGHTS`/WEIGHTS, its versions beside it · TALLY `${t}#COLLECTTALLY`/TALLY
 * 1. a customer's row, weights, tally: 1 read each · 2. the worklist, or one person's: 1 query + 1 batch a page · 3. contacts of a customer, newest first: 1 query ·
 * 4. contacts that are to be judged up to a moment: 1 query + 1 batch
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Contact } from './contact.ts';
import { CollectionRow, Tally, Weights } from './row.ts';

export const rowById = (tenant: string, customer: string): Read<CollectionRow> => ({
  key: { pk: `${tenant}#COLLECT#${customer}`, sk: 'ROW' },
  parse: docOf(CollectionRow),
});
/** The highest score first, as an index sorts text from below. */
const MOST_POINTS = 9_999;
const rankOf = ({ score, customerId }: Pick<CollectionRow, 'score' | 'customerId'>): string =>
  `${String(MOST_POINTS - score).padStart(4, '0')}#${customerId}`;
const isListed = ({ overdue, collector }: Pick<CollectionRow, 'overdue' | 'collector'>): boolean =>
  overdue.length > 0 || collector?.dueOn !== undefined;

export const worklist = (tenant: string): Listing<CollectionRow> => ({
  index: 'g1',
  partition: `${tenant}#COLLECT`,
  parse: docOf(CollectionRow),
});
export const worklistOf = (tenant: string, owner: string): Listing<CollectionRow> => ({
  index: 'g2',
  partition: `${tenant}#COLLECT_OF#${owner}`,
  parse: docOf(CollectionRow),
});
export const putRow = (tenant: string, row: CollectionRow): Write<'table.stale'> =>
  saved(rowById(tenant, row.customerId).key, 'collection-row', row, `the collection of ${row.customerId}`, {
    ...(isListed(row) && {
      g1p: `${tenant}#COLLECT`,
      g1s: rankOf(row),
      ...(row.collector?.owner !== undefined && {
        g2p: `${tenant}#COLLECT_OF#${row.collector.owner}`,
        g2s: rankOf(row),
      }),
    }),
  });

const contactKey = (tenant: string, { customerId, at, id }: Pick<Contact, 'customerId' | 'at' | 'id'>) => ({
  pk: `${tenant}#CONTACTS#${customerId}`,
  sk: `${at}#${id}`,
});
export const contactsOf = (tenant: string, customer: string): Listing<Contact> => ({
  partition: `${tenant}#CONTACTS#${customer}`,
  order: 'newest first',
  parse: docOf(Contact),
});
export const contactsToJudge = (tenant: string, upTo: string): Listing<Contact> => ({
  index: 'g1',
  partition: `${tenant}#CONTACTS_WAITING`,
  to: upTo,
  parse: docOf(Contact),
});
export const putContact = (tenant: string, contact: Contact): Write<'table.stale'> =>
  saved(contactKey(tenant, contact), 'contact', contact, `contact ${contact.id}`, {
    ...(contact.outcome === undefined && {
      g1p: `${tenant}#CONTACTS_WAITING`,
      g1s: `${contact.at}#${contact.id}`,
    }),
  });

export const weightsOf = (tenant: string): Read<Weights> => ({
  key: { pk: `${tenant}#COLLECTWEIGHTS`, sk: 'WEIGHTS' },
  parse: docOf(Weights),
});
/** Each version is kept beside the one that holds. */
export const putWeights = (tenant: string, weights: Weights): Write<'table.stale'>[] => [
  saved(weightsOf(tenant).key, 'collection-weights', weights, 'the weights of the worklist'),
  {
    put: {
      pk: `${tenant}#COLLECTWEIGHTS`,
      sk: `V#${String(weights.version).padStart(6, '0')}`,
      kind: 'collection-weights-version',
      doc: weights,
    },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the weights of the worklist',
  },
];

export const tallyOf = (tenant: string): Read<Tally> => ({
  key: { pk: `${tenant}#COLLECTTALLY`, sk: 'TALLY' },
  parse: docOf(Tally),
});
export const putTally = (tenant: string, tally: Tally): Write<'table.stale'> =>
  saved(tallyOf(tenant).key, 'contact-tally', tally, 'what is known of contacts');
