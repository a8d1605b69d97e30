/** What every action gets beside its input: who acts, for which tenant, when, and under which trace. */
import { createHash, randomBytes } from 'node:crypto';
import { idFrom } from '../kernel/ids.ts';
import type { Limits } from '../kernel/limits.ts';

export interface Deps {
  readonly tenant: string;
  /** `key_…` of a partner, `person:…` of an issuer, or the worker's own name. */
  readonly actor: string;
  /** What the caller of an API may; a worker has none, and does what its code says. */
  readonly may?: May;
  /** Who asked for what a second person now agrees to: both stand in the act. */
  readonly requestedBy?: string;
  /** One id from the order to the cash, carried by every event: see trace.ts. */
  readonly trace: string;
  /** Further traces that the act belongs to: of all that it touches, and of what woke it. */
  readonly traces?: readonly string[];
  /** Read once per request: an action has one "now". */
  readonly now: string;
  /** Present where the request carried an Idempotency-Key: kept in the same commit as the effect. */
  readonly once?: Once;
  /** The cause was announced again after a restore: see kernel/events.ts. */
  readonly restored?: boolean;
}
export interface May {
  readonly scopes: readonly string[];
  readonly limits?: Limits | undefined;
  /** In whose hand the key that is used was first, where that was not an operator's. */
  readonly maker?: string | undefined;
}
export interface Once {
  readonly key: string;
  readonly inputHash: string;
  readonly status: number;
  /** Set by the commit that kept it. */
  kept?: boolean;
}

export const instant = (): string => new Date().toISOString();
export const newId = <P extends string>(prefix: P): `${P}_${string}` =>
  idFrom(prefix, Date.now(), randomBytes(10));

/** Random bytes as base64url text: 24 of them are 32 characters. */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** The same cause makes the same id, so that work done twice meets its own condition. */
export const idOfCause = <P extends string>(prefix: P, at: string, ...cause: string[]): `${P}_${string}` =>
  idFrom(prefix, Date.parse(at), createHash('sha256').update(cause.join('\n')).digest());

/** Under which something is found whose name is nobody's business: keys of the table stand in traces of AWS. */
export const hiddenKey = (tenant: string, name: string): string => sha256(`${tenant}\n${name}`).slice(0, 32);
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
