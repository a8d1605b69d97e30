/** The part of the wiring that tells people of the books: figures, files, statements, and the words of mails; `wiring.ts` has it among its tables. */
import { AccountStatementMade, AccountStatementRendered } from '../shared/accounts/account.ts';
import { accountsApi } from '../shared/accounts/api.ts';
import { closingApi } from '../shared/closing/api.ts';
import { exportsApi } from '../shared/exports/api.ts';
import { ExportRequested } from '../shared/exports/export.ts';
import { LakeDue } from '../shared/exports/lake.ts';
import { figuresApi } from '../shared/figures/api.ts';
import { forecastingApi } from '../shared/forecasting/api.ts';
import { insightsApi } from '../shared/insights/api.ts';
import type { Api } from '../shared/kernel/contract.ts';
import { PeriodAsked } from '../shared/ledger/period.ts';
import { simulatingApi } from '../shared/simulating/api.ts';
import { SimulationRequested } from '../shared/simulating/simulation.ts';
import { templatesApi } from '../shared/templates/api.ts';
import { warningsApi } from '../shared/warnings/api.ts';
import type { Fn, Worker } from './uses.ts';
import { changes, commits } from './uses.ts';

export const reportApis: Readonly<Record<string, Fn & { readonly api: Api }>> = {
  insights: {
    entry: 'functions/api/insights.ts',
    api: { ...insightsApi, ...figuresApi, ...forecastingApi },
    memory: 1024,
    timeoutSeconds: 29,
    uses: {
      table: ['GetItem', 'Query', 'BatchGetItem'],
      // The customers of a segment.
      indexes: ['g1'],
      bucket: ['GetObject positions'],
    },
  },
  exports: {
    entry: 'functions/api/exports.ts',
    api: { ...exportsApi, ...simulatingApi, ...warningsApi },
    // Warnings of a state are in g2.
    uses: { table: [...commits, 'BatchGetItem'], indexes: ['g1', 'g2'], bucket: ['GetObject exports'] },
  },
  accounts: {
    entry: 'functions/api/accounts.ts',
    api: accountsApi,
    memory: 1024,
    timeoutSeconds: 29,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem'],
      indexes: ['g1'],
      bucket: ['GetObject invoices'],
    },
  },
  closing: {
    entry: 'functions/api/closing.ts',
    api: closingApi,
    memory: 1024,
    timeoutSeconds: 29,
    uses: { table: [...commits, 'Query', 'BatchGetItem', 'ConditionCheckItem'] },
  },
  templates: {
    entry: 'functions/api/templates.ts',
    api: templatesApi,
    uses: { table: [...commits, 'Query', 'BatchGetItem'] },
  },
};

export const reportWorkers: Readonly<Record<string, Worker>> = {
  'render-statement': {
    entry: 'functions/workers/render-statement.ts',
    on: [AccountStatementMade, AccountStatementRendered],
    memory: 1769,
    retries: true,
    timeoutSeconds: 60,
    uses: {
      table: changes,
      bucket: ['PutObject invoices', 'GetObject invoices'],
      secrets: ['linkKey'],
      mail: true,
      publicUrl: true,
    },
    impact: 'Customers who asked what they owe wait for their statement.',
  },
  'build-export': {
    entry: 'functions/workers/build-export.ts',
    on: [ExportRequested, SimulationRequested, LakeDue],
    // One at a time: each may take minutes of what all have together.
    batch: 1,
    // One processor: a million lines of a journal take a minute and a half of it, and 300 MB.
    memory: 3008,
    timeoutSeconds: 300,
    uses: {
      table: [...commits, 'BatchGetItem', 'Query'],
      indexes: ['g1', 'g2'],
      bucket: ['PutObject exports', 'PutObject lake', 'GetObject positions'],
      // Where the links of a report lead.
      publicUrl: true,
    },
    impact: 'Finance does not get its files, nor what it tries on its past, and the lake stays behind.',
  },
  'work-on-periods': {
    entry: 'functions/workers/work-on-periods.ts',
    on: [PeriodAsked],
    // One month at a time, with all its entries in memory.
    batch: 1,
    memory: 3008,
    timeoutSeconds: 300,
    uses: {
      table: [...commits, 'Query', 'BatchGetItem', 'ConditionCheckItem'],
      indexes: ['g1', 'g2'],
      bucket: ['PutObject positions', 'GetObject positions'],
    },
    impact: 'Months that finance wants to look at or close stay as they are.',
  },
};
