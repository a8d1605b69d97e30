/** A test over the source itself: what the house asks of every file. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  admin,
  apis,
  authorizer,
  mailEvents,
  openRoutes,
  outbox,
  schedules,
  workers,
} from '../lib/wiring.ts';
import { SCOPES } from '../shared/kernel/contract.ts';
import { objection } from './support/house.ts';
import {
  eventsIn,
  isFile,
  kindOf,
  reachable,
  SLICES,
  sourceOf,
  sources,
  type Source,
} from './support/source.ts';

const all = sources();

describe('imports', () => {
  test('every file imports what its kind may, and only from upstream', () => {
    expect(
      all
        .flatMap((source) => source.imports.map((imported) => objection(source, imported)))
        .filter((why) => why !== undefined),
    ).toEqual([]);
  });
  test('every import of ours is a file', () => {
    const built = ['dist/openapi.json'];
    expect(
      all.flatMap(({ path, imports }) =>
        imports
          .filter(({ ours, from }) => ours && !isFile(from) && !built.includes(from))
          .map(({ from }) => `${path} → ${from}`),
      ),
    ).toEqual([]);
  });
  test.each<[string, string, string]>([
    ['a noun that reads the table', 'shared/orders/order.ts', "import { read } from '../runtime/table.ts';"],
    [
      'a rule that knows what comes after it',
      'shared/orders/rules.ts',
      "import { pay } from '../invoices/rules.ts';",
    ],
    [
      'an action that calls another slice',
      'shared/cash/actions.ts',
      "import { x } from '../payments/actions.ts';",
    ],
    ['a store that decides', 'shared/cash/store.ts', "import { byPayer } from './rules.ts';"],
    [
      'the runtime with a slice',
      'shared/runtime/serve.ts',
      "import type { Order } from '../orders/order.ts';",
    ],
    ['the kernel with a slice', 'shared/kernel/money.ts', "export * from '../pricing/price.ts';"],
    [
      'the local cloud with ours',
      'bin/local/clock.ts',
      "const late = await import('../../shared/kernel/dates.ts');",
    ],
    ['a rule with the SDK', 'shared/credit/rules.ts', "import {\n  S3Client,\n} from '@aws-sdk/client-s3';"],
    [
      'the doctor with the rules that it judges',
      'bin/doctor/ledger.ts',
      "import { fold } from '../../shared/insights/rules.ts';",
    ],
    [
      'infrastructure with a store',
      'lib/app-stack.ts',
      "import { putOrder } from '../shared/orders/store.ts';",
    ],
    [
      'a function with a store',
      'functions/api/orders.ts',
      "import { putOrder } from '../../shared/orders/store.ts';",
    ],
  ])('would object to %s', (_, path, text) => {
    const source = sourceOf(path, text);
    expect(source.imports).toHaveLength(1);
    expect(objection(source, source.imports[0]!)).toBeDefined();
  });
});

describe('calls', () => {
  const CALLS =
    /\bnew Date\(\s*\)|\b(?:Date|performance)\.now\(|\bMath\.random\(|\bconsole\.|\bprocess\.env\b/;
  const CHANCE = /\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b/;
  const BANNED = new RegExp(`${CALLS.source}|${CHANCE.source}`, 'g');
  const banned = ({ path, code }: Source): string[] =>
    [...code.matchAll(BANNED)].map(([found]) => `${path}: ${found}`);
  test('time, chance, the environment and the log come in through the runtime', () => {
    expect(
      all
        .filter(({ kind }) => !['runtime', 'local', 'demo', 'doctor', 'synth', 'tool'].includes(kind))
        .flatMap(banned),
    ).toEqual([]);
  });
  test.each([
    'const now = new Date();',
    'const at = Date.now();',
    "console.log('x');",
    'process.env.STAGE',
    'const luck = Math.random();',
    "import { randomBytes } from 'node:crypto';",
  ])('would find %s', (code) => {
    expect(banned(sourceOf('shared/orders/rules.ts', code))).toHaveLength(1);
  });
  test('a date that is made from another, and a word in a comment, are none', () => {
    expect(
      banned(
        sourceOf(
          'shared/orders/rules.ts',
          "const day = new Date(at); // never Date.now()\nconst url = 'http://x'; /* console.log */",
        ),
      ),
    ).toEqual([]);
  });
});

