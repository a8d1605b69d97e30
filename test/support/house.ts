/** "Who may import whom", as a table: what each kind of file may import, and why one import is refused. */
import { kindOf, SLICES, sliceOf, type Import, type Kind, type Source } from './source.ts';

/** Packages without effects: they compute, and a rule or a page may compute with them. */
const PURE_PACKAGES = [
  'zod',
  'node:crypto',
  'node:zlib',
  'saxes',
  'uqr',
  'pdfkit',
  'fontkit',
  'hono/jsx',
  'stripe',
  'jsonata',
  'liquidjs',
  'postal-mime',
  'csv-stringify/sync',
  'hyparquet-writer',
];

/** By kind of file: the packages, and the kinds of files of ours. `/` at the end: everything below. */
const MAY: Readonly<Record<Kind, { packages: readonly string[]; kinds: readonly Kind[] }>> = {
  kernel: { packages: ['node:', 'zod'], kinds: ['kernel'] },
  noun: { packages: ['zod'], kinds: ['kernel', 'noun'] },
  rules: { packages: PURE_PACKAGES, kinds: ['kernel', 'noun', 'rules', 'pure'] },
  pure: { packages: PURE_PACKAGES, kinds: ['kernel', 'noun', 'rules', 'pure'] },
  store: { packages: ['zod'], kinds: ['kernel', 'noun', 'store'] },
  api: { packages: ['zod'], kinds: ['kernel', 'noun'] },
  actions: {
    packages: ['node:crypto', 'ibantools'],
    kinds: ['kernel', 'noun', 'rules', 'pure', 'store', 'hand', 'runtime', 'api'],
  },
  hand: {
    packages: ['node:crypto', 'jose', 'ibantools', '@expo-google-fonts/', 'pdfkit/'],
    kinds: ['kernel', 'noun', 'rules', 'pure', 'store', 'hand', 'runtime'],
  },
  runtime: {
    packages: ['node:', 'zod', 'aws-lambda', '@aws-sdk/', '@middy/core', 'nodemailer/'],
    kinds: ['kernel', 'runtime'],
  },
  function: { packages: ['aws-lambda', 'node:fs'], kinds: ['api', 'actions', 'hand', 'noun', 'runtime'] },
  lib: { packages: ['aws-cdk-lib', 'aws-cdk-lib/', 'constructs'], kinds: ['kernel', 'noun', 'api', 'lib'] },
  synth: {
    packages: ['node:', 'aws-cdk-lib', 'cdk-nag', 'esbuild', 'zod', 'zod-openapi'],
    kinds: ['kernel', 'noun', 'api', 'lib', 'synth'],
  },
  local: { packages: [''], kinds: ['local'] },
  // Commands of operators talk to AWS as an operator does; stores tell them where things stand. One of them writes: it brings back what another took out.
  tool: { packages: ['node:', '@aws-sdk/', 'zod'], kinds: ['kernel', 'noun', 'store', 'local', 'tool'] },
  // The second opinion on the books knows nothing of those who keep them.
  doctor: {
    packages: ['node:', '@aws-sdk/client-dynamodb', '@aws-sdk/util-dynamodb'],
    kinds: ['local', 'doctor'],
  },
  demo: { packages: ['node:', '@aws-sdk/client-secrets-manager'], kinds: ['local', 'demo', 'synth'] },
};

/** A single import that its kind does not allow and a reason does. */
const allowed = ({ path, kind, slice }: Source, { from, typeOnly }: Import): boolean =>
  // Names shared by infra and code: the one file of the runtime that touches nothing.
  (kind === 'lib' && from === 'shared/runtime/env.ts') ||
  // How an item lies in the table, for those who look at the table itself.
  (kind === 'tool' && from === 'shared/runtime/item.ts') ||
  // A store turns a decision of its own slice's rules into writes; it knows the decision's type only.
  (kind === 'store' && typeOnly && from === `shared/${slice}/rules.ts`) ||
  // The document that bin/build.ts writes, and `docs` serves.
  (path === 'functions/api/docs.ts' && from === 'dist/openapi.json');

const isPackage = (name: string, may: readonly string[]): boolean =>
  may.some((one) =>
    one === '' || one.endsWith('/') || one.endsWith(':') ? name.startsWith(one) : name === one,
  );

/** Why a file may not import this; undefined where it may. */
export const objection = (source: Source, imported: Import): string | undefined => {
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
