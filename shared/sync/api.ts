/** What a CRM or ERP needs to keep up with us. */
import * as z from 'zod';
import { ExternalId } from '../customers/customer.ts';
import { get, listOf, Page, put } from '../kernel/contract.ts';
import { Change, Link, LinkKind, LinkStatus, OurId, SayLink, SystemName } from './link.ts';

const params = z.strictObject({ system: SystemName, kind: LinkKind, id: OurId });

export const syncApi = {
  listChanges: get('/v1/changes', {
    scope: 'sync:read',
    summary: 'What changed since, oldest first, over all kinds of things',
    description:
      'Keep `nextCursor` and come back with it as `since`: at the end of the feed it is there, too. Every change is told ' +
      'at least once, half a minute after it happened, and none is passed over.',
    query: z.strictObject({
      since: z.string().max(100).optional().meta({
        description:
          '`nextCursor` of the page before, or a moment (RFC 3339 in UTC); from the beginning where absent.',
      }),
      limit: Page.shape.limit.meta({
        description: 'Commits in one page; a commit may have changed several things.',
      }),
    }),
    output: listOf(Change),
    refusals: { 'sync.since_invalid': 422 },
  }),
  sayLink: put('/v1/links/{system}/{kind}/{id}', {
    scope: 'sync:write',
    summary: 'Say how a thing of ours stands in another system',
    description:
      'The row of the mapping table is created or replaced; `externalId` stays where none is given.',
    params,
    body: SayLink,
    output: Link,
    refusals: { 'sync.unknown': 404, 'sync.kind_mismatch': 422 },
  }),
  getLink: get('/v1/links/{system}/{kind}/{id}', {
    scope: 'sync:read',
    summary: 'How a thing of ours stands in another system',
    params,
    output: Link,
    refusals: { 'sync.unknown': 404 },
  }),
  listLinks: get('/v1/links/{system}', {
    scope: 'sync:read',
    summary: 'Rows of one other system: all, of one status, or what it calls by a name',
    params: z.strictObject({ system: SystemName }),
    query: Page.extend({
      status: LinkStatus.optional(),
      externalId: ExternalId.optional().meta({ description: 'Then `status` is not looked at.' }),
    }),
    output: listOf(Link),
  }),
};