describe('sizes', () => {
  test('a file is under 250 lines', () => {
    expect(all.filter(({ lines }) => lines >= 250).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });
  test('a function binds and decides nothing: under 40 lines', () => {
    expect(
      all
        .filter(({ kind, lines }) => kind === 'function' && lines >= 40)
        .map(({ path, lines }) => `${path}: ${lines}`),
    ).toEqual([]);
  });
});

describe('wiring', () => {
  const deployed = [
    ...[apis, openRoutes, admin, workers, schedules].flatMap((table) => Object.values(table)),
    authorizer,
    outbox,
    mailEvents,
  ].map(({ entry }) => entry);
  const routes = Object.values(apis).flatMap(({ api }) => Object.entries(api));

  test('every function is deployed once, and every deployed function is there', () => {
    expect(deployed.toSorted()).toEqual(
      all.filter(({ kind }) => kind === 'function').map(({ path }) => path),
    );
  });
  test('every route under /v1 has a scope, and no other route is there', () => {
    expect(
      routes
        .filter(([, { path, scope }]) => !path.startsWith('/v1/') || !SCOPES.includes(scope))
        .map(([name]) => name),
    ).toEqual([]);
    expect(
      Object.values(openRoutes)
        .flatMap(({ routes: open }) => open)
        .filter((route) => route.includes(' /v1')),
    ).toEqual([]);
  });
  test('every scope opens something', () => {
    expect(SCOPES.filter((scope) => !routes.some(([, route]) => route.scope === scope))).toEqual([]);
  });
  test('no two operations share a name or a route', () => {
    const names = [
      ...routes.map(([name]) => name),
      ...routes.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
    ];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
  test('every refusal is called slice.reason', () => {
    const codes = routes.flatMap(([, { refusals }]) => Object.keys(refusals));
    expect(codes.filter((code) => !/^[a-z]+\.[a-z][a-z0-9_]*$/.test(code))).toEqual([]);
  });
  test('a worker reacts to exactly the events that its queue gets', () => {
    const names = new Map(eventsIn(all).map(({ constant, name }) => [constant, name]));
    for (const { entry, on } of Object.values(workers)) {
      const { code } = all.find(({ path }) => path === entry)!;
      const reacts = [...code.matchAll(/\b(?:on\(|drainTogether\('[\w-]+', )(\w+),/g)].map(([, constant]) =>
        names.get(constant!),
      );
      expect([entry, new Set(reacts)]).toEqual([entry, new Set(on.map(({ name }) => name))]);
    }
  });
});

describe('slices', () => {
  const folders = readdirSync('shared', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  test('every folder of shared/ is a slice with a place in the order, the kernel or the runtime', () => {
    expect(folders.filter((name) => ![...SLICES, 'kernel', 'runtime'].includes(name))).toEqual([]);
  });
  test('every folder of shared/ has a README', () => {
    expect(folders.filter((name) => !isFile(`shared/${name}/README.md`))).toEqual([]);
  });
  test('an event has one name, and the name is of a thing and what happened to it', () => {
    const events = eventsIn(all);
    const names = events.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(
      names.filter((name, index) => names.indexOf(name) !== index || !/^[a-z]+\.[a-z_]+$/.test(name)),
    ).toEqual([]);
    expect(events.filter(({ path }) => kindOf(path) !== 'noun')).toEqual([]);
  });
  test('no file is dead', () => {
    const used = reachable(
      all,
      all
        .filter(({ path, kind }) => kind === 'function' || /^bin\/[^/]+\.ts$/.test(path))
        .map(({ path }) => path),
    );
    expect(all.filter(({ path }) => !used.has(path)).map(({ path }) => path)).toEqual([]);
  });
});
