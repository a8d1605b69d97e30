import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { INBOX } from '../../shared/kernel/storage.ts';
import type { Resources } from './service-function.ts';

/** The sending domain and its configuration set; SES tells the account's default bus what became of each mail. */
export class Mail extends Construct {
  readonly resources: NonNullable<Resources['mail']>;

  /** `replies`: the domain at which answers come in, and the bucket that takes them. */
  constructor(
    scope: Construct,
    id: string,
    domain: string,
    replies?: { readonly domain: string; readonly bucket: string },
  ) {
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
    if (replies) this.receive(replies.domain, replies.bucket);
    this.resources = {
      replyDomain: replies?.domain ?? '',
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

  /** One rule set of a region is active: which, an operator says (README). Mails without TLS are refused. */
  private receive(domain: string, bucketName: string): void {
    const set = new CfnReceiptRuleSet(this, 'Receipt');
    new CfnReceiptRule(this, 'Replies', {
      ruleSetName: set.ref,
      rule: {
        enabled: true,
        recipients: [domain],
        scanEnabled: true,
        tlsPolicy: 'Require',
        actions: [{ s3Action: { bucketName, objectKeyPrefix: INBOX } }],
      },
    });
    new CfnOutput(this, 'ReceiptRuleSet', { value: set.ref });
  }
}
