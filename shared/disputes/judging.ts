/** Cases follow what is credited, given up or made void of their invoices, and every day what both sides let pass. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { givingWay, stillDisputed } from './amounts.ts';
import type { Dispute } from './dispute.ts';
import { heard } from './evidence.ts';
import { unheardOf } from './filing.ts';
import { actingOn, keep } from './keeping.ts';
import { found, rulesOf, takenOf } from './opening.ts';
import { closed, regarded, rejected } from './outcome.ts';
import { disputeById, openDisputes } from './store.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** Worker: an invoice was credited, given up or made void. */
export const regardDisputed = async (
  { invoiceId }: { invoiceId: Invoice['id'] },
  deps: Deps,
): Promise<Kept> => {
  const head = await read(invoiceById(deps.tenant, invoiceId));
  const open = (head?.disputes ?? []).filter(({ state }) => state === 'OPEN');
  const cases = await readAll(open.map(({ id }) => disputeById(deps.tenant, id)));
  for (const { id } of givingWay(cases)) {
    const kept = await untilFresh(() => regard(id, deps));
    if (!kept.ok) return kept;
  }
  return ok(undefined);
};

const regard = async (id: Dispute['id'], deps: Deps): Promise<Kept> => {
  const { before, head, snapshot } = (await found(id, deps))!;
  const gone = head.state === 'VOID' || head.state === 'WRITTEN_OFF';
  const left = gone ? undefined : stillDisputed(before, snapshot, await takenOf(head, deps, before.id));
  const { by } = await actingOn(head, deps);
  const effect = regarded(before, head, left, by);
  return effect ? keep({ action: 'disputes.regard', ...effect, of: [head] }, deps) : ok(undefined);
};

/** Job, every day before reminders are looked for: silence is a rejection, what was decided on some days ago is closed, and a file that no scanner tells of is one that none has looked at. */
export const judgeDisputes = async (deps: Deps): Promise<void> => {
  const tenant = (await recall(tenantById(deps.tenant)))!;
  for (const dispute of await all(openDisputes(deps.tenant))) {
    const { zone } = entityOf(tenant, dispute.entity)!;
    for (const { id } of unheardOf(dispute, deps.now)) {
      const silent = { state: 'UNSCANNED', found: ['NO_ANSWER'] } as const;
      const noted = await untilFresh(() => heard(dispute.id, id, silent, deps));
      if (!noted.ok) throw new Error(noted.detail);
    }
    if (!isDue(dispute, localDate(deps.now, zone))) continue;
    const done = await untilFresh(() => judge(dispute.id, deps));
    if (!done.ok) throw new Error(done.detail);
  }
};
const isDue = ({ informBy, closesOn }: Dispute, today: string): boolean =>
  (informBy !== undefined && informBy < today) || (closesOn !== undefined && closesOn <= today);

const judge = async (id: Dispute['id'], deps: Deps): Promise<Kept> => {
  const { before, head } = (await found(id, deps))!;
  const { by, reminds } = await actingOn(head, deps);
  if (!isDue(before, by.on)) return ok(undefined);
  if (before.state !== 'INFO_NEEDED')
    return keep({ action: 'disputes.close', ...closed(before, by), of: [head] }, deps);
  const effect = rejected(before, head, by, await rulesOf(deps), { reminds, silent: true });
  return keep({ action: 'disputes.reject', ...effect, of: [head] }, deps);
};
