import * as z from 'zod';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { MailId } from '../dispatch/mail.ts';
import { HeldMail, MailHealth, MailRules, MailRuleSet, SayOverride } from '../dispatch/mailing.ts';
import { InvariantRun, Invariants } from '../ledger/invariant.ts';
import { Approval } from '../approvals/approval.ts';
import { NumberNote, SayNote } from './number-note.ts';
import { NumberingAudit } from './numbering-audit.ts';
import { Parked, ParkedId } from './operation.ts';

const params = z.strictObject({ id: ParkedId });

/** How a company's mails may go, and what waits of them. */
const mailing = {
  getMailHealth: get('/v1/mail-health', {
    scope: 'operations:read',
    summary:
      'Mails of the last 24 hours that bounced or were complained about, and whether others are held for it',
    output: MailHealth,
  }),
  overrideBreaker: post('/v1/mail-health/override', {
    scope: 'operations:write',
    summary: 'Let mails go out for some hours although too many came back',
    description:
      'SES reviews an account at 5 % bounces or 0.1 % complaints, and stops it at 10 % or 0.5 %: first find out why they came back. What is held sets out within ten minutes.',
    body: SayOverride,
    output: MailHealth,
  }),
  listHeldMails: get('/v1/held-mails', {
    scope: 'operations:read',
    summary:
      'Mails that wait: for the breaker, for hours, for a minute of their own, or for a service; oldest first',
    query: Page,
    output: listOf(HeldMail),
  }),
  releaseHeldMail: post('/v1/held-mails/{id}/release', {
    scope: 'operations:write',
    summary: 'Let one mail go out although the breaker is open or the recipient’s hours are over',
    description:
      'Within ten minutes. A reminder is decided on again then: for what was paid meanwhile it does not go out.',
    params: z.strictObject({ id: MailId }),
    output: HeldMail,
    refusals: { 'operations.mail_not_held': 404 },
  }),
  getMailRules: get('/v1/mail-rules', {
    scope: 'operations:read',
    summary: 'By which rules mails go out',
    output: MailRules,
  }),
  setMailRules: put('/v1/mail-rules', {
    scope: 'operations:write',
    summary: 'Replace the rules by which mails go out: hours, how many in a minute, when the breaker judges',
    description:
      'They hold from half a minute on. What waits by rules of before is looked at again within ten minutes.',
    body: MailRuleSet,
    output: MailRules,
  }),
};

export const operationsApi = {
  ...mailing,
  listParked: get('/v1/parked', {
    scope: 'operations:read',
    summary: 'Work that a worker refused and that waits for a person, oldest first',
    query: Page,
    output: listOf(Parked),
  }),
  listNumberingAudits: get('/v1/numbering-audits', {
    scope: 'finance:read',
    summary:
      'Each night’s proof that numbers of invoices and credit notes have no gap and no double, newest first',
    description:
      'A night proves what was given since the night before: each number stands for one document that says it, in the order of their ' +
      'days. `provenUpTo` is how far a series is proven from 1 on. A fault stops it there until it is put right or noted, and an alarm rings.',
    query: Page,
    output: listOf(NumberingAudit),
  }),
  listNumberNotes: get('/v1/number-notes', {
    scope: 'finance:read',
    summary: 'Numbers that two persons explained, because they cannot be put right',
    query: Page,
    output: listOf(NumberNote),
  }),
  noteNumber: post('/v1/number-notes', {
    scope: 'periods:write',
    summary: 'Explain a number that is lost, or whose document is not as it must be',
    description:
      'Always answered with 202: a second person has to agree. Then the next night takes it for proven, and months that waited for it can be closed. ' +
      'Of numbers that the last night found missing, not their own or back in time; first look for the document in point-in-time recovery.',
    body: SayNote,
    status: 202,
    output: Approval,
    awaits: Approval,
    refusals: { 'operations.no_fault': 409 },
  }),
  listInvariants: get('/v1/invariants', {
    scope: 'finance:read',
    summary: 'What must be true of the books, and what the last night found of it',
    description:
      'Looked at every night, for each legal entity and for the company, twice where something is wrong. A month is not closed while the ' +
      'last night found something, or when none has looked since the month was over.',
    output: Invariants,
  }),
  listInvariantRuns: get('/v1/invariants/runs', {
    scope: 'finance:read',
    summary: 'What each night found of the invariants, newest first',
    query: Page,
    output: listOf(InvariantRun),
  }),
  retryParked: post('/v1/parked/{id}/retry', {
    scope: 'operations:write',
    summary: 'Announce the fact again, after its reason was put right',
    description: 'The same fact with the same id: whoever has worked on it already finds its work done.',
    params,
    output: Parked,
    refusals: { 'operations.unknown': 404, 'operations.not_waiting': 409 },
  }),
  dismissParked: post('/v1/parked/{id}/dismiss', {
    scope: 'operations:write',
    summary: 'Leave the work undone for good, with a reason',
    params,
    body: z.strictObject({ reason: Text(200) }),
    output: Parked,
    refusals: { 'operations.unknown': 404, 'operations.not_waiting': 409 },
  }),
};
