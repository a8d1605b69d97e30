/** Bundles every function by one esbuild call into dist/fn/<name>/index.mjs, and writes the OpenAPI document that `docs` serves. */
import { build as esbuild, type BuildOptions } from 'esbuild';
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { lean } from './build/lean.ts';
import { openApi } from './openapi.ts';

export const build = async (): Promise<void> => {
  rmSync('dist/fn', { recursive: true, force: true });
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/openapi.json', JSON.stringify(openApi(), null, 1));
  const entryPoints = globSync('functions/**/*.ts').map((path) => path.replaceAll('\\', '/'));
  await bundle({
    entryPoints: Object.fromEntries(entryPoints.map((entry) => [`${bundleName(entry)}/index`, entry])),
    outdir: 'dist/fn',
    sourcemap: true,
    plugins: [lean()],
  });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js'])
    cpSync(`node_modules/swagger-ui-dist/${file}`, `dist/fn/api-docs/${file}`);
};

/** `functions/api/orders.ts` → `api-orders`. */
const bundleName = (entry: string): string =>
  entry
    .replace(/^functions\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');

/** As Lambda's Node runs it. */
export const bundle = (options: BuildOptions): Promise<unknown> =>
  esbuild({
    ...options,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    legalComments: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // pdfkit's module build opens its font metrics beside itself; its browser build carries them, but no colour profile.
    alias: {
      pdfkit: './node_modules/pdfkit/js/pdfkit.browser.mjs',
      'pdfkit/js/data/sRGB_IEC61966_2_1.icc': './node_modules/pdfkit/js/data/sRGB_IEC61966_2_1.icc',
    },
    loader: { '.ttf': 'binary', '.icc': 'binary', '.css': 'text' },
    banner: { js: "const require=process.getBuiltinModule('module').createRequire(import.meta.url);" },
    logLevel: 'warning',
  });

if (import.meta.main) await build();
