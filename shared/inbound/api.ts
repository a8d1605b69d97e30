/** Mails that came in: those that a person has to look at, and each as it came. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { PlaceMail, ReceivedMail, ReceivedMailId, ReceivedMailView } from './received.ts';

const params = z.strictObject({ id: ReceivedMailId });

export const inboundApi = {
  listReceivedMails: get('/v1/received-mails', {
    scope: 'plans:write',
    summary: 'Mails that came in, newest first: those that wait for a person, of a state or of a customer',
    query: Page.extend({
      state: ReceivedMail.shape.state.default('WAITING'),
      customerId: CustomerId.optional().meta({ description: 'Of this customer, in whatever state.' }),
    }),
    output: listOf(ReceivedMail.omit({ file: true })),
  }),
  getReceivedMail: get('/v1/received-mails/{id}', {
    scope: 'plans:write',
    summary: 'One mail with a link to it as it came, attachments included',
    params,
    output: ReceivedMailView,
    refusals: { 'inbound.unknown': 404 },
  }),
  placeReceivedMail: post('/v1/received-mails/{id}', {
    scope: 'plans:write',
    summary: 'Say whose a mail is, or that it is nobody’s',
    description:
      'A mail of a customer is read as a reply then. Its sender is known as that customer’s for 400 days: a person reads what it writes, unless the address is among the customer’s own.',
    params,
    body: PlaceMail,
    output: ReceivedMail.omit({ file: true }),
    refusals: {
      'inbound.unknown': 404,
      'inbound.not_waiting': 409,
      'customers.unknown': 404,
      'inbound.infected': 409,
    },
  }),
};
