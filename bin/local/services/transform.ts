/** What a rule's target receives instead of the whole event: constant input, a part of it, or a template. */
import type { Envelope } from './events.ts';
import { asObject, asText } from './wire.ts';

/** Reads Input, InputPath and InputTransformer of a target; the function gives the text for one event. */
export const shape = (
  target: Record<string, unknown>,
  rule: { name: string; arn: string },
): ((event: Envelope) => string) => {
  const { Input, InputPath, InputTransformer } = target;
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1)
    throw new Error(`Rule ${rule.name}: Input, InputPath and InputTransformer exclude each other`);
  if (Input !== undefined) return () => asText(Input, 'Input');
  if (InputPath !== undefined) {
    const steps = path(asText(InputPath, 'InputPath'));
    return (event) => JSON.stringify(at(event, steps) ?? null);
  }
  if (InputTransformer === undefined) return (event) => JSON.stringify(event);
  const { InputPathsMap, InputTemplate } = asObject(InputTransformer);
  const steps = Object.entries(asObject(InputPathsMap)).map(
    ([name, expression]) => [name, path(String(expression))] as const,
  );
  const template = asText(InputTemplate, `Rule ${rule.name} InputTemplate`);
  return (event) =>
    fill(template, {
      ...Object.fromEntries(steps.map(([name, each]) => [name, at(event, each)])),
      'aws.events.rule-arn': rule.arn,
      'aws.events.rule-name': rule.name,
      'aws.events.event.ingestion-time': event.time,
      'aws.events.event': { ...event, detail: undefined },
      'aws.events.event.json': event,
    });
};

/**
 * Inside quotes a value is text, elsewhere it is JSON; what the event does not have is empty text or null.
 */
const fill = (template: string, values: Record<string, unknown>): string => {
  let quoted = false;
  return template.replaceAll(/\\.|"|<([^<>\s]+)>/gs, (found: string, name?: string) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined || !(name in values)) return found;
    const value = values[name];
    if (!quoted) return JSON.stringify(value ?? null);
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
};

/** The part of JSONPath that EventBridge takes: `$.a.b`, `$['a b']`, `$.list[0]`. */
const path = (expression: string): (string | number)[] => {
  if (!/^\$(\.[\w-]+|\[\d+\]|\['[^']+'\])*$/.test(expression))
    throw new Error(`Unsupported path ${expression}`);
  return [...expression.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(([, name, index, quoted]) =>
    index === undefined ? (name ?? quoted)! : Number(index),
  );
};

const at = (value: unknown, steps: (string | number)[]): unknown =>
  steps.reduce<unknown>((now, step) => (now as Record<string, unknown> | null | undefined)?.[step], value);
