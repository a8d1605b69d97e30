/** Reads the series of an entity, what the last night proved of them, and what was made void. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { localDate } from '../kernel/dates.ts';
import type { Booked } from '../ledger/entry.ts';
import { seriesByName } from '../numbering/store.ts';
import { seriesOf } from '../operations/numbers.ts';
import { audits, provenOf } from '../operations/store.ts';
import type { Deps } from '../runtime/context.ts';
import { list, readEach, recall } from '../runtime/table.ts';
import type { Row } from './columns.ts';
import type { Export } from './export.ts';
import { numberRows, seriesIn, type Given } from './numbers.ts';

export async function* numbers(
  file: Pick<Export, 'entity'>,
  entries: AsyncIterable<Booked>,
  deps: Deps,
): AsyncGenerator<readonly Row[]> {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const entity = entityOf(tenant, file.entity)!;
  const names = seriesOf(entity, tenant.openedAt.slice(0, 10), localDate(deps.now, entity.zone));
  const given: Given[] = [];
  for (const name of names) {
    const [series, proven] = await readEach(seriesByName(deps.tenant, name), provenOf(deps.tenant, name));
    if (series || proven) given.push({ series: series ?? { name, next: 1, lastOn: undefined }, proven });
  }
  const voided = new Map<string, number>();
  for await (const { kind, source } of entries)
    if (kind === 'void') voided.set(seriesIn(source), (voided.get(seriesIn(source)) ?? 0) + 1);
  const [audit] = (await list(audits(deps.tenant), { limit: 1 })).data;
  yield numberRows(entity, given, { audit, voided });
}
