/**
 * Table: METHOD `${t}#METHODS#${customer}`/M#${id} · AUTOPAY beside them, /AUTOPAY (g1 while it is on `${t}#AUTOPAY`/customer) ·
 * USE beside them, /U#${method}#${month}, where so much a month was agreed to ·
 * TOKEN `${t}#METHODTOKEN#${provider}#${token}`/TOKEN: whose method a provider speaks of ·
 * METHOD-LINK `${t}#METHODLINK#${invitation}`/LINK, gone some time after its last day ·
 * COLLECTION `${t}#COLLECTION#${invoice}`/COLLECTION (g1 `${t}#COLLECTIONS#${customer}`/invoice; g2 while something follows by itself
 * `${t}#COLLECT`/day#invoice)
 * 1. methods of a customer: 1 query · 2. one, and what its customer wants: 1 batch · 3. customers who are charged: 1 query + 1 batch ·
 * 4. by the provider's name: 1 read · 5. one collection: 1 read · 6. of a customer: 1 query + 1 batch · 7. due: 1 query + 1 batch ·
 * 8. a link: 1 read, and 1 batch of what came of it · 9. used this month: 1 batch, and 1 of its attempts
 */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { docOf, expiring, saved, version, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Collection } from './collection.ts';
import { Invitation } from './invitation.ts';
import { Autopay, MethodId, MethodOnFile } from './method.ts';
import { Use } from './use.ts';

const ofCustomer = (tenant: string, customer: string): string => `${tenant}#METHODS#${customer}`;
const methodKey = (tenant: string, customer: string, id: string) => ({
  pk: ofCustomer(tenant, customer),
  sk: `M#${id}`,
});
export const methodById = (tenant: string, customer: string, id: string): Read<MethodOnFile> => ({
  key: methodKey(tenant, customer, id),
  parse: docOf(MethodOnFile),
});
export const methodsOf = (tenant: string, customer: string): Listing<MethodOnFile> => ({
  partition: ofCustomer(tenant, customer),
  begins: 'M#',
  order: 'newest first',
  parse: docOf(MethodOnFile),
});
export const putMethod = (tenant: string, method: MethodOnFile): Write<'table.stale'> =>
  saved(methodKey(tenant, method.customerId, method.id), 'method', method, `method ${method.id}`);

export const autopayOf = (tenant: string, customer: string): Read<Autopay> => ({
  key: { pk: ofCustomer(tenant, customer), sk: 'AUTOPAY' },
  parse: docOf(Autopay),
});
export const charged = (tenant: string): Listing<Autopay> => ({
  index: 'g1',
  partition: `${tenant}#AUTOPAY`,
  parse: docOf(Autopay),
});
export const putAutopay = (tenant: string, autopay: Autopay): Write<'table.stale'> =>
  saved(
    autopayOf(tenant, autopay.customerId).key,
    'autopay',
    autopay,
    `what customer ${autopay.customerId} wants to be charged`,
    autopay.on ? { g1p: `${tenant}#AUTOPAY`, g1s: autopay.customerId } : {},
  );

/** Holds while both are as they were read: what the customer says at the same moment wins. */
export const stillAgreed = (
  tenant: string,
  autopay: Autopay,
  method: MethodOnFile,
): Write<'table.stale'>[] => [
  {
    check: autopayOf(tenant, autopay.customerId).key,
    if: version(autopay.version),
    clash: 'table.stale',
    about: 'what the customer wants',
  },
  {
    check: methodKey(tenant, method.customerId, method.id),
    if: version(method.version),
    clash: 'table.stale',
    about: `method ${method.id}`,
  },
];

export const useOf = (tenant: string, customer: string, methodId: string, month: string): Read<Use> => ({
  key: { pk: ofCustomer(tenant, customer), sk: `U#${methodId}#${month}` },
  parse: docOf(Use),
});
/** Of two charges at one moment the second meets the first: it counts anew. */
export const putUse = (tenant: string, customer: string, use: Use): Write<'table.stale'> =>
  saved(
    useOf(tenant, customer, use.methodId, use.month).key,
    'method-use',
    use,
    `what was charged by method ${use.methodId} in ${use.month}`,
  );

const Owner = z.object({ version: z.int().min(1), customerId: CustomerId, methodId: MethodId });
const tokenKey = (tenant: string, provider: string, token: string) => ({
  pk: `${tenant}#METHODTOKEN#${provider}#${token}`,
  sk: 'TOKEN',
});
export const ownerOf = (tenant: string, provider: string, token: string): Read<z.infer<typeof Owner>> => ({
  key: tokenKey(tenant, provider, token),
  parse: docOf(Owner),
});
/** `before`: the version of who had the name until now, and is over. */
export const putOwner = (
  tenant: string,
  { provider, token, customerId, id }: MethodOnFile,
  before = 0,
): Write<'table.stale'> =>
  saved(
    tokenKey(tenant, provider, token),
    'method-token',
    { version: before + 1, customerId, methodId: id },
    `the token of method ${id}`,
  );

/** News of a page that was opened on the last day come within the days that a provider tells them in. */
const LINK_DAYS_AFTER = 60;
export const invitationById = (tenant: string, id: string): Read<Invitation> => ({
  key: { pk: `${tenant}#METHODLINK#${id}`, sk: 'LINK' },
  parse: docOf(Invitation),
});
export const putInvitation = (tenant: string, invitation: Invitation): Write<'table.stale'> =>
  expiring(
    saved(invitationById(tenant, invitation.id).key, 'method-link', invitation, `link ${invitation.id}`),
    addDays(invitation.expiresOn, LINK_DAYS_AFTER),
  );

const collectionKey = (tenant: string, invoice: string) => ({
  pk: `${tenant}#COLLECTION#${invoice}`,
  sk: 'COLLECTION',
});
export const collectionOf = (tenant: string, invoice: string): Read<Collection> => ({
  key: collectionKey(tenant, invoice),
  parse: docOf(Collection),
});
export const collectionsOf = (tenant: string, customer: string): Listing<Collection> => ({
  index: 'g1',
  partition: `${tenant}#COLLECTIONS#${customer}`,
  order: 'newest first',
  parse: docOf(Collection),
});
export const toCollect = (tenant: string, upTo: LocalDate): Listing<Collection> => ({
  index: 'g2',
  partition: `${tenant}#COLLECT`,
  to: `${upTo}$`,
  parse: docOf(Collection),
});
export const putCollection = (tenant: string, collection: Collection): Write<'table.stale'> =>
  saved(
    collectionKey(tenant, collection.invoiceId),
    'collection',
    collection,
    `the collection of ${collection.number}`,
    {
      g1p: `${tenant}#COLLECTIONS#${collection.customerId}`,
      g1s: collection.invoiceId,
      ...(collection.lookOn !== undefined && {
        g2p: `${tenant}#COLLECT`,
        g2s: `${collection.lookOn}#${collection.invoiceId}`,
      }),
    },
  );
