/**
 * Secrets of partners, sealed into the table (AES-256-GCM): whoever reads the table, an export or a backup has none of them.
 * The key of a tenant is derived from one in the vault; what is sealed opens only in the place that it was sealed for.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { secret } from './secrets.ts';

const keyOf = async (tenant: string): Promise<Uint8Array> =>
  new Uint8Array(hkdfSync('sha256', await secret('sealKey'), tenant, 'quittance seal', 32));

/** 24 random bytes, as Standard Webhooks writes them. */
export const newSigningSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

/** `place`: the id of what the secret belongs to. */
export const seal = async (tenant: string, place: string, text: string): Promise<string> => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(tenant), iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
};

/** Throws for whatever was not sealed so. */
export const unseal = async (tenant: string, place: string, sealed: string): Promise<string> => {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(tenant), bytes.subarray(0, 12))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
};
