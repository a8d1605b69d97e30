/** The part of the wiring that the clock starts; `wiring.ts` has it among its tables. */
import { partnerSchedules } from './partners.ts';
import { changes, commits, type Fn } from './uses.ts';

export const schedules: Readonly<
  Record<string, Fn & { readonly expression: string; readonly impact: string }>
> = {
  'find-overdue': {
    entry: 'functions/schedules/find-overdue.ts',
    expression: 'cron(0 7 * * ? *)',
    // A hundred thousand open invoices are minutes of a whole processor (test/bench/CASH.md).
    memory: 1769,
    timeoutSeconds: 900,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g2', 'g3'] },
    impact: 'No reminders are queued today.',
  },
  'judge-plans': {
    entry: 'functions/schedules/judge-plans.ts',
    // Before reminders: what a broken plan asked for, or a customer disputed and is silent about, is asked for as before.
    expression: 'cron(30 6 * * ? *)',
    timeoutSeconds: 300,
    uses: { table: changes, indexes: ['g1', 'g2', 'g3'] },
    impact:
      'Payment plans and promises that were broken go on, nobody is told of the next instalment, disputes whose customers are silent are not rejected, and agencies do not hear what else moved of their cases.',
  },
  'collect-due': {
    entry: 'functions/schedules/collect-due.ts',
    // An hour before reminders are looked for: what is charged is not asked for.
    expression: 'cron(0 6 * * ? *)',
    timeoutSeconds: 900,
    uses: { table: [...changes, 'ConditionCheckItem'], indexes: ['g1', 'g2'], secrets: ['providers'] },
    impact: 'Invoices are not charged to methods on file today, and nobody is told of charges to come.',
  },
  'check-attempts': {
    entry: 'functions/schedules/check-attempts.ts',
    expression: 'rate(6 hours)',
    timeoutSeconds: 120,
    uses: { table: changes, indexes: ['g2'], secrets: ['providers'] },
    impact: 'Payments whose webhook was lost are not noticed.',
  },
  'ask-attempts': {
    entry: 'functions/schedules/ask-attempts.ts',
    expression: 'rate(5 minutes)',
    timeoutSeconds: 120,
    uses: { table: changes, indexes: ['g2'], secrets: ['providers'] },
    impact: 'What a provider has not said of a payment is asked for hours late.',
  },
  'release-stock': {
    entry: 'functions/schedules/release-stock.ts',
    expression: 'cron(20 */6 * * ? *)',
    timeoutSeconds: 120,
    uses: { table: ['PutItem', 'Query', 'BatchGetItem'], indexes: ['g3'] },
    impact: 'Goods stay reserved for orders whose time ran out.',
  },
  'bill-due': {
    entry: 'functions/schedules/bill-due.ts',
    expression: 'cron(10 */6 * * ? *)',
    timeoutSeconds: 300,
    uses: { table: ['PutItem', 'Query', 'BatchGetItem'], indexes: ['g3'] },
    impact: 'Subscriptions whose period begins are not billed.',
  },
  'bill-by-the-day': {
    entry: 'functions/schedules/bill-by-the-day.ts',
    expression: 'cron(20 */6 * * ? *)',
    timeoutSeconds: 300,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1', 'g2'] },
    impact: 'What schedules and periods ask for is not invoiced today.',
  },
  ...partnerSchedules,
  'nightly-exports': {
    entry: 'functions/schedules/nightly-exports.ts',
    expression: 'cron(30 2 * * ? *)',
    timeoutSeconds: 900,
    uses: { table: [...commits, 'Query'] },
    impact: 'Finance does not get last night’s files.',
  },
  'rebuild-exposure': {
    entry: 'functions/schedules/rebuild-exposure.ts',
    // Before the night looks at what must be true: it goes by what this one found.
    expression: 'cron(45 2 * * ? *)',
    memory: 1024,
    timeoutSeconds: 900,
    uses: { table: changes, indexes: ['g1', 'g2'] },
    impact: 'Nobody knows whether credit is what the books add up to.',
  },
  'write-off-rests': {
    entry: 'functions/schedules/write-off-rests.ts',
    expression: 'cron(0 4 * * ? *)',
    timeoutSeconds: 900,
    uses: { table: changes, indexes: ['g1'] },
    impact: 'Small rests stay open, where a company wants them written off.',
  },
  'use-unapplied': {
    entry: 'functions/schedules/use-unapplied.ts',
    expression: 'cron(15 4 * * ? *)',
    timeoutSeconds: 900,
    uses: { table: changes, indexes: ['g1', 'g2'] },
    impact: 'Old money of customers is not given back, where a company wants that.',
  },
  'score-all': {
    entry: 'functions/schedules/score-all.ts',
    expression: 'cron(30 4 * * ? *)',
    // What is remembered of all customers is learned from at once (shared/predicting).
    memory: 3008,
    timeoutSeconds: 900,
    uses: { table: [...commits, 'Query', 'BatchGetItem'], indexes: ['g1', 'g2', 'g3'] },
    impact:
      'Behaviour scores, predictions, the cash forecast and the collectors’ worklist are those of the day before. Nobody is warned of what got worse.',
  },
  'look-after': {
    entry: 'functions/schedules/look-after.ts',
    expression: 'cron(0 3 * * ? *)',
    // All that is open, and the entries since the last close, are in memory.
    memory: 3008,
    timeoutSeconds: 900,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem'],
      indexes: ['g1', 'g2'],
      bucket: ['GetObject positions'],
    },
    impact:
      'Nobody is told of money and work that wait for a person, of damaged entries, of numbers that are missing, or of books that are not as they must be: no month is closed meanwhile. Addresses that customers asked for are not changed.',
  },
  'seal-acts': {
    entry: 'functions/schedules/seal-acts.ts',
    // Hours after the end of the day in UTC: nothing of it is under way any more.
    expression: 'cron(0 5 * * ? *)',
    timeoutSeconds: 900,
    uses: {
      table: ['PutItem', 'Query', 'BatchGetItem'],
      indexes: ['g1'],
      bucket: ['PutObject seals', 'GetObject seals'],
    },
    impact: 'Yesterday’s acts could be changed without anybody seeing it.',
  },
};
