/** Amazon EventBridge: event buses, rules with patterns, and their targets. */
import { randomUUID } from 'node:crypto';
import type { Cloud, Provider, Service } from '../seam.ts';
import { openCourier, readTarget } from './courier.ts';
import type { Target } from './courier.ts';
import { compile } from './patterns.ts';
import type { Sqs } from './sqs.ts';
import { shape } from './transform.ts';
import type { Json } from './wire.ts';
import { answer, asList, asObject, asText, AwsError, json, target } from './wire.ts';

/** An event as rules and targets see it. */
export interface Envelope extends Record<string, unknown> {
  version: string;
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}
export interface Events extends Service {
  /**
   * Puts an event on a bus for another service: source, detail-type, detail, and resources where there are
   * any. Answers its id; it is in its queues, or in the journal, when this returns. Throws for an unknown
   * bus.
   */
  publish(busArn: string, event: Partial<Envelope>): string;
  /** The bus that AWS services publish to. */
  readonly defaultBusArn: string;
}
interface Rule {
  name: string;
  arn: string;
  busArn: string;
  wants: (event: unknown) => boolean;
  targets: (Target & { body: (event: Envelope) => string })[];
}

const MOST_BYTES = 262_144;

export const events = (cloud: Cloud): Events => {
  const buses = new Set<string>();
  const rules = new Map<string, Rule>();
  const courier = openCourier(cloud, 'events');
  const arn = (rest: string) => `arn:${cloud.partition}:events:${cloud.region}:${cloud.accountId}:${rest}`;
  const busArn = (name: unknown) =>
    String(name).startsWith('arn:') ? String(name) : arn(`event-bus/${String(name)}`);
  const defaultBusArn = arn('event-bus/default');
  buses.add(defaultBusArn);

  const publish = (bus: string, event: Partial<Envelope>): string => {
    if (!buses.has(bus))
      throw new AwsError('ResourceNotFoundException', `Event bus ${bus.split('/').at(-1)} does not exist.`);
    const envelope: Envelope = {
      version: '0',
      id: event.id ?? randomUUID(),
      'detail-type': event['detail-type'] ?? '',
      source: event.source ?? '',
      account: cloud.accountId,
      time: event.time ?? `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`,
      region: cloud.region,
      resources: event.resources ?? [],
      detail: event.detail ?? {},
    };
    for (const rule of rules.values()) {
      if (rule.busArn !== bus || !rule.wants(envelope)) continue;
      for (const to of rule.targets) {
        const { body, ...plain } = to;
        courier.post({ id: randomUUID(), origin: rule.arn, target: plain, body: body(envelope) });
      }
    }
    return envelope.id;
  };

  const putEvents = (input: Json) => {
    const entries = asList(input['Entries']).map(asObject);
    if (entries.length === 0 || entries.length > 10)
      throw new AwsError(
        'ValidationException',
        "Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10",
      );
    const results = entries.map((entry) => {
      const wrong = fault(entry);
      if (wrong) return wrong;
      const time = entry['Time'];
      return {
        EventId: publish(busArn(entry['EventBusName'] ?? 'default'), {
          source: entry['Source'] as string,
          'detail-type': entry['DetailType'] as string,
          detail: JSON.parse(entry['Detail'] as string),
          resources: asList(entry['Resources']) as string[],
          ...(typeof time === 'number' && { time: `${new Date(time * 1000).toISOString().slice(0, 19)}Z` }),
        }),
      };
    });
    return { FailedEntryCount: results.filter((each) => 'ErrorCode' in each).length, Entries: results };
  };

  const bus: Provider = {
    properties: ['Name', 'Description', 'Tags', 'KmsKeyIdentifier', 'Policy', 'LogConfig'],
    make: (logicalId, properties) => {
      const name = asText(properties['Name'] ?? logicalId, 'Name');
      buses.add(busArn(name));
      return { ref: name, attributes: { Arn: busArn(name), Name: name } };
    },
  };
  const rule: Provider = {
    properties: [
      'Name',
      'Description',
      'EventBusName',
      'EventPattern',
      'State',
      'Targets',
      'RoleArn',
      'Tags',
    ],
    make: (logicalId, properties) => {
      const name = asText(properties['Name'] ?? logicalId, 'Name');
      const onBus = busArn(properties['EventBusName'] ?? 'default');
      const busName = onBus.slice(onBus.indexOf('/') + 1);
      if (!buses.has(onBus)) throw new Error(`Rule ${name}: there is no event bus ${busName}`);
      const ruleArn = arn(busName === 'default' ? `rule/${name}` : `rule/${busName}/${name}`);
      const enabled = properties['State'] !== 'DISABLED';
      const wants = compile(properties['EventPattern']);
      const targets = asList(properties['Targets']).map((each) => {
        const given = asObject(each);
        const own = readTarget(given, `Rule ${name}`, ['Input', 'InputPath', 'InputTransformer']);
        return { ...own, body: shape(given, { name, arn: ruleArn }) };
      });
      rules.set(ruleArn, {
        name,
        arn: ruleArn,
        busArn: onBus,
        wants: (event) => enabled && wants(event),
        targets,
      });
      return { ref: busName === 'default' ? name : `${busName}|${name}`, attributes: { Arn: ruleArn } };
    },
  };
  /**
   * AWS drops events silently when the queue's policy does not let EventBridge in; here that is a refusal to
   * boot.
   */
  const checkPolicies = () => {
    for (const each of rules.values())
      for (const to of each.targets.flatMap(({ arn: one, deadLetterArn }) =>
        [one, deadLetterArn ?? []].flat(),
      )) {
        if (!to.includes(':sqs:')) continue;
        if (!cloud.service<Sqs>('sqs').permits(to, 'events.amazonaws.com', each.arn))
          throw new Error(`The policy of queue ${to} does not let rule ${each.name} send to it`);
      }
  };

  return {
    name: 'events',
    provides: { 'AWS::Events::EventBus': bus, 'AWS::Events::Rule': rule },
    defaultBusArn,
    publish,
    access: (request) => {
      if (target(request) !== 'PutEvents') throw unknown(target(request));
      return asList(json(request)['Entries']).map((each) => {
        const { EventBusName = 'default', Source, DetailType } = asObject(each);
        const context = { 'events:source': String(Source), 'events:detail-type': String(DetailType) };
        return { action: 'events:PutEvents', resource: busArn(EventBusName), context };
      });
    },
    handle: (request) =>
      answer('1.1', () => {
        if (target(request) !== 'PutEvents') throw unknown(target(request));
        return putEvents(json(request));
      }),
    busy: () => courier.busy(),
    start: async () => {
      checkPolicies();
      courier.start();
    },
    stop: async () => courier.stop(),
  };
};

const unknown = (operation: string) =>
  new AwsError('UnknownOperationException', `Unknown operation ${operation}`);

/** Why one entry is not taken; the others still are. */
const fault = (entry: Json): { ErrorCode: string; ErrorMessage: string } | undefined => {
  const refuse = (ErrorMessage: string, ErrorCode = 'InvalidArgument') => ({ ErrorCode, ErrorMessage });
  for (const name of ['Source', 'DetailType', 'Detail'])
    if (typeof entry[name] !== 'string' || entry[name] === '')
      return refuse(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  if ((entry['Source'] as string).startsWith('aws.'))
    return refuse('Not authorized for the source.', 'NotAuthorizedForSourceException');
  const size = ['Source', 'DetailType', 'Detail'].reduce(
    (sum, name) => sum + Buffer.byteLength(String(entry[name])),
    14,
  );
  if (size > MOST_BYTES) return refuse('Total size of the entry is over the limit.');
  try {
    const detail: unknown = JSON.parse(entry['Detail'] as string);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // Falls through to the same refusal.
  }
  return refuse('Detail is malformed.', 'MalformedDetail');
};
