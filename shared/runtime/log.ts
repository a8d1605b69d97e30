/**
 * Structured log lines: one JSON object each, ids, codes, counts and durations only. Bodies, headers, tokens, names and
 * addresses never come here, and neither does what a library says of an error: its words may quote any of them.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Codes, ids, counts and durations. */
export type Line = Readonly<Record<string, string | number | boolean | undefined>>;

interface Bound extends Line {
  readonly trace?: string | undefined;
  readonly request?: string | undefined;
}
/** What every line of the present request or record carries. An environment works on one request at a time, and on records side by side. */
let whole: { bound: Bound } = { bound: {} };
const parts = new AsyncLocalStorage<{ bound: Bound }>();
export const clear = (): void => {
  whole = { bound: {} };
};
/** What `act` says it is about stays its own. */
export const apart = <T>(act: () => Promise<T>): Promise<T> => parts.run({ bound: present() }, act);
export const about = (line: Bound): void => {
  const place = parts.getStore() ?? whole;
  place.bound = { ...place.bound, ...line };
};
/** The trace and the request that are worked on, for whoever passes them on. */
export const present = (): Bound => (parts.getStore() ?? whole).bound;

const say = (level: 'INFO' | 'WARN' | 'ERROR', message: string, line: Line): void => {
  process.stdout.write(
    `${JSON.stringify({ level, message, at: new Date().toISOString(), ...present(), ...line })}\n`,
  );
};
export const log = {
  info: (message: string, line: Line = {}): void => say('INFO', message, line),
  warn: (message: string, line: Line = {}): void => say('WARN', message, line),
  error: (message: string, error: unknown, line: Line = {}): void =>
    say('ERROR', message, { ...line, ...told(error) }),
};

/** What may be said of an error: its kind, where it was thrown, and its words only where they are our own. */
export const told = (error: unknown): { fault: string; detail?: string; service?: string; stack: string } => {
  if (!(error instanceof Error)) return { fault: 'unknown', stack: '' };
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((one) => /^\s+at /.test(one));
  const detail = wordsOf(error, frames[0] ?? '');
  const { $metadata: answer } = error as { $metadata?: { httpStatusCode?: number; requestId?: string } };
  return {
    fault: error.name === 'Error' ? error.constructor.name : error.name,
    ...(detail !== undefined && { detail }),
    ...(answer && { service: `${answer.httpStatusCode ?? 'no answer'} ${answer.requestId ?? ''}`.trim() }),
    stack: frames
      .slice(0, 12)
      .map((one) => one.trim())
      .join('\n'),
  };
};

/** An error as it may leave the function: Lambda itself writes what a handler throws into the log. */
export const scrubbed = (error: unknown): Error => {
  const { fault, detail, stack } = told(error);
  const safe = new Error(detail ?? 'see the line above');
  safe.name = fault;
  safe.stack = `${fault}: ${safe.message}\n${stack}`;
  return safe;
};

/** Our own sentences are of ids and counts. A plain Error that another's code threw is not ours, however it looks. */
const OURS = /[/\\](?:shared|functions)[/\\][\w./\\-]+\.tsx?:\d+/;

const wordsOf = (error: Error, thrownAt: string): string | undefined => {
  if (error.name === 'ZodError') return shapeOf(error);
  return error.constructor === Error && OURS.test(thrownAt) ? error.message : undefined;
};

/** Where a shape did not fit, without what stood there. */
const shapeOf = (error: Error): string => {
  const { issues = [] } = error as { issues?: readonly { code?: string; path?: readonly PropertyKey[] }[] };
  return issues
    .slice(0, 5)
    .map(({ code, path = [] }) => `${path.map(String).join('.')} ${code}`)
    .join(', ');
};
