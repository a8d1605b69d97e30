/** What people do with cases of collection agencies; what the books do to them is in `following.ts`. */
import { mailOf } from '../dispatch/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { without } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { all, commit, list, listed, read, readAll, untilFresh } from '../runtime/table.ts';
import { NO_AGENCIES, type AgencyBook } from './agency.ts';
import type { agenciesApi } from './api.ts';
import type { AgencyCase } from './case.ts';
import { endCase } from './ending.ts';
import { askHandOver, unknown } from './handing.ts';
import { mailIdOf } from './noting.ts';
import { prepareCase } from './preparing.ts';
import { remit } from './remitting.ts';
import { shown } from './rules.ts';
import { agencyBook, caseById, cases, putAgencyBook, remittancesOf, turnsOf } from './store.ts';

const LINK_SECONDS = 300;
const MOST_NEWS = 50;

export const actions: ActionsOf<typeof agenciesApi, Deps> = {
  getAgencies: async (_, { tenant }) => ok((await read(agencyBook(tenant))) ?? NO_AGENCIES),
  setAgencies: (said, deps) =>
    untilFresh(async () => {
      const before = await read(agencyBook(deps.tenant));
      const version = (before?.version ?? 0) + 1;
      const book: AgencyBook = { ...said, version, at: deps.now, by: deps.actor };
      const kept = await commit(deps, { action: 'agencies.set' }, putAgencyBook(deps.tenant, book));
      return kept.ok ? ok(book) : kept;
    }),
  listAgencyCases: async (page, { tenant }) => {
    const found = await list(cases(tenant), page);
    return listed({ ...found, data: found.data.map(shown) });
  },
  prepareAgencyCase: async (wanted, deps) => {
    const done = await prepareCase(wanted, newId('agc'), deps);
    return done.ok ? ok(shown(done.value)) : done;
  },
  getAgencyCase: async ({ id }, { tenant }) => {
    const one = await read(caseById(tenant, id));
    if (!one) return unknown(id);
    const { file, ...said } = without(one, 'trace');
    const linked = async (kind: 'csv' | 'json') => ({
      sha256: file![kind].sha256,
      url: await linkTo(file![kind].key, `${id}.${kind}`, LINK_SECONDS),
      expiresInSeconds: LINK_SECONDS,
    });
    return ok({
      ...said,
      ...(file && {
        file: {
          rows: file.rows,
          total: file.total,
          csv: await linked('csv'),
          json: await linked('json'),
        },
      }),
      news: await newsOf(one, tenant),
      remittances: await all(remittancesOf(tenant, id)),
    });
  },
  moveAgencyCase: async ({ id, ...wanted }, deps) => {
    if (wanted.do === 'hand_over') return askHandOver({ id, agency: wanted.agency }, deps);
    const done = await endCase(id, wanted, deps);
    return done.ok ? ok(shown(done.value)) : done;
  },
  remitAgencyMoney: ({ id, ...said }, deps) => remit(id, newId('pay'), said, deps),
};

/** With what became of the mails that told of them. */
const newsOf = async (one: AgencyCase, tenant: string) => {
  const { data } = await list(turnsOf(tenant, one.id), { limit: MOST_NEWS });
  const mails = await readAll(
    data.filter(({ told }) => told).map(({ turn }) => mailOf(tenant, { id: mailIdOf(one, turn) })),
  );
  return data.map((turn) => {
    const mail = mails.find(({ agency }) => agency?.turn === turn.turn);
    return { ...turn, ...(mail && { delivery: mail.state }) };
  });
};
