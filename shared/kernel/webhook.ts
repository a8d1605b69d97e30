/**
 * Standard Webhooks (standardwebhooks.com, v1): HMAC-SHA256 of `id.timestamp.body`, in base64. Several signatures and several
 * secrets while one is rotated. What we take and what we send are both held to it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { Instant } from './dates.ts';

/** As it is kept: see runtime/seal.ts. Of two the first is the newest; the other is live until its time. */
export const SealedSecret = z.object({ sealed: z.string(), until: Instant.optional() });
export type SealedSecret = z.infer<typeof SealedSecret>;

/** How long two are live: a body's field. */
export const OverlapHours = z
  .int()
  .min(0)
  .max(720)
  .default(24)
  .meta({ description: 'How long the old one is live.' });

/** A new secret is live at once; the one before stays so for some hours, and any older one ends. */
export const rotated = (
  secrets: readonly SealedSecret[],
  sealed: string,
  now: Instant,
  overlapHours: number,
): SealedSecret[] => {
  const until = new Date(Date.parse(now) + overlapHours * 3_600_000).toISOString();
  return [{ sealed }, ...(secrets[0] && overlapHours > 0 ? [{ sealed: secrets[0].sealed, until }] : [])];
};
export const live = (secrets: readonly SealedSecret[], now: Instant): SealedSecret[] =>
  secrets.filter(({ until }) => until === undefined || until > now);

/** What is older or newer than this is a replay (rules §3.16). */
export const TOLERANCE_SECONDS = 300;

const digest = (secret: string, id: string, seconds: string, raw: string): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${seconds}.${raw}`)
    .digest();

/** The id of a webhook whose signature over the raw text holds now; undefined for any other. Constant time. */
export const verifyWebhook = (
  raw: string,
  headers: Readonly<Record<string, string | undefined>>,
  now: string,
  secrets: readonly string[],
): string | undefined => {
  const [id, time, signatures] = [
    headers['webhook-id'],
    headers['webhook-timestamp'],
    headers['webhook-signature'],
  ];
  if (!id || !time || !signatures || !/^\d{1,12}$/.test(time)) return undefined;
  if (Math.abs(Date.parse(now) / 1000 - Number(time)) > TOLERANCE_SECONDS) return undefined;
  const wanted = secrets.map((secret) => digest(secret, id, time, raw));
  const given = signatures
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  return wanted.some((right) =>
    given.some((one) => one.length === right.length && timingSafeEqual(one, right)),
  )
    ? id
    : undefined;
};

/** The three headers: signed with each of the secrets, so that a receiver may know either while one is rotated. */
export const signWebhook = (
  id: string,
  now: string,
  raw: string,
  secrets: readonly string[],
): Record<string, string> => {
  const seconds = String(Math.floor(Date.parse(now) / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': secrets
      .map((secret) => `v1,${digest(secret, id, seconds, raw).toString('base64')}`)
      .join(' '),
  };
};

/**
 * The text of exactly these bytes. A signature is over bytes and what is kept is text: bytes that are no UTF-8 would be
 * read as another text (U+FFFD), whose signature could hold, so they have none.
 */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
