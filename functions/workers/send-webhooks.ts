import { drain, on } from '../../shared/runtime/drain.ts';
import { giveNotice, replayRange, sendDue, sendWanted } from '../../shared/webhooks/actions.ts';
import {
  EndpointDisabled,
  ReplayRequested,
  WebhookDue,
  WebhookWanted,
} from '../../shared/webhooks/webhook.ts';

export const handler = drain('send-webhooks', [
  on(WebhookWanted, sendWanted),
  on(WebhookDue, sendDue),
  on(ReplayRequested, replayRange),
  on(EndpointDisabled, giveNotice),
]);
