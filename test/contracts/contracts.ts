/**
 * What others rely on, as data: operations with their scopes and refusals, the shapes of requests and
 * answers, the events. `golden/` has them as they were last agreed on; descriptions are no part of it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { openApi } from '../../bin/openapi.ts';
import { apis } from '../../lib/wiring.ts';
import type { EventType } from '../../shared/kernel/events.ts';
import { eventsIn, sources } from '../support/source.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Node = { readonly [name: string]: Json };

export interface Contracts {
  readonly operations: Node;
  readonly openapi: Node;
  readonly events: Node;
}

export const current = async (): Promise<Contracts> => {
  const operations = Object.values(apis)
    .flatMap(({ api }) => Object.entries(api))
    .map(([name, { method, path, scope, status, idempotent, refusals }]) => [
      name,
      { method, path, scope, status, idempotent, refusals },
    ]);
  const events = await Promise.all(
    eventsIn(sources()).map(async ({ path, constant }) => {
      const { name, data } = ((await import(resolve(path))) as Record<string, EventType>)[constant]!;
      return [name, z.toJSONSchema(data, { io: 'output' })];
    }),
  );
  const { paths, components } = openApi();
  return {
    operations: plain(Object.fromEntries(operations)),
    openapi: plain({
      paths,
      schemas: components?.schemas,
      responses: components?.responses,
      headers: components?.headers,
    }),
    events: plain(Object.fromEntries(events)),
  };
};

const WORDS = ['description', 'summary', 'example', 'examples', 'tags', '$schema', 'title'];
/** JSON with sorted names and without words; a property that is called `description` stays. */
const plain = (value: unknown): Node => {
  const tidy = (node: unknown, names: boolean): unknown =>
    Array.isArray(node)
      ? node.map((one) => tidy(one, false))
      : node !== null && typeof node === 'object'
        ? Object.fromEntries(
            Object.entries(node)
              .filter(([name]) => names || !WORDS.includes(name))
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, one]) => [name, tidy(one, name === 'properties')]),
          )
        : node;
  return tidy(JSON.parse(JSON.stringify(value)), false) as Node;
};

const file = (part: string): string => resolve(import.meta.dirname, `golden/${part}.json`);
export const golden = (): Contracts => {
  const read = (part: string): Node => JSON.parse(readFileSync(file(part), 'utf8')) as Node;
  return { operations: read('operations'), openapi: read('openapi'), events: read('events') };
};
export const record = (now: Contracts): void => {
  for (const [part, value] of Object.entries(now))
    writeFileSync(file(part), `${JSON.stringify(value, null, 1)}\n`);
};

/** Everything that somebody who relies on `before` may trip over; additions are not among it. */
export const breaks = (before: Contracts, after: Contracts): string[] => [
  ...missing(before.operations, after.operations, 'operation'),
  ...Object.entries(before.operations).flatMap(([name, was]) =>
    operation(name, was as Node, after.operations[name] as Node | undefined),
  ),
  ...missing(before.events, after.events, 'event'),
  ...Object.entries(before.events).flatMap(([name, was]) =>
    name in after.events ? shapes('answer')(was, after.events[name]!, `event ${name}`) : [],
  ),
  ...paths(before.openapi, after.openapi),
];

const operation = (name: string, { refusals: refused, ...was }: Node, after: Node | undefined): string[] => {
  if (!after) return [];
  const changed = Object.entries(was)
    .filter(([part, value]) => after[part] !== value)
    .map(([part, value]) => `operation ${name}: ${part} was ${String(value)}, is ${String(after[part])}`);
  const lost = Object.entries(refused as Node)
    .filter(([code, status]) => (after['refusals'] as Node)[code] !== status)
    .map(([code, status]) => `operation ${name}: refused with ${code} as ${String(status)}`);
  return [...changed, ...lost];
};

