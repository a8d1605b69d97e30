/**
 * Forms by which somebody outside puts one object into the bucket, past our functions: what may be put where, how large and until when is signed
 * (POST Object of S3, a browser needs no script for it).
 */
import { createHmac } from 'node:crypto';
import { env } from './env.ts';
import { placeOf } from './links.ts';

export interface Upload {
  /** Where the form is sent to. */
  readonly url: string;
  /** What it has beside the file, which is its last field and is called `file`. */
  readonly fields: Readonly<Record<string, string>>;
}
export interface Wanted {
  /** The whole key; with `${filename}` at its end, what the browser calls the file. */
  readonly key: string;
  readonly leastBytes: number;
  readonly mostBytes: number;
  readonly until: string;
  /** Further fields, which have to be as they are said here. */
  readonly fields?: Readonly<Record<string, string>>;
}

const FILE_NAME = '${filename}';

export const uploadTo = ({ key, leastBytes, mostBytes, until, fields = {} }: Wanted, now: string): Upload => {
  const at = now.replaceAll(/[-:]|\.\d+/g, '');
  const scope = [at.slice(0, 8), process.env['AWS_REGION']!, 's3', 'aws4_request'];
  const token = process.env['AWS_SESSION_TOKEN'];
  const said = {
    ...fields,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': [process.env['AWS_ACCESS_KEY_ID']!, ...scope].join('/'),
    'x-amz-date': at,
    ...(token !== undefined && token !== '' && { 'x-amz-security-token': token }),
  };
  const named = key.endsWith(FILE_NAME);
  const conditions = [
    { bucket: env('bucket') },
    named ? ['starts-with', '$key', key.slice(0, -FILE_NAME.length)] : { key },
    ['content-length-range', leastBytes, mostBytes],
    ...Object.entries(said).map(([name, value]) => ({ [name]: value })),
  ];
  const policy = Buffer.from(JSON.stringify({ expiration: until, conditions })).toString('base64');
  const signature = createHmac('sha256', keyOf(scope)).update(policy).digest('hex');
  return {
    url: placeOf(env('bucket'), '').href,
    fields: { key, ...said, policy, 'x-amz-signature': signature },
  };
};

const keyOf = (scope: readonly string[]): Buffer | string =>
  scope.reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${process.env['AWS_SECRET_ACCESS_KEY']!}`,
  );
