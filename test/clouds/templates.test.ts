/** cfn-lint (AWS's own linter for templates) finds nothing in what is deployed. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { python, run, testWith } from './tools.ts';

const check = testWith(await python());
const lint = (at: string, ...templates: string[]) =>
  run(join(at, 'cfn-lint'), ['--config-file', join(import.meta.dirname, 'cfnlint.yaml'), '--', ...templates]);

check('cfn-lint finds nothing in the templates', async (at) => {
  const templates = globSync('cdk.out/*.template.json');
  expect(templates.length).toBeGreaterThanOrEqual(5);
  expect(await lint(at, ...templates)).toEqual({ code: 0, output: '' });
});

check('and would find a timeout that Lambda does not have', async (at) => {
  const [template] = globSync('cdk.out/*-App.template.json');
  const broken = join(tmpdir(), `broken-${process.pid}.template.json`);
  writeFileSync(broken, readFileSync(template!, 'utf8').replace(/"Timeout": \d+/, '"Timeout": 1000'));
  const { code, output } = await lint(at, broken);
  expect([code === 0, output]).toEqual([false, expect.stringContaining('1000')]);
});
