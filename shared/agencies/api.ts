/** Finance and collectors hand cases to collection agencies, follow them, and note what these collect. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { AgencyBook, AgencyBookSet } from './agency.ts';
import {
  AgencyCaseId,
  AgencyCaseRow,
  AgencyCaseView,
  MoveCase,
  PrepareCase,
  Remit,
  Remittance,
} from './case.ts';

const params = z.strictObject({ id: AgencyCaseId });

export const agenciesApi = {
  getAgencies: get('/v1/agencies', {
    scope: 'invoices:read',
    summary: 'The collection agencies, and what each may be handed',
    output: AgencyBook,
  }),
  setAgencies: put('/v1/agencies', {
    scope: 'writeoffs:write',
    summary: 'Replace the collection agencies',
    description:
      'Cases that were handed over go on with the agency as it was then; mails go to its address of now.',
    body: AgencyBookSet,
    output: AgencyBook,
  }),
  listAgencyCases: get('/v1/agency-cases', {
    scope: 'invoices:read',
    summary: 'Cases for and with collection agencies, newest first',
    query: Page,
    output: listOf(AgencyCaseRow),
  }),
  prepareAgencyCase: post('/v1/agency-cases', {
    scope: 'writeoffs:write',
    summary: 'Prepare a case: invoices of one payer, one legal entity and one currency',
    description:
      'Only what is overdue and undisputed, without a promise, a plan, a hold or money under way; `left` says of each other invoice why. Nothing changes for the payer ' +
      'before it is handed over. A level of a dunning policy with `escalate: agency` prepares cases by itself.',
    body: PrepareCase,
    status: 201,
    output: AgencyCaseRow,
    refusals: {
      'agencies.customer_unknown': 422,
      'agencies.invoice_unknown': 422,
      'agencies.mixed': 422,
      'agencies.agency_unknown': 422,
      'agencies.nothing_to_hand_over': 422,
    },
  }),
  getAgencyCase: get('/v1/agency-cases/{id}', {
    scope: 'invoices:read',
    summary: 'One case with its invoices, files, news and what was collected',
    params,
    output: AgencyCaseView,
    refusals: { 'agencies.unknown': 404 },
  }),
  moveAgencyCase: post('/v1/agency-cases/{id}', {
    scope: 'writeoffs:write',
    summary: 'Hand a case over, take it back, or note that the agency gave it up',
    description:
      'Handing over is answered with 202 and an approval. From its commit on nobody here reminds of the invoices, charges them by itself or agrees on when they are paid. ' +
      'Recalled, they are ours at once; reminders wait seven days.',
    params,
    body: MoveCase,
    output: AgencyCaseRow,
    awaits: Approval,
    refusals: {
      'agencies.unknown': 404,
      'agencies.not_prepared': 409,
      'agencies.not_with_agency': 409,
      'agencies.agency_unknown': 422,
      'agencies.not_taken': 422,
      'agencies.nothing_to_hand_over': 422,
    },
  }),
  remitAgencyMoney: post('/v1/agency-cases/{id}/remittances', {
    scope: 'cash:write',
    summary: 'Note what the agency has collected and what it kept of it',
    description:
      'A payment that settles the invoices of the case, oldest due first, then its costs and interest; what is left is the customer’s, unapplied. The fee is an expense. The rest is owed by ' +
      'the agency until it comes in: with a line from its account, or with the `lineId` that is said here. The same reference again, with a `lineId`, says only that.',
    params,
    body: Remit,
    status: 201,
    output: Remittance,
    refusals: {
      'agencies.unknown': 404,
      'agencies.not_handed_over': 409,
      'agencies.remitted': 409,
      'agencies.currency': 422,
      'agencies.fee': 422,
      'agencies.date': 422,
      'agencies.line': 422,
    },
  }),
};
