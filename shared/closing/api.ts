/** Months of the books: what stands against closing one, closing it, and proof that nobody touched it since. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Approval } from '../approvals/approval.ts';
import { get, post } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { Month } from '../kernel/period.ts';
import { Period } from '../ledger/period.ts';
import { Adjusted, NewAdjustment, PeriodHead, PeriodView, Verification } from './closing.ts';

const params = z.strictObject({ entity: EntityId, month: Month });
const Reason = Text(300, 3);
const unknown = { 'closing.entity_unknown': 404, 'closing.before_the_books': 404 } as const;
const moving = { ...unknown, 'closing.not_over': 409, 'closing.order': 409, 'closing.state': 409 } as const;

export const closingApi = {
  listPeriods: get('/v1/periods/{entity}', {
    scope: 'finance:read',
    summary: 'All months of an entity’s books and their states, newest first',
    params: params.pick({ entity: true }),
    output: z.object({ entity: EntityId, data: z.array(PeriodHead) }),
    refusals: { 'closing.entity_unknown': 404 },
  }),
  getPeriod: get('/v1/periods/{entity}/{month}', {
    scope: 'finance:read',
    summary: 'One month: its state, what was found when it was last looked through, and what is under way',
    description:
      '`checked`: what blocks has to be put right before it is closed; what warns is for a person to judge.',
    params,
    output: PeriodView,
    refusals: unknown,
  }),
  softClosePeriod: post('/v1/periods/{entity}/{month}/soft-close', {
    scope: 'periods:write',
    summary: 'Bar operations from a month that is over; adjustments are still made',
    description:
      'What of the month comes late (a line of a statement) is booked on the first day of the first month that is open; `documentOn` of the entry is its own day.',
    params,
    body: z.strictObject({ reason: Reason.optional() }),
    output: Period,
    refusals: moving,
  }),
  checkPeriod: post('/v1/periods/{entity}/{month}/checks', {
    scope: 'periods:write',
    summary: 'Look a month through: drift, drafts, unapplied money, rates …',
    description:
      'Done by a worker: `checked` of the month says what it found, and the event `period.checked`.',
    params,
    body: z.strictObject({}),
    status: 202,
    output: Period,
    refusals: unknown,
  }),
  closePeriod: post('/v1/periods/{entity}/{month}/close', {
    scope: 'periods:write',
    summary:
      'Close a month: it is looked through, foreign items are revalued, the books are noted and sealed',
    description:
      'Done by a worker, while the month is SOFT: then it is CLOSED (event `period.closed`), or `checked` says what blocks (event `period.checked`).',
    params,
    body: z.strictObject({}),
    status: 202,
    output: Period,
    refusals: moving,
  }),
  reopenPeriod: post('/v1/periods/{entity}/{month}/reopen', {
    scope: 'periods:write',
    summary: 'Open the last month that was shut by one step: CLOSED to SOFT, SOFT to OPEN',
    description: 'A closed month is opened by two persons: the answer is 202 and an approval.',
    params,
    body: z.strictObject({ reason: Reason }),
    output: Period,
    awaits: Approval,
    refusals: { ...moving, 'closing.revalued': 409 },
  }),
  lockTax: post('/v1/periods/{entity}/{month}/tax-lock', {
    scope: 'periods:write',
    summary:
      'The tax of a month, and of all before it, was declared: nothing on output VAT is booked there any more',
    params,
    body: z.strictObject({}),
    output: PeriodHead,
    refusals: { ...unknown, 'closing.not_over': 409, 'closing.state': 409 },
  }),
  unlockTax: post('/v1/periods/{entity}/{month}/tax-unlock', {
    scope: 'periods:write',
    summary: 'Take the lock off a month, and off all after it; two persons agree',
    params,
    body: z.strictObject({ reason: Reason }),
    output: PeriodHead,
    awaits: Approval,
    refusals: { ...unknown, 'closing.state': 409 },
  }),
  adjust: post('/v1/periods/{entity}/{month}/adjustments', {
    scope: 'ledger:adjust',
    summary: 'Book an adjusting entry in a month that is not closed',
    params,
    body: NewAdjustment,
    status: 201,
    output: Adjusted,
    refusals: { ...unknown, 'closing.state': 409, 'closing.adjustment': 422 },
  }),
  verifyLedger: get('/v1/periods/{entity}/{month}/verification', {
    scope: 'finance:read',
    summary:
      'What the entries of a closed month add up to as they are now, held against its seal, and the chain of all seals',
    params,
    output: Verification,
    refusals: unknown,
  }),
};
