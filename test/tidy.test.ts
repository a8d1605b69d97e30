/** A test over the source itself: what the house asks of every file, see "Who may import whom" in each message. */
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
import {
  eventsIn,
  isFile,
  kindOf,
  reachable,
  SLICES,
  sliceOf,
  sourceOf,
  sources,
  type Import,
  type Kind,
  type Source,
} from './support/source.ts';

const all = sources();

/** Packages without effects: they compute, and a rule or a page may compute with them. */
const PURE_PACKAGES = ['zod', 'node:crypto', 'saxes', 'uqr', 'pdfkit', 'fontkit', 'hono/jsx', 'stripe'];

/** By kind of file: the packages, and the kinds of files of ours. `/` at the end: everything below. */
const MAY: Readonly<Record<Kind, { packages: readonly string[]; kinds: readonly Kind[] }>> = {
  kernel: { packages: ['node:', 'zod'], kinds: ['kernel'] },
  noun: { packages: ['zod'], kinds: ['kernel', 'noun'] },
  rules: { packages: PURE_PACKAGES, kinds: ['kernel', 'noun', 'rules', 'pure'] },
  pure: { packages: PURE_PACKAGES, kinds: ['kernel', 'noun', 'rules', 'pure'] },
  store: { packages: ['zod'], kinds: ['kernel', 'noun', 'store'] },
  api: { packages: ['zod'], kinds: ['kernel', 'noun'] },
  actions: {
    packages: ['node:crypto', 'ibantools', 'csv-stringify/sync', '@expo-google-fonts/'],
    kinds: ['kernel', 'noun', 'rules', 'pure', 'store', 'hand', 'runtime', 'api'],
  },
  hand: { packages: [], kinds: ['kernel', 'noun', 'rules', 'pure', 'store', 'runtime'] },
  runtime: {
    packages: [
      'node:',
      'zod',
      'aws-lambda',
      '@aws-sdk/',
      '@aws-lambda-powertools/',
      '@middy/core',
      'nodemailer/',
    ],
    kinds: ['kernel', 'runtime'],
  },
  function: { packages: ['aws-lambda', 'node:fs'], kinds: ['api', 'actions', 'noun', 'runtime'] },
  lib: { packages: ['aws-cdk-lib', 'aws-cdk-lib/', 'constructs'], kinds: ['kernel', 'noun', 'api', 'lib'] },
  synth: {
    packages: ['node:', 'aws-cdk-lib', 'cdk-nag', 'esbuild', 'zod', 'zod-openapi'],
    kinds: ['kernel', 'noun', 'api', 'lib', 'synth'],
  },
  local: { packages: [''], kinds: ['local'] },
  demo: { packages: ['node:', '@aws-sdk/client-secrets-manager'], kinds: ['local', 'demo', 'synth'] },
};

/** A single import that its kind does not allow and a reason does. */
const allowed = ({ path, kind, slice }: Source, { from, typeOnly }: Import): boolean =>
  // Names shared by infra and code: the one file of the runtime that touches nothing.
  (kind === 'lib' && from === 'shared/runtime/env.ts') ||
  // A store turns a decision of its own slice's rules into writes; it knows the decision's type only.
  (kind === 'store' && typeOnly && from === `shared/${slice}/rules.ts`) ||
  // The document that bin/build.ts writes, and `docs` serves.
  (path === 'functions/api/docs.ts' && from === 'dist/openapi.json');

const isPackage = (name: string, may: readonly string[]): boolean =>
  may.some((one) =>
    one === '' || one.endsWith('/') || one.endsWith(':') ? name.startsWith(one) : name === one,
  );

/** Why a file may not import this; undefined where it may. */
const objection = (source: Source, imported: Import): string | undefined => {
  if (allowed(source, imported)) return undefined;
  const { kind, slice } = source;
  const say = (why: string) => `${source.path} → ${imported.from}: ${why}`;
  if (!imported.ours)
    return isPackage(imported.from, MAY[kind].packages)
      ? undefined
      : say(`${kind} does not use this package`);
  const target = kindOf(imported.from);
  const from = sliceOf(imported.from);
  if (kind === 'api' && from !== slice && target === 'api') return say('an API knows no other');
  if (!MAY[kind].kinds.includes(target)) return say(`${kind} may not import ${target}`);
  if (slice === undefined || from === undefined || from === slice) return undefined;
  if (target === 'api') return say('a slice knows nouns, rules and stores of others, not their API');
  return SLICES.indexOf(from) < SLICES.indexOf(slice)
    ? undefined
    : say(`imports point upstream, and ${from} comes after ${slice}`);
};

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
  const BANNED =
    /\bnew Date\(\s*\)|\bDate\.now\(|\bMath\.random\(|\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b|\bconsole\.|\bprocess\.env\b|\bperformance\.now\(/g;
  const banned = ({ path, code }: Source): string[] =>
    [...code.matchAll(BANNED)].map(([found]) => `${path}: ${found}`);
  test('time, chance, the environment and the log come in through the runtime', () => {
    expect(
      all.filter(({ kind }) => !['runtime', 'local', 'demo', 'synth'].includes(kind)).flatMap(banned),
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
  test('a function binds and decides nothing: under 30 lines', () => {
    expect(
      all
        .filter(({ kind, lines }) => kind === 'function' && lines >= 30)
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
      const reacts = [...code.matchAll(/\bon\((\w+),/g)].map(([, constant]) => names.get(constant!));
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
