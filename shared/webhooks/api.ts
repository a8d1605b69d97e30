/** What partners may do with the addresses at which they hear of us. */
import * as z from 'zod';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { OverlapHours } from '../kernel/webhook.ts';
import {
  ChangeEndpoint,
  CreateEndpoint,
  Delivery,
  DeliveryId,
  DeliveryState,
  EndpointId,
  EndpointView,
  EndpointWithSecret,
  Range,
} from './webhook.ts';

const params = z.strictObject({ id: EndpointId });
const delivery = z.strictObject({ id: DeliveryId });

export const webhooksApi = {
  createEndpoint: post('/v1/webhooks', {
    scope: 'webhooks:write',
    summary: 'Register an address that hears of events',
    description:
      'Each event arrives at least once, signed as Standard Webhooks says (standardwebhooks.com). Of one thing nothing is sent ' +
      'before what happened to it earlier has arrived or was given up; `sequence` rises with it. ' +
      'Events are sent from half a minute after the answer on.',
    body: CreateEndpoint,
    status: 201,
    output: EndpointWithSecret,
    refusals: { 'webhooks.url_refused': 422, 'webhooks.too_many': 409 },
  }),
  listEndpoints: get('/v1/webhooks', {
    scope: 'webhooks:read',
    summary: 'All endpoints',
    query: Page,
    output: listOf(EndpointView),
  }),
  getEndpoint: get('/v1/webhooks/{id}', {
    scope: 'webhooks:read',
    summary: 'One endpoint',
    params,
    output: EndpointView,
    refusals: { 'webhooks.unknown': 404 },
  }),
  changeEndpoint: put('/v1/webhooks/{id}', {
    scope: 'webhooks:write',
    summary: 'Change, disable or enable an endpoint',
    params,
    body: ChangeEndpoint,
    output: EndpointView,
    refusals: { 'webhooks.unknown': 404, 'webhooks.url_refused': 422 },
  }),
  rotateEndpointSecret: post('/v1/webhooks/{id}/secret', {
    scope: 'webhooks:write',
    summary: 'Make a new signing secret',
    description: 'Both secrets sign every webhook until the old one ends.',
    params,
    body: z.strictObject({
      overlapHours: OverlapHours,
    }),
    output: EndpointWithSecret,
    refusals: { 'webhooks.unknown': 404 },
  }),
  replayEndpoint: post('/v1/webhooks/{id}/replay', {
    scope: 'webhooks:write',
    summary: 'Send everything of a time again',
    description: 'Whatever happened in it, sent before or not: with the same `webhook-id`s.',
    params,
    body: Range,
    status: 202,
    output: EndpointView,
    refusals: { 'webhooks.unknown': 404, 'webhooks.disabled': 409, 'webhooks.range': 422 },
  }),
  listDeliveries: get('/v1/webhooks/{id}/deliveries', {
    scope: 'webhooks:read',
    summary: 'What was sent to an endpoint and what waits, newest first; kept for sixty days',
    params,
    query: Page.extend({ state: DeliveryState.optional() }),
    output: listOf(Delivery),
    refusals: { 'webhooks.unknown': 404 },
  }),
  getDelivery: get('/v1/webhook-deliveries/{id}', {
    scope: 'webhooks:read',
    summary: 'One delivery with its attempts',
    params: delivery,
    output: Delivery,
    refusals: { 'webhooks.delivery_unknown': 404 },
  }),
  replayDelivery: post('/v1/webhook-deliveries/{id}/replay', {
    scope: 'webhooks:write',
    summary: 'Send one event again',
    params: delivery,
    status: 202,
    output: Delivery,
    refusals: { 'webhooks.delivery_unknown': 404, 'webhooks.disabled': 409, 'webhooks.line_full': 409 },
  }),
};
