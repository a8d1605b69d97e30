/** Where partners' messages may come from, how they are read, and what became of them. */
import * as z from 'zod';
import { SourceName } from '../customers/customer.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { OverlapHours } from '../kernel/webhook.ts';
import {
  Message,
  MessageId,
  MessageState,
  MessageWithPayload,
  Preset,
  PutSource,
  SharedSecret,
  SourceSaved,
  SourceView,
  SourceWithSecret,
} from './intake.ts';

const params = z.strictObject({ source: SourceName });
const message = z.strictObject({ id: MessageId });

export const intakeApi = {
  listMappings: get('/v1/mappings', {
    scope: 'intake:read',
    summary: 'Mappings that come with the product, to use or to begin with',
    query: Page.pick({ limit: true }),
    output: listOf(Preset),
  }),
  putSource: put('/v1/sources/{source}', {
    scope: 'intake:write',
    summary: 'Say how a shop’s or EDI partner’s own payloads are read',
    description:
      'The partner sends them to `path`, signed as Standard Webhooks says. The mapping is tried on the sample first: what does ' +
      'not fit changes nothing. A new source gets a secret, which this one answer shows.',
    params,
    body: PutSource,
    output: SourceSaved,
    refusals: {
      'intake.mapping_invalid': 422,
      'intake.mapping_failed': 422,
      'intake.mapped_invalid': 422,
    },
  }),
  getSource: get('/v1/sources/{source}', {
    scope: 'intake:read',
    summary: 'One source',
    params,
    output: SourceView,
    refusals: { 'intake.source_unknown': 404 },
  }),
  listSources: get('/v1/sources', {
    scope: 'intake:read',
    summary: 'All sources',
    query: Page,
    output: listOf(SourceView),
  }),
  rotateSourceSecret: post('/v1/sources/{source}/secret', {
    scope: 'intake:write',
    summary: 'Make or take a new signing secret',
    description: 'What either signed is taken until the old one ends.',
    params,
    body: z.strictObject({
      secret: SharedSecret.optional(),
      overlapHours: OverlapHours,
    }),
    output: SourceWithSecret,
    refusals: { 'intake.source_unknown': 404 },
  }),
  listInbox: get('/v1/inbox', {
    scope: 'intake:read',
    summary: 'What partners sent, newest first',
    query: Page.extend({ state: MessageState.optional() }),
    output: listOf(Message),
  }),
  getMessage: get('/v1/inbox/{id}', {
    scope: 'intake:read',
    summary: 'One message with its payload',
    params: message,
    output: MessageWithPayload,
    refusals: { 'intake.unknown': 404 },
  }),
  replayMessage: post('/v1/inbox/{id}/replay', {
    scope: 'intake:write',
    summary: 'Work on a message again, by the mapping as it is now',
    description: 'What is in the books already is found there and not done twice.',
    params: message,
    status: 202,
    output: Message,
    refusals: { 'intake.unknown': 404, 'intake.payload_gone': 409 },
  }),
};
