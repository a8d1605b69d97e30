/** cfn-lint (AWS's own linter for templates) finds nothing in what is deployed. */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const { Resources } = JSON.parse(readFileSync(template!, 'utf8')) as Template;
  // One function is enough of it, with what it names.
  const [name, one] = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::Lambda::Function')!;
  const Properties = { ...one.Properties, Role: 'arn:aws:iam::000000000000:role/any', Timeout: 1000 };
  const broken = join(tmpdir(), `broken-${process.pid}.template.json`);
  writeFileSync(broken, JSON.stringify({ Resources: { [name]: { Type: one.Type, Properties } } }));
  const { code, output } = await lint(at, broken);
  rmSync(broken);
  expect([code === 0, output]).toEqual([false, expect.stringContaining('1000')]);
});

interface Template {
  Resources: Record<string, { Type: string; Properties: object }>;
}
