/** The chart of the accountant: said whole, kept version by version, so that a file is built by the one that it was asked for with. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Chart } from '../ledger/chart.ts';
import { unmapped } from '../ledger/rules.ts';
import { chartOf, putChart } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, recall, untilFresh } from '../runtime/table.ts';

export const getChart = async ({ entity }: Pick<Chart, 'entity'>, deps: Deps) =>
  (await isOurs(entity, deps))
    ? ok(
        (await read(chartOf(deps.tenant, entity))) ?? {
          entity,
          version: 0,
          accounts: [],
          unmapped: unmapped([]),
        },
      )
    : unknown(entity);

export const setChart = (
  { entity, accounts, datev }: Pick<Chart, 'entity' | 'accounts' | 'datev'>,
  deps: Deps,
) =>
  untilFresh(async () => {
    if (!(await isOurs(entity, deps))) return unknown(entity);
    const before = await read(chartOf(deps.tenant, entity));
    const chart: Chart = {
      entity,
      version: (before?.version ?? 0) + 1,
      accounts,
      ...(datev && { datev }),
      unmapped: unmapped(accounts),
      at: deps.now,
      by: deps.actor,
    };
    const kept = await commit(
      deps,
      { action: 'exports.set_chart', subject: entity, answer: chart },
      putChart(deps.tenant, chart),
    );
    return kept.ok ? ok(chart) : kept;
  });

const isOurs = async (entity: string, { tenant }: Deps): Promise<boolean> =>
  entityOf((await recall(tenantById(tenant)))!, entity) !== undefined;
const unknown = (entity: string) => refuse('exports.entity_unknown', `There is no legal entity ${entity}.`);
