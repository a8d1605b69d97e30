/**
 * Reads what `cdk synth` wrote: the stacks in the order in which they depend on each other, and where each
 * asset lies.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  Condition?: string;
}
export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
  Parameters?: Record<string, { Type: string; Default?: string }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
}
export interface Stack {
  name: string;
  template: Template;
}
export interface Assembly {
  stacks: Stack[];
  /** Object key of an uploaded asset → its directory or file. */
  assets: ReadonlyMap<string, string>;
}

interface Manifest {
  artifacts: Record<
    string,
    {
      type: string;
      dependencies?: string[];
      properties?: { templateFile?: string; file?: string; stackName?: string };
    }
  >;
}
interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

export const readAssembly = (directory: string): Assembly => {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const { artifacts } = read('manifest.json') as Manifest;
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (!artifact || seen.has(id)) return;
    seen.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const { templateFile, file, stackName } = artifact.properties ?? {};
    if (artifact.type === 'aws:cloudformation:stack' && templateFile)
      stacks.push({ name: stackName ?? id, template: read(templateFile) as Template });
    if (artifact.type !== 'cdk:asset-manifest' || !file) return;
    for (const { source, destinations } of Object.values((read(file) as AssetManifest).files ?? {})) {
      if (source.path === undefined) continue;
      for (const { objectKey } of Object.values(destinations))
        assets.set(objectKey, join(directory, source.path));
    }
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return { stacks, assets };
};
