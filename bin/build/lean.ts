/**
 * Leaves out of the bundles what no function can reach: loading code is most of a cold start, and every isolate keeps its own
 * copy. Each rule names the importer, the import and why it is never used; one that matches nothing any more fails the build.
 */
import type { Plugin, PluginBuild } from 'esbuild';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Rule {
  readonly importer: RegExp;
  readonly imported: RegExp;
  /** The module that stands in its place. */
  readonly instead: string;
}

const RULES: readonly Rule[] = [
  // Lambda puts credentials into the environment: files, containers, single sign-on and their STS client are never asked.
  {
    importer: /@aws-sdk\/client-\w/,
    imported: /^@aws-sdk\/credential-provider-node$/,
    instead: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  },
  // None of the operations that we call streams events.
  { importer: /@smithy\/core/, imported: /^@smithy\/core\/event-streams$/, instead: 'export {};' },
  // JSON Schema is made at build time only (bin/openapi.ts); zod's schemas carry its makers all the same.
  {
    importer: /zod\/v4\/classic/,
    imported: /\/json-schema-processors\.js$/,
    instead: 'export const toJSONSchema = undefined;',
  },
  {
    importer: /zod\/v4\/classic/,
    imported: /\/to-json-schema\.js$/,
    instead: `const none = () => () => { throw new Error('bundles make no JSON Schema'); };
      export { none as createToJSONSchemaMethod, none as createStandardJSONSchemaMethod };`,
  },
];

export const lean = (): Plugin => ({
  name: 'lean',
  setup: (build) => {
    requireBuiltins(build);
    const matched = new Set<Rule>();
    build.onResolve(
      { filter: /credential-provider-node|event-streams|json-schema/ },
      ({ path, importer }) => {
        const rule = RULES.find((each) => each.importer.test(importer) && each.imported.test(path));
        if (!rule) return undefined;
        matched.add(rule);
        return { path: String(RULES.indexOf(rule)), namespace: 'lean', sideEffects: false };
      },
    );
    // Loading it changes nothing, which its package does not say: whoever calls no provider need not carry it.
    build.onResolve({ filter: /^stripe$/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === 'asked') return undefined;
      const found = await build.resolve(path, { ...where, pluginData: 'asked' });
      return { path: found.path, sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: 'lean' }, ({ path }) => ({
      contents: RULES[Number(path)]!.instead,
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    }));
    build.onEnd(() => ({
      errors: RULES.filter((rule) => !matched.has(rule)).map(({ imported }) => ({
        text: `nothing imports ${imported.source} any more: take the rule out`,
      })),
    }));
  },
});

/**
 * Node's own modules are required. An import of one reads all its getters to make their values exports, and so loads what is behind
 * them: a fifth of a cold start, undici for the most part.
 */
const requireBuiltins = (build: PluginBuild): void => {
  build.onResolve({ filter: /^[a-z:_/]+$/ }, ({ path, kind }) =>
    kind === 'import-statement' && isBuiltin(path)
      ? { path, namespace: 'builtin', sideEffects: false }
      : undefined,
  );
  build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
    contents: `module.exports = require('${path}');`,
  }));
};
