/** Where the sample data lies: beside the checkout, read in place. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../shared/samples');

export const samplePath = (path: string): string => {
  if (!existsSync(root))
    throw new Error('The folder ../shared/samples is missing beside this checkout: conformance needs it.');
  return resolve(root, path);
};
export const sample = (path: string): string => readFileSync(samplePath(path), 'utf8');
export const sampleJson = <T>(path: string): T => JSON.parse(sample(path)) as T;
