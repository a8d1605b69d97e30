/** Presigned links to objects. Only the signature is made here: S3's client would be a third of what an API function loads. */
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { createHash, createHmac } from 'node:crypto';
import { env } from './env.ts';

/** A link that opens the object under a file name for a while, then no more. */
export const linkTo = async (key: string, fileName: string, seconds: number): Promise<string> => {
  const place = placeOf(env('bucket'), key);
  const { query = {} } = await presigner().presign(
    {
      method: 'GET',
      protocol: place.protocol,
      hostname: place.hostname,
      ...(place.port !== '' && { port: Number(place.port) }),
      path: place.pathname,
      headers: { host: place.host },
      query: {
        'response-content-disposition': `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
        'x-id': 'GetObject',
      },
    },
    { expiresIn: seconds },
  );
  for (const [name, value] of Object.entries(query)) place.searchParams.set(name, String(value));
  return place.href;
};

/** By name on AWS; below the endpoint's path where one is set. */
export const placeOf = (bucket: string, key: string): URL => {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  return endpoint === undefined
    ? new URL(`https://${bucket}.s3.${process.env['AWS_REGION']}.amazonaws.com/${path}`)
    : new URL(`${endpoint}/${bucket}/${path}`);
};

/** Lambda's credentials stay the same for as long as the environment lives. */
const presigner = (): S3RequestPresigner =>
  new S3RequestPresigner({
    region: process.env['AWS_REGION']!,
    credentials: {
      accessKeyId: process.env['AWS_ACCESS_KEY_ID']!,
      secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY']!,
      ...(process.env['AWS_SESSION_TOKEN'] && { sessionToken: process.env['AWS_SESSION_TOKEN'] }),
    },
    sha256: Sha256,
  });

/** The signer's idea of a hash: keyed where it is given a secret. */
class Sha256 {
  private readonly hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }
  update(chunk: string | Uint8Array): void {
    this.hash.update(chunk);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
  reset(): void {
    throw new Error('a hash is used once');
  }
}
