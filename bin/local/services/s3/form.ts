/**
 * An upload by a form of a browser (POST Object): its fields, and the policy that somebody signed. Every condition is checked, and every field
 * has to be one of them, as on AWS: a form that was changed puts nothing there.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../../seam.ts';
import { AwsError } from '../wire.ts';

export interface Form {
  /** Names in small letters. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
}

const BOUNDARY = /^multipart\/form-data;.*boundary="?([^";]+)"?/i;

/** Undefined for what is no form. `${filename}` of the key is what the browser calls the file. */
export const formOf = ({ method, headers, body }: Pick<WireRequest, 'method' | 'headers' | 'body'>) => {
  const [, boundary] = BOUNDARY.exec(headers['content-type'] ?? '') ?? [];
  return method === 'POST' && boundary !== undefined ? parsed(body, `--${boundary}`) : undefined;
};

const parsed = (body: Buffer, line: string): Form | undefined => {
  const fields = new Map<string, string>();
  for (let at = body.indexOf(line); at >= 0;) {
    const next = body.indexOf(`\r\n${line}`, at + line.length);
    const head = body.indexOf('\r\n\r\n', at);
    if (next < 0 || head < 0 || head > next) return undefined;
    const said = body.toString('utf8', at, head);
    const [, name = ''] = /\bname="([^"]*)"/i.exec(said) ?? [];
    const value = body.subarray(head + 4, next);
    // What comes after the file is not looked at.
    if (name === 'file') {
      const [, called = ''] = /\bfilename="([^"]*)"/i.exec(said) ?? [];
      const key = (fields.get('key') ?? '').replaceAll('${filename}', called.split(/[/\\]/).at(-1)!);
      return { fields: fields.set('key', key), file: value };
    }
    fields.set(name.toLowerCase(), value.toString('utf8'));
    at = next + 2;
  }
  return undefined;
};

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly (
    | Record<string, string>
    | readonly [string, string | number, string | number]
  )[];
}
const OUTSIDE = ['x-amz-signature', 'policy', 'file'];

/** Throws S3's error for a form that is not signed by us, is too old, or says something else than was signed. */
export const checkForm = ({ fields, file }: Form, bucket: string, secret: string, nowMs: number): void => {
  const text = fields.get('policy') ?? '';
  if (!isSigned(fields, text, secret))
    throw new AwsError('SignatureDoesNotMatch', 'The signature of the policy does not match.', 403);
  const { expiration, conditions } = JSON.parse(Buffer.from(text, 'base64').toString()) as Policy;
  if (nowMs > Date.parse(expiration)) throw denied('Policy expired.');
  const said = new Map([...fields, ['bucket', bucket]]);
  const covered = new Set(['bucket', ...OUTSIDE]);
  for (const one of conditions) {
    const [how, name, value] = Array.isArray(one)
      ? (one as [string, string | number, string | number])
      : (['eq', `$${Object.keys(one)[0]}`, Object.values(one)[0]!] as const);
    if (how === 'content-length-range') {
      if (file.length < Number(name))
        throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
      if (file.length > Number(value))
        throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
      continue;
    }
    const field = String(name).slice(1).toLowerCase();
    covered.add(field);
    const given = said.get(field);
    if (how === 'starts-with' ? !given?.startsWith(String(value)) : given !== value)
      throw denied(`Policy Condition failed: ["${how}", "$${field}", "${value}"]`);
  }
  const more = [...fields.keys()].find((name) => !covered.has(name) && !name.startsWith('x-ignore-'));
  if (more !== undefined) throw denied(`Extra input fields: ${more}`);
};

const isSigned = (fields: Form['fields'], policy: string, secret: string): boolean => {
  const [, day = '', region = '', service = ''] = (fields.get('x-amz-credential') ?? '').split('/');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${secret}`,
  );
  const expected = createHmac('sha256', key).update(policy).digest();
  const given = Buffer.from(fields.get('x-amz-signature') ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
const denied = (why: string) => new AwsError('AccessDenied', `Invalid according to Policy: ${why}`, 403);
