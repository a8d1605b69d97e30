import { drain, on } from '../../shared/runtime/drain.ts';
import { giveNotice, replayRange, sendDue } from '../../shared/webhooks/actions.ts';
import { EndpointDisabled, ReplayRequested, WebhookDue } from '../../shared/webhooks/webhook.ts';

export const handler = drain('send-webhooks', [
  on(WebhookDue, sendDue),
  on(ReplayRequested, replayRange),
  on(EndpointDisabled, giveNotice),
]);
