/** The change feed, and the mapping table that a sync keeps here. */
import { tenantById } from '../access/store.ts';
import { statementById } from '../bank/store.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById } from '../invoices/store.ts';
import { orderById } from '../orders/store.ts';
import { paymentById } from '../payments/store.ts';
import type { Read } from '../kernel/storage.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { Instant } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { factsFrom, HELD_BACK_MS, POSITION, positionAt } from '../runtime/facts.ts';
import { factsOf } from '../runtime/outbox.ts';
import { list, listed, read, readEach, recall, untilFresh, write } from '../runtime/table.ts';
import { PUBLIC } from '../webhooks/webhook.ts';
import type { syncApi } from './api.ts';
import { KINDS, type Link, type LinkKind } from './link.ts';
import { changeOf } from './rules.ts';
import { linkOf, linksByName, linksOf, putLink } from './store.ts';

export const actions: ActionsOf<typeof syncApi, Deps> = {
  listChanges: async ({ since, limit }, { tenant, now }) => {
    const { openedAt } = (await recall(tenantById(tenant)))!;
    const first = positionAt(Date.parse(openedAt));
    const place = since === undefined ? first : placeOf(since);
    if (place === undefined)
      return refuse('sync.since_invalid', 'There is no such place in the feed.', [
        { pointer: '/query/since', detail: 'must be `nextCursor` of the page before, or a moment in UTC' },
      ]);
    // Of the time before it was opened a company has no facts: its empty months are not walked.
    const start = place < first ? first : place;
    const untilMs = Date.parse(now) - HELD_BACK_MS;
    const { acts, next, hasMore } = await factsFrom(tenant, { start, untilMs, limit });
    return ok({
      object: 'list',
      data: acts
        .flatMap(factsOf)
        .filter(({ type }) => PUBLIC.has(type))
        .map(changeOf),
      hasMore,
      nextCursor: Buffer.from(next).toString('base64url'),
    });
  },
  sayLink: ({ system, kind, id, ...said }, { tenant, now }) =>
    untilFresh(async () => {
      if (!id.startsWith(`${KINDS[kind]}_`))
        return refuse('sync.kind_mismatch', `The id is not of a ${kind}.`, [
          { pointer: '/path/id', detail: `must begin with ${KINDS[kind]}_` },
        ]);
      const [thing, before] = await readEach(thingOf[kind](tenant, id), linkOf(tenant, { system, kind, id }));
      if (!thing) return refuse('sync.unknown', `There is no ${kind} ${id}.`);
      const externalId = said.externalId ?? before?.externalId;
      const link: Link = {
        system,
        kind,
        id,
        ...said,
        ...(externalId !== undefined && { externalId }),
        revision: (before?.revision ?? 0) + 1,
        failures: said.status === 'FAILED' ? (before?.failures ?? 0) + 1 : 0,
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      };
      const kept = await write(putLink(tenant, link));
      return kept.ok ? ok(link) : kept;
    }),
  getLink: async (named, { tenant }) => {
    const link = await read(linkOf(tenant, named));
    return link ? ok(link) : refuse('sync.unknown', `${named.system} has no row for ${named.id}.`);
  },
  listLinks: async ({ system, status, externalId, ...page }, { tenant }) =>
    listed(
      await list(
        externalId === undefined ? linksOf(tenant, system, status) : linksByName(tenant, system, externalId),
        page,
      ),
    ),
};

const thingOf: Readonly<Record<LinkKind, (tenant: string, id: string) => Read<unknown>>> = {
  customer: customerById,
  order: orderById,
  invoice: invoiceById,
  payment: paymentById,
  statement: statementById,
};

/** Where a cursor of ours or a moment leads; undefined for anything else. */
const placeOf = (since: string): string | undefined => {
  const moment = Instant.safeParse(since);
  if (moment.success) return positionAt(Math.max(0, Date.parse(moment.data)));
  const position = Buffer.from(since, 'base64url').toString();
  return POSITION.test(position) ? position : undefined;
};
