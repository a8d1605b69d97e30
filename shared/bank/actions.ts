/** What is asked of the bank slice over the API. Files come in by `receiving.ts`, their lines into the books by `reading.ts`. */
import { tenantById } from '../access/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, recall, untilFresh } from '../runtime/table.ts';
import { ownAccount } from './accounts.ts';
import type { bankApi } from './api.ts';
import { receiveUpload, viewed } from './receiving.ts';
import { layoutOf, lineById, putLayout, statementById, statements } from './store.ts';

export const actions: ActionsOf<typeof bankApi, Deps> = {
  importStatement: receiveUpload,
  getStatement: async ({ id }, { tenant }) => {
    const statement = await read(statementById(tenant, id));
    return statement
      ? ok(viewed(statement))
      : refuse('bank.statement_unknown', `There is no statement ${id}.`);
  },
  listStatements: async (page, { tenant }) => {
    const found = await list(statements(tenant), page);
    return listed({ ...found, data: found.data.map(viewed) });
  },
  getLine: async ({ id }, { tenant }) => {
    const line = await read(lineById(tenant, id));
    return line ? ok(line) : refuse('bank.line_unknown', `There is no bank line ${id}.`);
  },
  putLayout: ({ iban, ...layout }, deps) =>
    untilFresh(async () => {
      if (!ownAccount(iban, undefined, (await recall(tenantById(deps.tenant)))!)) return noAccount(iban);
      const before = await read(layoutOf(deps.tenant, iban));
      const after = { iban, version: (before?.version ?? 0) + 1, layout };
      const kept = await commit(deps, { action: 'bank.put_layout', answer: layout }, [
        putLayout(deps.tenant, after),
      ]);
      return kept.ok ? ok(layout) : kept;
    }),
  getLayout: async ({ iban }, { tenant }) => {
    const found = await read(layoutOf(tenant, iban));
    return found ? ok(found.layout) : refuse('bank.no_layout', `No layout is kept for ${iban}.`);
  },
};

const noAccount = (iban: string) =>
  refuse('bank.account_unknown', `The account ${iban} belongs to no legal entity of the tenant.`);
