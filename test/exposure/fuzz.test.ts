/**
 * Every operation of the public document, with requests made from its own schemas: some that fit, some with one thing wrong.
 * None is answered with a fault of ours or with a status that the document does not name, and what is answered has the shape
 * that it promises. The same requests every time; FUZZ_SEED=… asks others. FUZZ_RUNS=… makes it longer.
 */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem, SCOPES } from '../../shared/kernel/contract.ts';
import { fitting, nearly, type Schema } from '../support/generated.ts';
import { fitting as likely, ROUTES, type Stock } from '../support/stock.ts';
import { stockedWorld } from '../support/stocked.ts';
import type { World } from '../support/world.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_126);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 3);
const AT_ONCE = 4;

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

let world: World;
let stocked: Stock;
let leave: () => Promise<void>;
beforeAll(async () => {
  ({ world, stocked, leave } = await stockedWorld());
  const key = { scopes: SCOPES, perMinute: 600_000 };
  const keys = [
    { ...key, name: 'free' },
    { ...key, name: 'bounded', limits: { creditLimit: [] } },
  ];
  await world.hires(keys);
});
afterAll(() => leave());

const document = JSON.parse(readFileSync('dist/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const resolve = (reference: string): Schema => document.components.schemas[reference.split('/').at(-1)!]!;
const either = (schema: Schema) => {
  const fits = fitting(schema, resolve);
  return fc.oneof({ weight: 1, arbitrary: fits }, { weight: 1, arbitrary: nearly(fits) });
};
const text = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

interface Asked {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly idem: string | false;
  readonly body: unknown;
  readonly key: 'free' | 'bounded';
  /** Ids of things that are there, in place of made ones. */
  readonly known: boolean;
}
const requests = (operation: Operation, good: unknown): fc.Arbitrary<Asked> => {
  const all = operation.parameters ?? [];
  const of = (where: Parameter['in'], optional: boolean) =>
    fc.record(
      Object.fromEntries(all.filter((one) => one.in === where).map((one) => [one.name, either(one.schema)])),
      optional ? { requiredKeys: [] } : {},
    );
  const [media] = Object.entries(operation.requestBody?.content ?? {});
  const body =
    media === undefined
      ? fc.constant(undefined)
      : fc.oneof(either(media[1].schema), fc.constant(good), nearly(fc.constant(good)));
  return fc.record({
    path: of('path', false),
    query: of('query', true),
    idem: fc.oneof(
      { weight: 8, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: fc.constantFrom(false as const, '"open', 'x'.repeat(256), '"quoted"') },
    ),
    body,
    key: fc.constantFrom('free' as const, 'bounded' as const),
    known: fc.boolean(),
  });
};

const send = (name: string, { path, query, idem, body, key, known }: Asked) => {
  const [, route] = ROUTES.find(([one]) => one === name)!;
  const to = known
    ? stocked.pathOf(route)
    : route.path.replaceAll(/\{(\w+)\}/g, (_, part: string) => {
        const made = text(path[part]).toWellFormed();
        // A client's own URL takes dots away, and an empty part is another route.
        return /^\.{0,2}$/.test(made) ? 'x' : encodeURIComponent(made.slice(0, 500));
      });
  const search = new URLSearchParams(
    Object.entries(query).map(([one, value]): [string, string] => [one, text(value).slice(0, 2_000)]),
  ).toString();
  return world.call(
    route.method.toUpperCase(),
    search === '' ? to : `${to}?${search}`,
    body === undefined || route.media === undefined ? body && JSON.stringify(body) : text(body),
    {
      key,
      idem,
      raw: route.media !== undefined,
    },
  );
};

describe(`with seed ${SEED}`, () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );
  test('all operations are asked', () => {
    expect(operations.map(([name]) => name).toSorted()).toEqual(ROUTES.map(([name]) => name).toSorted());
  });

  const met = new Map<number, number>();
  test.each(operations)('%s answers as its document says', async (name, operation) => {
    const [, route] = ROUTES.find(([one]) => one === name)!;
    const good = likely(stocked.acme, 100)[name];
    const asked = fc.sample(requests(operation, good), { numRuns: RUNS, seed: SEED });
    const wrong: unknown[] = [];
    const judge = async (one: Asked): Promise<void> => {
      const { status, body, headers } = await send(name, one);
      met.set(status, (met.get(status) ?? 0) + 1);
      const promised =
        status === route.status ? route.output : status === 202 && route.awaits ? route.awaits : Problem;
      const shaped = promised.safeParse(body);
      const said = status < 300 ? 'application/json' : 'application/problem+json';
      const fits = shaped.success && headers.get('content-type') === said;
      if (status >= 500 || !(String(status) in operation.responses) || !fits)
        wrong.push({ seed: SEED, status, body, issues: shaped.error?.issues, asked: one });
    };
    for (let from = 0; from < asked.length; from += AT_ONCE)
      await Promise.all(asked.slice(from, from + AT_ONCE).map(judge));
    expect(wrong.slice(0, 2)).toEqual([]);
  });

  test('what fits is done and what does not is refused: both were met, and the books are right', async () => {
    expect([200, 201, 202, 404, 422].filter((status) => !met.has(status))).toEqual([]);
    expect((met.get(422) ?? 0) > 100).toBe(true);
    await world.settle();
    for (const { differenceMinor } of (
      await world.get<{ currencies: { differenceMinor: number }[] }>('/v1/trial-balance')
    ).currencies)
      expect(differenceMinor).toBe(0);
  });
});
