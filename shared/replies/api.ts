/** A mailbox, a CRM or a help desk hands in what customers wrote back. */
import * as z from 'zod';
import { CustomerId } from '../customers/customer.ts';
import { get, listOf, Page, post } from '../kernel/contract.ts';
import { Reply, TakeReply } from './reply.ts';

const params = z.strictObject({ id: CustomerId });

export const repliesApi = {
  takeReply: post('/v1/customers/{id}/replies', {
    scope: 'plans:write',
    summary: 'Hand in what a customer wrote back',
    description:
      'It is read by its words alone, in English, German, French, Spanish and Italian. A promise of one day is taken as one; what says that invoices were paid ' +
      'is kept as remittance advice; an absence is set aside. Whatever is not sure, and every dispute or change of address, is a task of kind `reply`. ' +
      'The words are not kept: the task names the mail.',
    params,
    body: TakeReply,
    status: 201,
    output: Reply,
    refusals: { 'customers.unknown': 404, 'replies.invoice_unknown': 422 },
  }),
  listReplies: get('/v1/customers/{id}/replies', {
    scope: 'invoices:read',
    summary: 'What a customer wrote back, newest first',
    params,
    query: Page,
    output: listOf(Reply),
    refusals: { 'customers.unknown': 404 },
  }),
};
