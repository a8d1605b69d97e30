import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Resources } from './service-function.ts';

/** The sending domain and its configuration set; SES tells the account's default bus what became of each mail. */
export class Mail extends Construct {
  readonly resources: NonNullable<Resources['mail']>;

  constructor(scope: Construct, id: string, domain: string) {
    super(scope, id);
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(domain) });
    const configuration = new ConfigurationSet(this, 'Configuration', { reputationMetrics: true });
    configuration.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    this.resources = {
      from: `billing@${domain}`,
      identityArn: identity.emailIdentityArn,
      configuration: configuration.configurationSetName,
      configurationArn: Stack.of(this).formatArn({
        service: 'ses',
        resource: 'configuration-set',
        resourceName: configuration.configurationSetName,
      }),
    };
  }
}
