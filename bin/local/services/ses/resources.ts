/** The SES resources of a template: who may send, and who is told of it. */
import { randomBytes } from 'node:crypto';
import type { Provider } from '../../seam.ts';
import { asList, asObject, asText, isTrue, scalar } from '../wire.ts';

/**
 * Fills `identities` (with their default configuration set) and `sets` (with the kinds of event that they
 * tell).
 */
export const providers = (
  identities: Map<string, string | undefined>,
  sets: Map<string, Set<string>>,
): Record<string, Provider> => ({
  'AWS::SES::EmailIdentity': {
    properties: [
      'EmailIdentity',
      'ConfigurationSetAttributes',
      'DkimAttributes',
      'DkimSigningAttributes',
      'Tags',
      'FeedbackAttributes',
      'MailFromAttributes',
    ],
    make: (_logicalId, properties) => {
      const name = asText(properties['EmailIdentity'], 'EmailIdentity');
      const set = scalar(asObject(properties['ConfigurationSetAttributes'])['ConfigurationSetName']);
      identities.set(name.toLowerCase(), set);
      const tokens = [1, 2, 3].flatMap((n) => [
        [`DkimDNSTokenName${n}`, `token${n}._domainkey.${name}`],
        [`DkimDNSTokenValue${n}`, `token${n}.dkim.amazonses.com`],
      ]);
      return { ref: name, attributes: Object.fromEntries(tokens) as Record<string, string> };
    },
  },
  'AWS::SES::ConfigurationSet': {
    properties: [
      'Name',
      'DeliveryOptions',
      'ReputationOptions',
      'SendingOptions',
      'SuppressionOptions',
      'TrackingOptions',
      'VdmOptions',
      'ArchivingOptions',
      'Tags',
    ],
    make: (logicalId, properties) => {
      const name = asText(properties['Name'] ?? logicalId, 'Name');
      sets.set(name, new Set());
      return { ref: name, attributes: {} };
    },
  },
  'AWS::SES::ConfigurationSetEventDestination': {
    properties: ['ConfigurationSetName', 'EventDestination'],
    make: (logicalId, properties) => {
      const name = asText(properties['ConfigurationSetName'], 'ConfigurationSetName');
      const { Enabled, MatchingEventTypes, EventBridgeDestination, Name, ...other } = asObject(
        properties['EventDestination'],
      );
      if (Object.keys(other).length > 0 || EventBridgeDestination === undefined)
        throw new Error(
          `${logicalId}: only an EventBridgeDestination is supported, not ${Object.keys(other).join()}`,
        );
      const bus = asText(asObject(EventBridgeDestination)['EventBusArn'], 'EventBusArn');
      if (!bus.endsWith(':event-bus/default'))
        throw new Error(`${logicalId}: SES publishes to the default bus only`);
      const kinds = asList(MatchingEventTypes).map((type) => String(type).replaceAll('_', '').toLowerCase());
      const id = scalar(Name) ?? randomBytes(4).toString('hex');
      if (isTrue(Enabled)) for (const kind of kinds) sets.get(name)?.add(kind);
      return { ref: id, attributes: { Id: id } };
    },
  },
});
