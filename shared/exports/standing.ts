/** Rows of the files that say how things stand while they are built: disputes, credit, and what waits for a person. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { exceptions as waiting } from '../bank/store.ts';
import { allAccounts } from '../credit/store.ts';
import { UNDECIDED, type Dispute } from '../disputes/dispute.ts';
import { disputes as cases } from '../disputes/store.ts';
import { localDate } from '../kernel/dates.ts';
import { scoreById } from '../risk/store.ts';
import type { Deps } from '../runtime/context.ts';
import { each, readAll, recall } from '../runtime/table.ts';
import { tasks } from '../tasks/store.ts';
import type { Row } from './columns.ts';
import type { Export, ExportKind } from './export.ts';
import { naming } from './naming.ts';

type Groups = AsyncGenerator<readonly Row[]>;
type Standing = (file: Pick<Export, 'entity' | 'from' | 'to'>, deps: Deps) => Groups;

async function* disputes({ entity, from, to }: Parameters<Standing>[0], deps: Deps): Groups {
  const namesOf = naming(deps);
  for await (const group of grouped(each(cases(deps.tenant)))) {
    const ours = group.filter(
      (one) =>
        one.entity === entity &&
        (UNDECIDED.includes(one.state) || (one.openedOn >= from && one.openedOn <= to)),
    );
    const names = await namesOf(ours.map(({ customerId }) => customerId));
    yield ours.map((one) => disputeRow(one, names));
  }
}
const disputeRow = (
  { id, state, reason, invoiceNumber, customerId, amount, disputed, decided, ...one }: Dispute,
  names: ReadonlyMap<string, string>,
): Row => [
  id,
  state,
  reason,
  invoiceNumber,
  customerId,
  names.get(customerId) ?? '',
  one.openedOn,
  one.answerBy,
  one.owner,
  amount.minor,
  disputed.minor,
  decided?.credited?.minor,
  decided?.on,
  decided?.outcome,
  amount.currency,
];

/** An account is a customer's, or a group's that has no score of its own. */
async function* credit(_: unknown, deps: Deps): Groups {
  const namesOf = naming(deps);
  for await (const group of grouped(each(allAccounts(deps.tenant)))) {
    const ids = group.flatMap(({ creditId }) => (creditId.startsWith('cus_') ? [creditId as string] : []));
    const names = await namesOf(ids);
    const scores = new Map(
      (await readAll([...new Set(ids)].map((id) => scoreById(deps.tenant, id)))).map(
        ({ customerId, score }) => [customerId as string, score],
      ),
    );
    yield group.map(({ creditId, currency, limit, exposure, available, basis, validUntil, nextReview }) => [
      creditId,
      names.get(creditId),
      limit?.minor,
      exposure.minor,
      available.minor,
      basis,
      validUntil,
      nextReview,
      scores.get(creditId),
      currency,
    ]);
  }
}

async function* exceptions({ entity }: Parameters<Standing>[0], deps: Deps): Groups {
  const { zone } = entityOf((await recall(tenantById(deps.tenant)))!, entity)!;
  const namesOf = naming(deps);
  for await (const group of grouped(each(waiting(deps.tenant))))
    yield group
      .filter((line) => line.entity === entity)
      .map(({ id, bankRef, counterparty, bookedOn, parked, text, amount }) => [
        'bank_line',
        id,
        bankRef,
        undefined,
        counterparty.name,
        bookedOn,
        parked?.owner,
        text,
        amount.minor,
        amount.currency,
      ]);
  for await (const group of grouped(each(tasks(deps.tenant, 'OPEN')))) {
    const names = await namesOf(group.map(({ customerId }) => customerId));
    yield group.map(({ kind, id, about, customerId, since, owner, why }) => [
      kind,
      id,
      about,
      customerId,
      names.get(customerId) ?? '',
      localDate(since, zone),
      owner,
      why,
      undefined,
      undefined,
    ]);
  }
}

export const STANDING: Readonly<Partial<Record<ExportKind, Standing>>> = { disputes, credit, exceptions };

const TOGETHER = 500;
export async function* grouped<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const one of all) {
    group.push(one);
    if (group.length < TOGETHER) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
