/** What the sandbox payment provider knows: sessions, payouts, webhooks, and how they look on the wire. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

export type Status = 'open' | 'processing' | 'succeeded' | 'failed' | 'canceled';
export interface Session {
  id: string;
  status: Status;
  /** Rises with each change, so that late news can be told from new. */
  version: number;
  amount: { minor: number; currency: string };
  reference: string;
  description: string;
  returnUrl: string;
  metadata: Record<string, string>;
  failure?: { code: string; message: string } | undefined;
  createdAt: number;
  updatedAt: number;
  /** When a bank debit that is processing goes through. */
  settlesAt?: number | undefined;
  /** By what it was paid; known once it is. */
  method?: 'card' | 'direct_debit' | undefined;
  payoutId?: string | undefined;
  /** What pays is kept for charges without the payer, and under which name. */
  keep?: boolean | undefined;
  token?: string | undefined;
  idempotency?: { key: string; hash: string } | undefined;
}
/** What a payer let us keep. `next` is what becomes of charges: a word of ours, or the code that they fail with. */
export interface KeptMethod {
  token: string;
  kind: 'card' | 'direct_debit';
  scheme: string;
  brand?: string;
  last4: string;
  expires?: string;
  mandate?: string;
  creditor?: string;
  next: string;
  over?: boolean;
}
/** What the payer of a session wants back, and what that moved. */
export interface Dispute {
  id: string;
  sessionId: string;
  reference: string;
  status: 'inquiry' | 'needs_response' | 'under_review' | 'won' | 'lost';
  version: number;
  amount: { minor: number; currency: string };
  reason: string;
  evidenceBy: number;
  moves: { minor: number; feeMinor: number; payoutId?: string }[];
  metadata: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}
/** What goes back of a session; it arrives, or does not, some time after it was asked for. */
export interface Refund {
  id: string;
  sessionId: string;
  status: 'pending' | 'succeeded' | 'failed';
  amount: { minor: number; currency: string };
  reference: string;
  metadata: Record<string, string>;
  failureCode?: string | undefined;
  createdAt: number;
  settlesAt?: number | undefined;
  payoutId?: string | undefined;
  idempotency?: { key: string; hash: string } | undefined;
}
export interface Payout {
  id: string;
  currency: string;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
  /** The day on which the money is on the bank account. */
  arrivalDate: string;
  /** The text of the line on the bank statement. */
  statementReference: string;
  createdAt: string;
  items: {
    sessionId: string;
    reference: string;
    refund?: string;
    dispute?: string;
    grossMinor: number;
    feeMinor: number;
  }[];
}
export interface Webhook {
  /** The same for every try: the receiver's key against duplicates. */
  id: string;
  /** Distinguishes copies that are sent on purpose. */
  copy: number;
  type: string;
  body: string;
  attempts: number;
  dueAt: number;
  /** Held back until this later webhook was tried. */
  after?: string | undefined;
}

export const shown = (session: Session, baseUrl: string) => {
  const { id, status, version, amount, reference, description, returnUrl, metadata, failure, method } =
    session;
  return {
    id,
    url: `${baseUrl}/psp/pay/${id}`,
    status,
    version,
    amount,
    reference,
    description,
    returnUrl,
    metadata,
    ...(failure && { failure }),
    ...(method && { method }),
    createdAt: new Date(session.createdAt).toISOString(),
    updatedAt: new Date(session.updatedAt).toISOString(),
  };
};

export const shownRefund = ({
  id,
  sessionId,
  status,
  amount,
  reference,
  metadata,
  failureCode,
  createdAt,
}: Refund) => ({
  id,
  session: sessionId,
  status,
  amount,
  reference,
  metadata,
  ...(failureCode !== undefined && { failureCode }),
  createdAt: new Date(createdAt).toISOString(),
});

export const shownDispute = (dispute: Dispute) => {
  const { id, sessionId, reference, status, version, amount, reason, evidenceBy, moves, metadata } = dispute;
  return {
    id,
    session: sessionId,
    reference,
    status,
    version,
    amount,
    feeMinor: moves.reduce((sum, { feeMinor }) => sum + feeMinor, 0),
    reason,
    evidenceBy: new Date(evidenceBy).toISOString(),
    metadata,
    createdAt: new Date(dispute.createdAt).toISOString(),
    updatedAt: new Date(dispute.updatedAt).toISOString(),
  };
};

/** 1.4 % half-up and 25 minor units per payment. */
export const fee = (minor: number): number => Number((BigInt(minor) * 14n + 500n) / 1000n) + 25;

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** Standard Webhooks: HMAC-SHA256 over id, timestamp and body. */
export const sign = (secret: string, id: string, seconds: number, body: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
};

export interface NewSession extends Pick<
  Session,
  'amount' | 'reference' | 'description' | 'returnUrl' | 'metadata' | 'keep'
> {
  hash: string;
}

/** Reads the body of a new session; a text says what is wrong with it. */
export const readSession = (text: string): NewSession | string => {
  const common = readCommon(text);
  if (typeof common === 'string') return common;
  const { given, ...facts } = common;
  const { description = '', returnUrl, keep } = given;
  if (typeof description !== 'string') return 'description must be text';
  if (typeof returnUrl !== 'string' || !/^https?:\/\//.test(returnUrl) || !URL.canParse(returnUrl))
    return 'returnUrl must be an absolute http or https URL';
  return hashed({ ...facts, description, returnUrl, ...(keep === true && { keep }) });
};

export type NewCharge = Omit<NewSession, 'returnUrl'> & { method: string };
export const readCharge = (text: string): NewCharge | string => {
  const common = readCommon(text);
  if (typeof common === 'string') return common;
  const { given, ...facts } = common;
  const { description = '', method } = given;
  if (typeof description !== 'string') return 'description must be text';
  return typeof method === 'string' ? hashed({ ...facts, description, method }) : 'method must be a token';
};

export type NewRefund = Pick<Refund, 'amount' | 'reference' | 'metadata' | 'sessionId'> & { hash: string };
export const readRefund = (text: string): NewRefund | string => {
  const common = readCommon(text);
  if (typeof common === 'string') return common;
  const { given, ...facts } = common;
  const sessionId = given['session'];
  return typeof sessionId === 'string' ? hashed({ ...facts, sessionId }) : 'session must be an id';
};

/** What every request about money says. */
const readCommon = (text: string) => {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'The body is not JSON';
  }
  const { minor, currency } = (given['amount'] ?? {}) as Record<string, unknown>;
  const { reference, metadata = {} } = given;
  if (typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor <= 0)
    return 'amount.minor must be a positive integer';
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    return 'amount.currency must be an ISO 4217 code';
  if (typeof reference !== 'string' || reference === '' || reference.length > 140)
    return 'reference must be 1 to 140 characters';
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    Object.values(metadata).some((each) => typeof each !== 'string')
  )
    return 'metadata must be an object of texts';
  return { given, amount: { minor, currency }, reference, metadata: metadata as Record<string, string> };
};
const hashed = <T>(read: T): T & { hash: string } => ({
  ...read,
  hash: createHash('sha256').update(JSON.stringify(read)).digest('hex'),
});
