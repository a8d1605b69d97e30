/** Resources that exist so that others may name them, and do nothing on one machine. */
import type { Cloud, Made, Provider, Service } from './seam.ts';

type Make = (
  id: string,
  properties: Record<string, unknown>,
  arn: (service: string, rest: string) => string,
) => Made;

const TYPES: Record<string, Make> = {
  'AWS::CDK::Metadata': (id) => ({ ref: id, attributes: {} }),
  'AWS::Logs::LogGroup': (id, properties, arn) => {
    const name = String(properties['LogGroupName'] ?? `/local/${id}`);
    return { ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
  },
  'AWS::Logs::MetricFilter': (id) => ({ ref: id, attributes: {} }),
  'AWS::Logs::QueryDefinition': (id) => ({ ref: id, attributes: { QueryDefinitionId: id } }),
  'AWS::CloudWatch::Dashboard': (id, properties) => ({
    ref: String(properties['DashboardName'] ?? id),
    attributes: {},
  }),
  'AWS::Glue::Database': (id) => ({ ref: id, attributes: {} }),
  'AWS::Glue::Table': (id) => ({ ref: id, attributes: {} }),
  'AWS::Athena::WorkGroup': (id, properties) => ({ ref: String(properties['Name'] ?? id), attributes: {} }),
  'AWS::SNS::Topic': (id, properties, arn) => {
    const name = String(properties['TopicName'] ?? id);
    return { ref: arn('sns', name), attributes: { TopicName: name, TopicArn: arn('sns', name) } };
  },
  'AWS::SNS::TopicPolicy': (id) => ({ ref: id, attributes: { Id: id } }),
  'AWS::SNS::Subscription': (id, _, arn) => ({ ref: arn('sns', id), attributes: { Arn: arn('sns', id) } }),
  'AWS::KMS::Key': (id, _, arn) => ({
    ref: id,
    attributes: { Arn: arn('kms', `key/${id}`), KeyId: id },
  }),
  'AWS::KMS::Alias': (id, properties) => ({ ref: String(properties['AliasName'] ?? id), attributes: {} }),
};

export const inert = (cloud: Pick<Cloud, 'partition' | 'region' | 'accountId'>): Service => {
  const arn = (service: string, rest: string) =>
    `arn:${cloud.partition}:${service}:${cloud.region}:${cloud.accountId}:${rest}`;
  const provides: Record<string, Provider> = {};
  for (const [type, make] of Object.entries(TYPES))
    provides[type] = { properties: 'any', make: (id, properties) => make(id, properties, arn) };
  return {
    name: 'inert',
    provides,
    access: () => {
      throw new Error('nothing listens here');
    },
    handle: () => Promise.reject(new Error('nothing listens here')),
    busy: () => [],
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
};