const paths = (before: Node, after: Node): string[] =>
  Object.entries(before['paths'] as Node).flatMap(([path, methods]) =>
    Object.entries(methods as Node).flatMap(([method, was]) => {
      const is = ((after['paths'] as Node)[path] as Node | undefined)?.[method] as Node | undefined;
      if (!is) return [];
      const at = `${method} ${path}`;
      const asked = shapes('request', before, after);
      const parameters = (one: Node) =>
        new Map(
          ((one['parameters'] ?? []) as Node[]).map((parameter) => [
            `${String(parameter['in'])} ${String(parameter['name'])}`,
            parameter,
          ]),
        );
      const [known, now] = [parameters(was as Node), parameters(is)];
      return [
        ...[...known].flatMap(([name, parameter]) =>
          now.has(name) ? asked(parameter, now.get(name)!, `${at}, ${name}`) : [`${at}: ${name} is gone`],
        ),
        ...[...now]
          .filter(([name, parameter]) => !known.has(name) && parameter['required'] === true)
          .map(([name]) => `${at}: ${name} is newly required`),
        ...asked((was as Node)['requestBody'] ?? {}, is['requestBody'] ?? {}, `${at}, body`),
        ...shapes('answer', before, after)((was as Node)['responses']!, is['responses']!, at),
      ];
    }),
  );

/** One more name under these is an addition. Anywhere else it is another meaning. */
const OPEN = ['properties', 'responses', 'content', 'headers', '$defs'];

/** Walks two schemas through their references: no request may ask for more, no answer give less. */
const shapes = (side: 'request' | 'answer', before: Node = {}, after: Node = {}) => {
  const seen = new Set<string>();
  const resolved = (node: Json, document: Node): Json => {
    const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(String((node as Node)['$ref'])) ?? [];
    return kind === undefined ? node : (document[kind] as Node)[name!]!;
  };
  const walk = (was: Json, is: Json, at: string, under: string): string[] => {
    if (Array.isArray(was) && Array.isArray(is)) return lists(was as Json[], is as Json[], at, under);
    const mayBeLeftOut = side === 'request' && under === 'required' && is === false;
    if (!isNode(was) || !isNode(is))
      return was === is || mayBeLeftOut ? [] : [`${at}: ${JSON.stringify(was)} became ${JSON.stringify(is)}`];
    const name = JSON.stringify([was['$ref'], is['$ref']]);
    if (was['$ref'] !== undefined) {
      if (seen.has(name)) return [];
      seen.add(name);
    }
    const [old, now] = [resolved(was, before) as Node, resolved(is, after) as Node];
    const more = Object.keys(now).filter((one) => !(one in old));
    const said = OPEN.includes(under)
      ? []
      : more
          .filter((one) => !(side === 'answer' && ['required', 'headers'].includes(one)))
          .filter((one) => !(one === 'required' && optional(now[one]!, old)));
    return [
      ...Object.entries(old).flatMap(([one, value]) =>
        one in now
          ? walk(value, now[one]!, `${at}/${one}`, one)
          : one === 'required' && side === 'request'
            ? []
            : [`${at}/${one} is gone`],
      ),
      ...said.map((one) => `${at}/${one} is new: ${JSON.stringify(now[one])}`),
    ];
  };
  /** A first list of required names that has new names only changes nothing for readers of an answer. */
  const optional = (required: Json, old: Node): boolean =>
    side === 'answer' &&
    Array.isArray(required) &&
    required.every((name) => !(String(name) in ((old['properties'] ?? {}) as Node)));
  const lists = (was: Json[], is: Json[], at: string, under: string): string[] => {
    if (under === 'required')
      return side === 'request'
        ? is.filter((name) => !was.includes(name)).map((name) => `${at}: ${String(name)} is newly required`)
        : was.filter((name) => !is.includes(name)).map((name) => `${at}: ${String(name)} may be absent`);
    if (under === 'enum')
      return was.filter((value) => !is.includes(value)).map((value) => `${at}: ${String(value)} is gone`);
    return was.length === is.length
      ? was.flatMap((one, index) => walk(one, is[index]!, `${at}/${index}`, ''))
      : [`${at}: ${was.length} alternatives became ${is.length}`];
  };
  return (was: Json, is: Json, at: string): string[] => walk(was, is, at, '');
};

const isNode = (value: Json): value is Node =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const missing = (before: Node, after: Node, what: string): string[] =>
  Object.keys(before)
    .filter((name) => !(name in after))
    .map((name) => `${what} ${name} is gone`);
