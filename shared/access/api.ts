import * as z from 'zod';
import { Approval } from '../approvals/approval.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Text } from '../kernel/party.ts';
import { Entity, EntityId, EntityProfile, KeyGrant, KeyId, KeyView } from './tenant.ts';

const key = z.strictObject({ id: KeyId });
const entity = z.strictObject({ id: EntityId });
const EntityView = Entity.meta({ id: 'Entity' });

export const accessApi = {
  listKeys: get('/v1/keys', {
    scope: 'access:read',
    summary: 'Keys with what they may and when they were last used, newest first',
    query: Page,
    output: listOf(KeyView),
  }),
  createKey: post('/v1/keys', {
    scope: 'access:write',
    summary: 'Make a key: by roles, by scopes, or both',
    description:
      'The text of the key is in this answer and nowhere else; a repeated request does not tell it again.',
    body: KeyGrant,
    status: 201,
    output: KeyView,
    refusals: { 'access.expiry_past': 422 },
  }),
  rotateKey: post('/v1/keys/{id}/rotate', {
    scope: 'access:write',
    summary: 'Give a key a new secret, while the old one opens for some hours more',
    params: key,
    body: z.strictObject({
      overlapHours: z.int().min(0).max(720).default(24).meta({
        description: 'How long the secret before this one opens; a third one never does.',
      }),
    }),
    output: KeyView,
    refusals: { 'access.key_unknown': 404, 'access.key_ended': 409 },
  }),
  revokeKey: post('/v1/keys/{id}/revoke', {
    scope: 'access:write',
    summary: 'End a key and all its secrets, within a minute',
    params: key,
    body: z.strictObject({ reason: Text(200) }),
    output: KeyView,
    refusals: { 'access.key_unknown': 404, 'access.key_ended': 409 },
  }),
  listEntities: get('/v1/entities', {
    scope: 'entities:read',
    summary: 'The legal entities of the tenant',
    output: z.object({ object: z.literal('list'), data: z.array(EntityView) }),
  }),
  getEntity: get('/v1/entities/{id}', {
    scope: 'entities:read',
    summary: 'One legal entity, with bank data that are agreed on and not in force yet',
    params: entity,
    output: EntityView,
    refusals: { 'entities.unknown': 404 },
  }),
  changeEntity: put('/v1/entities/{id}', {
    scope: 'entities:write',
    summary: 'Say what an entity shall be; other bank data or another mail address need a second person',
    description:
      'Answered with 202 and an approval where a second person has to agree, also on where answers to mails go (`sender.replyTo`). Bank data are then in force a day later, and the address that the entity had is told at once.',
    params: entity,
    body: EntityProfile,
    output: EntityView,
    awaits: Approval,
    refusals: {
      'entities.unknown': 404,
      'entities.iban_invalid': 422,
      'entities.endpoint_invalid': 422,
      'entities.colour_contrast': 422,
    },
  }),
  keepBank: post('/v1/entities/{id}/keep-bank', {
    scope: 'entities:write',
    summary: 'Stop a change of bank data that is agreed on and not in force yet',
    params: entity,
    body: z.strictObject({ reason: Text(200) }),
    output: EntityView,
    refusals: { 'entities.unknown': 404, 'entities.nothing_waits': 409 },
  }),
};
