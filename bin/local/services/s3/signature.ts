/**
 * SigV4 in the query of a presigned URL, checked for real: a leaked or changed link must fail here as it does
 * on AWS.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../../seam.ts';
import { AwsError } from '../wire.ts';

/** The secret access key that belongs to every access key id of this cloud. */
export const LOCAL_SECRET = 'local-secret';

const MOST_SECONDS = 604_800;

/** Throws S3's error when a presigned request is not signed by us, was changed or is too old; others pass. */
export const checkPresigned = (request: WireRequest, nowMs: number): void => {
  const { query } = request;
  if (!query.has('X-Amz-Signature')) return;
  const date = query.get('X-Amz-Date') ?? '';
  const signedMs = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const seconds = Number(query.get('X-Amz-Expires'));
  if (
    query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' ||
    Number.isNaN(signedMs) ||
    !(seconds > 0 && seconds <= MOST_SECONDS)
  )
    throw new AwsError('AuthorizationQueryParametersError', 'Error parsing the X-Amz query parameters.');
  if (nowMs > signedMs + seconds * 1000) throw new AwsError('AccessDenied', 'Request has expired', 403);
  const [, day = '', region = '', service = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request))].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${LOCAL_SECRET}`,
  );
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(query.get('X-Amz-Signature')!, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your key and signing method.',
      403,
    );
};

const canonical = ({ method, path, query, headers }: WireRequest): string => {
  const parameters = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const lines = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`);
  const payload = query.get('X-Amz-Content-Sha256') ?? headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  return [method, path, parameters.join('&'), lines.join(''), signed.join(';'), payload].join('\n');
};

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
