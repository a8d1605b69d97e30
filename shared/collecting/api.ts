/** Collectors see whom to speak with first, say who sees to whom, and note what came of it. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { Contact, NoteContact } from './contact.ts';
import { Collection, CollectionRow, ListedRow, SetCollector, Weights, WeightSet } from './row.ts';

const params = z.strictObject({ id: CustomerId });
const refusals = { 'customers.unknown': 404 } as const;

export const collectingApi = {
  rankCollections: get('/v1/collections', {
    scope: 'finance:read',
    summary: 'Whom to speak with first: customers with something overdue, by score, with its points',
    description:
      'Ranked anew every night, and when a payment comes in, a promise is broken or a contact is noted. Customers whose next action has a day are on it, too.',
    query: Page.extend({
      owner: Text(100).optional().meta({ description: 'Only those that this person sees to.' }),
    }),
    output: listOf(ListedRow),
  }),
  getCollection: get('/v1/customers/{id}/collection', {
    scope: 'finance:read',
    summary: 'What is overdue of a customer, how it is ranked, and what is best done next',
    params,
    output: Collection,
    refusals,
  }),
  setCollector: put('/v1/customers/{id}/collector', {
    scope: 'plans:write',
    summary: 'Say who sees to a customer, and what is to be done next by which day',
    params,
    body: SetCollector,
    output: CollectionRow,
    refusals,
  }),
  noteContact: post('/v1/customers/{id}/contacts', {
    scope: 'plans:write',
    summary: 'Note a contact with a customer, and what came of it',
    params,
    body: NoteContact,
    status: 201,
    output: Contact,
    refusals: { ...refusals, 'collecting.future': 422 },
  }),
  listContacts: get('/v1/customers/{id}/contacts', {
    scope: 'finance:read',
    summary: 'Contacts with a customer, newest first',
    params,
    query: Page,
    output: listOf(Contact),
    refusals,
  }),
  getCollectionWeights: get('/v1/collection-weights', {
    scope: 'finance:read',
    summary: 'By which weights customers are ranked',
    output: Weights,
  }),
  setCollectionWeights: put('/v1/collection-weights', {
    scope: 'entities:write',
    summary: 'Replace the weights; a customer is ranked by them the next time, at the latest in the night',
    body: WeightSet,
    output: Weights,
  }),
};
