/** AWS Secrets Manager: secrets of the template, generated once and kept. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Cloud, Provider, Service } from '../seam.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import type { Json } from './wire.ts';
import { answer, asObject, asText, AwsError, isTrue, json, scalar, target } from './wire.ts';

interface Version {
  id: string;
  text?: string | undefined;
  /** Base64. */
  binary?: string | undefined;
  created: number;
}
interface Secret {
  name: string;
  arn: string;
  description: string;
  created: number;
  /** What the template said; when that changes the secret changes, as on AWS. */
  template: string;
  current: Version;
  previous?: Version | undefined;
}
export interface Secrets extends Service {
  /** The current text of a secret, by name or ARN, for the runtime's own use. */
  read(id: string): string;
}

export const secretsmanager = (cloud: Cloud): Secrets => {
  const secrets = new Map<string, Secret>();
  let log: Journal<Secret> | undefined;

  const keep = (secret: Secret): Secret => {
    secrets.set(secret.name, secret);
    log?.write(secret);
    return secret;
  };
  /** By name, by ARN, or by an ARN without its random end. */
  const find = (id: unknown): Secret => {
    for (const secret of secrets.values())
      if (secret.name === id || secret.arn === id || secret.arn.slice(0, -7) === id) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  const pick = (secret: Secret, { VersionId, VersionStage }: Json): [Version, string[]] => {
    for (const [version, stage] of [
      [secret.current, 'AWSCURRENT'],
      [secret.previous, 'AWSPREVIOUS'],
    ] as const) {
      const wanted =
        VersionId === undefined ? (VersionStage ?? 'AWSCURRENT') === stage : version?.id === VersionId;
      if (version && wanted) return [version, [stage]];
    }
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value: ${scalar(VersionId ?? VersionStage)}`,
    );
  };
  const identity = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

  const operations: Record<string, (input: Json) => Json> = {
    GetSecretValue: (input) => {
      const secret = find(input['SecretId']);
      const [version, VersionStages] = pick(secret, input);
      const { id: VersionId, text: SecretString, binary: SecretBinary, created } = version;
      return {
        ...identity(secret),
        VersionId,
        SecretString,
        SecretBinary,
        VersionStages,
        CreatedDate: created / 1000,
      };
    },
    PutSecretValue: (input) => {
      const secret = find(input['SecretId']);
      const id = scalar(input['ClientRequestToken']) ?? randomUUID();
      const text = input['SecretString'] as string | undefined;
      const binary = input['SecretBinary'] as string | undefined;
      const { current } = secret;
      if (current.id === id && (current.text !== text || current.binary !== binary))
        throw new AwsError('ResourceExistsException', 'You can not overwrite a version with another value.');
      if (current.id !== id) {
        const fresh = { id, text, binary, created: cloud.clock.now() };
        keep({ ...secret, current: fresh, previous: current });
      }
      return { ...identity(secret), VersionId: id, VersionStages: ['AWSCURRENT'] };
    },
    DescribeSecret: (input) => {
      const secret = find(input['SecretId']);
      const { current, previous, created, description: Description } = secret;
      const VersionIdsToStages = {
        [current.id]: ['AWSCURRENT'],
        ...(previous && { [previous.id]: ['AWSPREVIOUS'] }),
      };
      const dates = { CreatedDate: created / 1000, LastChangedDate: current.created / 1000 };
      return { ...identity(secret), Description, VersionIdsToStages, ...dates };
    },
  };
  const operation = (name: string) => {
    const found = operations[name];
    if (!found) throw new AwsError('UnknownOperationException', `Unknown operation ${name}`);
    return found;
  };

  const secret: Provider = {
    properties: ['Name', 'Description', 'GenerateSecretString', 'SecretString', 'KmsKeyId', 'Tags'],
    make: (logicalId, properties) => {
      log ??= openJournal<Secret>(join(cloud.stateDir('secretsmanager'), 'secrets.jsonl'), {
        replay: (entry) => secrets.set(entry.name, entry),
        snapshot: () => [...secrets.values()],
      });
      const name = asText(properties['Name'] ?? logicalId, 'Name');
      const known = secrets.get(name);
      const { GenerateSecretString, SecretString } = properties;
      const template = JSON.stringify({ GenerateSecretString, SecretString });
      const now = cloud.clock.now();
      const fresh = (): Version => ({
        id: randomUUID(),
        text: scalar(SecretString) ?? generate(asObject(GenerateSecretString)),
        created: now,
      });
      const made =
        known?.template === template
          ? known
          : keep({
              name,
              arn: known?.arn ?? arnOf(cloud, name),
              description: scalar(properties['Description']) ?? '',
              created: known?.created ?? now,
              template,
              current: fresh(),
              previous: known?.current,
            });
      return { ref: made.arn, attributes: { Id: made.arn } };
    },
  };

  return {
    name: 'secretsmanager',
    provides: { 'AWS::SecretsManager::Secret': secret },
    read: (id) => find(id).current.text ?? '',
    access: (request) => {
      operation(target(request));
      const id = json(request)['SecretId'];
      const known = [...secrets.values()].find(
        ({ name, arn }) => name === id || arn === id || arn.slice(0, -7) === id,
      );
      const resource = known?.arn ?? (String(id).startsWith('arn:') ? String(id) : arnOf(cloud, String(id)));
      return [{ action: `secretsmanager:${target(request)}`, resource }];
    },
    handle: (request) => answer('1.1', () => operation(target(request))(json(request))),
    busy: () => [],
    start: async () => {},
    stop: async () => log?.close(),
  };
};

/** AWS ends each ARN with six characters of its own. */
const arnOf = (cloud: Cloud, name: string): string =>
  [
    `arn:${cloud.partition}:secretsmanager:${cloud.region}:${cloud.accountId}:secret`,
    `${name}-${randomBytes(3).toString('hex')}`,
  ].join(':');

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const generate = (options: Json): string => {
  const left = (name: string) => !isTrue(options[name]);
  const kinds = [
    ...(left('ExcludeLowercase') ? [LETTERS] : []),
    ...(left('ExcludeUppercase') ? [LETTERS.toUpperCase()] : []),
    ...(left('ExcludeNumbers') ? ['0123456789'] : []),
    ...(left('ExcludePunctuation') ? [PUNCTUATION] : []),
    ...(left('IncludeSpace') ? [] : [' ']),
  ]
    .map((signs) =>
      Array.from(signs).filter((sign) => !(scalar(options['ExcludeCharacters']) ?? '').includes(sign)),
    )
    .filter((signs) => signs.length > 0);
  const all = kinds.flat();
  const length = Number(options['PasswordLength'] ?? 32);
  const pick = (signs: string[]) => signs[randomInt(signs.length)]!;
  const each = options['RequireEachIncludedType'] === false ? [] : kinds.map(pick);
  const rest = Array.from({ length: Math.max(0, length - each.length) }, () => pick(all));
  const password = shuffle([...each, ...rest])
    .slice(0, length)
    .join('');
  const key = scalar(options['GenerateStringKey']);
  if (key === undefined) return password;
  const form = JSON.parse(asText(options['SecretStringTemplate'], 'SecretStringTemplate')) as Json;
  return JSON.stringify({ ...form, [key]: password });
};

const shuffle = (signs: string[]): string[] =>
  signs
    .map((sign) => ({ sign, by: randomInt(2 ** 32) }))
    .sort((a, b) => a.by - b.by)
    .map(({ sign }) => sign);
