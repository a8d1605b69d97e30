/**
 * A partner's payload in our words, by a JSONata expression that is kept as data. The expression is code of somebody else: it
 * reaches nothing but the payload, does a bounded number of steps, and gives the same for the same payload each time.
 */
import type { Expression } from 'jsonata';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';

/** A payload of 256 kB with three hundred lines takes some ten thousand. */
const MOST_STEPS = 200_000;
const MOST_DEEP = 300;
const MOST_TEXT = 262_144;
const MOST_ROWS = 20_000;

/** Regular expressions run outside of the count of steps; the rest makes text of any length, or something else each time. */
const NOT_ALLOWED: Readonly<Record<string, string>> = {
  eval: '$eval runs text as code',
  pad: '$pad makes text of any length',
  random: '$random gives something else each time',
  now: '$now gives something else each time',
  millis: '$millis gives something else each time',
};

type Wrong = Refusal<'intake.mapping_invalid'>;

/** The expression where it may run, else why not. */
export const compile = async (mapping: string): Promise<Result<Expression, 'intake.mapping_invalid'>> => {
  // Only who maps pays for loading it: a webhook is answered without.
  const { default: jsonata } = await import('jsonata');
  let expression: Expression;
  try {
    expression = jsonata(mapping);
  } catch (error) {
    const { message, position } = error as Error & { position?: number };
    return wrong(`${message.slice(0, 200)}${position === undefined ? '' : ` (at character ${position})`}`);
  }
  const why = objection(expression.ast());
  return why === undefined ? ok(expression) : wrong(why);
};
const wrong = (detail: string): Wrong =>
  refuse('intake.mapping_invalid', 'The mapping is not an expression that may run.', [
    { pointer: '/mapping', detail },
  ]);

const objection = (root: unknown): string | undefined => {
  const waiting: unknown[] = [root];
  const seen = new Set<unknown>();
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (node === null || typeof node !== 'object' || seen.has(node)) continue;
    seen.add(node);
    const { type, value } = node as { type?: unknown; value?: unknown };
    if (type === 'regex')
      return 'regular expressions are not allowed: $contains, $split and $replace take text';
    if (type === 'binary' && value === '..') return 'ranges are not allowed';
    if (type === 'variable' && typeof value === 'string' && Object.hasOwn(NOT_ALLOWED, value))
      return NOT_ALLOWED[value];
    waiting.push(...Object.values(node));
  }
  return undefined;
};

/** Plain data, or why the mapping gave none: its own `$error(…)`, a step that failed, or too many of them. */
export const run = async (
  expression: Expression,
  payload: unknown,
): Promise<Result<unknown, 'intake.mapping_failed'>> => {
  let steps = 0;
  let deep = 0;
  const enter = (): void => {
    steps += 1;
    deep += 1;
    if (steps > MOST_STEPS) throw new Error(`it takes more than ${MOST_STEPS} steps`);
    if (deep > MOST_DEEP) throw new Error(`it is nested deeper than ${MOST_DEEP}`);
  };
  const leave = (_: unknown, __: unknown, ___: unknown, result: unknown): void => {
    deep -= 1;
    if (typeof result === 'string' && result.length > MOST_TEXT) throw new Error('it makes too long a text');
    if (Array.isArray(result) && result.length > MOST_ROWS) throw new Error('it makes too long a list');
  };
  try {
    expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, enter);
    expression.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, leave);
    const result: unknown = await expression.evaluate(payload);
    return ok(result === undefined ? undefined : (JSON.parse(JSON.stringify(result)) as unknown));
  } catch (error) {
    const { message = 'it fails' } = error as Partial<Error>;
    return refuse(
      'intake.mapping_failed',
      `The mapping does not fit this payload: ${message.slice(0, 300)}.`,
    );
  }
};
