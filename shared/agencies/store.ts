/**
 * Table: CASE `${t}#AGENCYCASE#${id}`/CASE (g1 `${t}#AGENCYCASES`/id; g2 `${t}#AGENCYCASES_OF#${customer}`/id; g3 while its invoices carry it
 * `${t}#AGENCYCASES_LIVE`/id) · T#${turn} what was noted of it, written once · R#${reference} what the agency collected (g2 until it is paid over
 * `${t}#AGENCYDUE`/payment) · BOOK `${t}#AGENCIES`/BOOK, its versions beside it
 * 1. one: 1 read · 2. all, newest first: 1 query + 1 batch · 3. of a customer: 1 query + 1 batch · 4. live: 1 query + 1 batch · 5. turns, remittances of one:
 * 1 query each · 6. remittances that are to be paid over: 1 query + 1 batch · 7. the book: 1 read
 */
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { AgencyBook } from './agency.ts';
import { AgencyCase, AgencyTurn, LIVE, Remittance } from './case.ts';

const partition = (tenant: string, id: string) => `${tenant}#AGENCYCASE#${id}`;

export const caseById = (tenant: string, id: string): Read<AgencyCase> => ({
  key: { pk: partition(tenant, id), sk: 'CASE' },
  parse: docOf(AgencyCase),
});
export const cases = (tenant: string): Listing<AgencyCase> => ({
  index: 'g1',
  partition: `${tenant}#AGENCYCASES`,
  order: 'newest first',
  parse: docOf(AgencyCase),
});
export const casesOf = (tenant: string, customer: string): Listing<AgencyCase> => ({
  index: 'g2',
  partition: `${tenant}#AGENCYCASES_OF#${customer}`,
  order: 'newest first',
  parse: docOf(AgencyCase),
});
export const liveCases = (tenant: string): Listing<AgencyCase> => ({
  index: 'g3',
  partition: `${tenant}#AGENCYCASES_LIVE`,
  parse: docOf(AgencyCase),
});
export const putCase = (tenant: string, one: AgencyCase): Write<'table.stale'> =>
  saved(caseById(tenant, one.id).key, 'agency-case', one, `agency case ${one.id}`, {
    g1p: `${tenant}#AGENCYCASES`,
    g1s: one.id,
    g2p: `${tenant}#AGENCYCASES_OF#${one.customerId}`,
    g2s: one.id,
    ...(LIVE.includes(one.state) && { g3p: `${tenant}#AGENCYCASES_LIVE`, g3s: one.id }),
  });

const turnKey = (tenant: string, id: string, turn: number) => ({
  pk: partition(tenant, id),
  sk: `T#${String(turn).padStart(6, '0')}`,
});
export const turnOf = (tenant: string, id: string, turn: number): Read<AgencyTurn> => ({
  key: turnKey(tenant, id, turn),
  parse: docOf(AgencyTurn),
});
export const turnsOf = (tenant: string, id: string): Listing<AgencyTurn> => ({
  partition: partition(tenant, id),
  begins: 'T#',
  order: 'newest first',
  parse: docOf(AgencyTurn),
});
export const putTurn = (tenant: string, turn: AgencyTurn): Write<'table.stale'> => ({
  put: { ...turnKey(tenant, turn.caseId, turn.turn), kind: 'agency-turn', doc: turn },
  if: 'absent',
  clash: 'table.stale',
  about: `turn ${turn.turn} of ${turn.caseId}`,
});

const remittanceKey = (tenant: string, id: string, reference: string) => ({
  pk: partition(tenant, id),
  sk: `R#${reference.toLowerCase()}`,
});
export const remittanceOf = (tenant: string, id: string, reference: string): Read<Remittance> => ({
  key: remittanceKey(tenant, id, reference),
  parse: docOf(Remittance),
});
export const remittancesOf = (tenant: string, id: string): Listing<Remittance> => ({
  partition: partition(tenant, id),
  begins: 'R#',
  parse: docOf(Remittance),
});
export const remittancesDue = (tenant: string): Listing<Remittance> => ({
  index: 'g2',
  partition: `${tenant}#AGENCYDUE`,
  parse: docOf(Remittance),
});
export const putRemittance = (tenant: string, one: Remittance): Write<'table.stale'> =>
  saved(
    remittanceKey(tenant, one.caseId, one.reference),
    'agency-remittance',
    one,
    `what ${one.reference} says`,
    one.net.minor > 0 && one.lineId === undefined ? { g2p: `${tenant}#AGENCYDUE`, g2s: one.paymentId } : {},
  );

export const agencyBook = (tenant: string): Read<AgencyBook> => ({
  key: { pk: `${tenant}#AGENCIES`, sk: 'BOOK' },
  parse: docOf(AgencyBook),
});
const versionKey = (tenant: string, version: number) => ({
  pk: `${tenant}#AGENCIES`,
  sk: `V#${String(version).padStart(6, '0')}`,
});
export const agencyBookVersion = (tenant: string, version: number): Read<AgencyBook> => ({
  key: versionKey(tenant, version),
  parse: docOf(AgencyBook),
});
/** Each version is kept beside the one that holds. */
export const putAgencyBook = (tenant: string, book: AgencyBook): Write<'table.stale'>[] => [
  saved(agencyBook(tenant).key, 'agency-book', book, 'the agencies'),
  {
    put: { ...versionKey(tenant, book.version), kind: 'agency-book-version', doc: book },
    if: 'absent',
    clash: 'table.stale',
    about: 'a version of the agencies',
  },
];
