/** The pieces of the AWS wire protocols that several services share. */
import { randomUUID } from 'node:crypto';
import type { WireRequest, WireResponse } from '../seam.ts';

/** A refusal that goes back to the caller as the service's own error. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** The code of the older Query protocol where it differs (SQS clients still read it from a header). */
  readonly queryCode: string;
  constructor(code: string, message: string, status = 400, queryCode = code) {
    super(message);
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
  }
}

export type Json = Record<string, unknown>;

/** The operation of an `X-Amz-Target` call, e.g. `SendMessage`. */
export const target = (request: WireRequest): string => {
  const name = request.headers['x-amz-target'] ?? '';
  return name.slice(name.indexOf('.') + 1);
};

const bodies = new WeakMap<WireRequest, Json>();

/** The JSON body; parsed once for `access` and `handle`. */
export const json = (request: WireRequest): Json => {
  let body = bodies.get(request);
  if (!body) {
    body = request.body.length > 0 ? (JSON.parse(request.body.toString('utf8')) as Json) : {};
    bodies.set(request, body);
  }
  return body;
};

/** Answers an AWS JSON call and turns an AwsError into the error that SDK clients recognise. */
export const answer = async (version: '1.0' | '1.1', run: () => unknown): Promise<WireResponse> => {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() };
  try {
    return { status: 200, headers, body: JSON.stringify((await run()) ?? {}) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const sender = error.status < 500 ? 'Sender' : 'Receiver';
    return {
      status: error.status,
      headers: { ...headers, 'x-amzn-query-error': `${error.queryCode};${sender}` },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    };
  }
};

export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"'\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A value that the template must give as text. */
export const asText = (value: unknown, what: string): string => {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${what} is missing`);
};

/** Text, a number or a truth value as text; what is absent stays so, anything else is a mistake. */
export const scalar = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : asText(value === '' ? ' ' : value, 'A text').trim();

/** CloudFormation gives truth values as themselves or as text. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

export const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
