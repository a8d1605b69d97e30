/** What customers say is wrong with invoices: opened for them, looked at, spoken about and decided on. */
import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { CustomerId } from '../customers/customer.ts';
import { InvoiceId } from '../invoices/invoice.ts';
import { get, post, put } from '../kernel/contract.ts';
import { CountedDays } from '../kernel/counted.ts';
import { DisputeCauses } from './count.ts';
import { AtOncePreview, Dispute, DisputeId, DisputeList, DisputeState, DisputeView } from './dispute.ts';
import { AddDisputeFile, DisputeFile, DisputeFileAwaited, DisputeFileLink, FileId } from './file.ts';
import { AtOnceRules, DisputeReason, DisputeRules, DisputeRuleSet } from './policy.ts';
import { DecideDispute, OpenDispute, SayInDispute, TakeDispute } from './wanted.ts';

const params = z.strictObject({ id: DisputeId });
const spoken = { 'disputes.unknown': 404, 'disputes.over': 409, 'disputes.full': 409 } as const;

export const disputesApi = {
  openDispute: post('/v1/invoices/{id}/disputes', {
    scope: 'disputes:write',
    summary: 'Open a case for what a customer says is wrong with an invoice, by line and amount',
    description:
      'So much of the invoice is not asked for until it is decided: nobody is reminded of it and nothing is charged for it by itself. The rest is asked for ' +
      'and stays payable; all of it stays open, in ageing and in exposure. The customer gets a mail at each turn.',
    params: z.strictObject({ id: InvoiceId }),
    body: OpenDispute,
    status: 201,
    output: Dispute,
    refusals: {
      'invoices.unknown': 404,
      'disputes.not_possible': 409,
      'disputes.too_many': 409,
      'disputes.nothing_left': 409,
      'disputes.line_unknown': 422,
      'disputes.too_much': 422,
      'disputes.of_nothing': 422,
    },
  }),
  listDisputes: get('/v1/disputes', {
    scope: 'invoices:read',
    summary: 'Disputes, ranked by amount and age: large and old cases first',
    query: z.strictObject({
      state: DisputeState.optional().meta({
        description: 'Those that nobody has decided on, where it is absent.',
      }),
      customerId: CustomerId.optional(),
      reason: DisputeReason.optional(),
      owner: z.string().max(120).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    output: DisputeList,
  }),
  getDispute: get('/v1/disputes/{id}', {
    scope: 'invoices:read',
    summary: 'One case with all that was said, and what speaks for and against it',
    params,
    output: DisputeView,
    refusals: { 'disputes.unknown': 404 },
  }),
  takeDispute: post('/v1/disputes/{id}/take', {
    scope: 'disputes:write',
    summary: 'See to a case, or say who does',
    params,
    body: TakeDispute,
    output: Dispute,
    refusals: spoken,
  }),
  sayInDispute: post('/v1/disputes/{id}/messages', {
    scope: 'disputes:write',
    summary: 'Say something in a case, ask the customer, or keep what it said',
    description:
      'What we say goes to the customer by mail. What we ask it has to answer by a deadline: silence is a rejection, with a notice. What it says gives us our days anew.',
    params,
    body: SayInDispute,
    output: Dispute,
    refusals: spoken,
  }),
  decideDispute: post('/v1/disputes/{id}/decide', {
    scope: 'disputes:write',
    summary:
      'Decide on a case: credit it, wholly or in part, ask for it again, or note that it was withdrawn',
    description:
      'The credit note and all that it does is the same commit; what of the case is not credited is asked for again after fresh days of grace. ' +
      'What passes the caller’s limit for credit notes is answered with 202 and an approval.',
    params,
    body: DecideDispute,
    output: Dispute,
    awaits: Approval,
    refusals: {
      'disputes.unknown': 404,
      'disputes.over': 409,
      'disputes.changed': 409,
      'disputes.lines_needed': 422,
      'disputes.credit_too_large': 422,
      'invoices.unknown': 404,
      'invoices.line_unknown': 422,
      'invoices.credited_too_much': 422,
      'invoices.credit_of_nothing': 422,
      'invoices.nothing_left': 409,
      'invoices.written_off': 409,
      'invoices.voided': 409,
    },
  }),
  addDisputeFile: post('/v1/disputes/{id}/files', {
    scope: 'disputes:write',
    summary: 'Show the customer a file: says where it is uploaded to',
    description:
      'PDF, PNG, JPEG, WEBP, HEIC, TXT, CSV, XLSX, DOCX, EML or XML of 10 MB at most; ten files and 25 MB in a case. The form takes exactly the bytes that were announced, for a quarter of an hour. ' +
      'The file is in the thread once it is there. What it is, its content says; nobody gets it before a scanner has looked at it, where there is one.',
    params,
    body: AddDisputeFile,
    status: 201,
    output: DisputeFileAwaited,
    refusals: { ...spoken, 'disputes.too_many_files': 409, 'disputes.files_too_large': 409 },
  }),
  listDisputeFiles: get('/v1/disputes/{id}/files', {
    scope: 'invoices:read',
    summary: 'Files of a case, by both sides, in the order in which they came',
    params,
    output: z.object({ object: z.literal('list'), data: z.array(DisputeFile) }),
    refusals: { 'disputes.unknown': 404 },
  }),
  getDisputeFile: get('/v1/disputes/{id}/files/{file}', {
    scope: 'disputes:write',
    summary: 'A link to one file of a case, for some minutes',
    description:
      'It downloads, and is never shown by a browser. Only what a scanner found clean is handed out; what none has looked at with `unscanned=accept`.',
    params: params.extend({ file: FileId }),
    query: z.strictObject({
      unscanned: z.literal('accept').optional().meta({
        description: 'Whoever calls knows that no scanner has looked at it, and takes it all the same.',
      }),
    }),
    output: DisputeFileLink,
    refusals: {
      'disputes.unknown': 404,
      'disputes.file_unknown': 404,
      'disputes.file_unscanned': 409,
      'disputes.file_withheld': 409,
    },
  }),
  countDisputes: get('/v1/dispute-causes', {
    scope: 'invoices:read',
    summary:
      'Why customers dispute, by reason and its source; how often, how long it takes, and how much is credited at once',
    query: CountedDays,
    output: DisputeCauses,
    refusals: { 'disputes.range': 422 },
  }),
  getDisputeRules: get('/v1/dispute-rules', {
    scope: 'invoices:read',
    summary: 'In which times both sides of a dispute answer, and what is credited at once',
    output: DisputeRules,
  }),
  setDisputeRules: put('/v1/dispute-rules', {
    scope: 'disputes:write',
    summary: 'Replace the times in which both sides of a dispute answer, and what is credited at once',
    description: 'Each version is kept. A deadline that runs already stays as it was said.',
    body: DisputeRuleSet,
    output: DisputeRules,
  }),
  previewDisputesAtOnce: post('/v1/dispute-rules/preview', {
    scope: 'invoices:read',
    summary:
      'What rules would have credited at once of the cases that customers opened in the last ninety days',
    description:
      'By what orders and price lists say today; nothing is credited. The latest hundred cases are looked at.',
    body: AtOnceRules,
    output: AtOncePreview,
  }),
};
