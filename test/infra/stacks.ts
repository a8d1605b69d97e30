/** The synthesised stacks as data, and short ways to ask them. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { assemble } from '../../bin/fresh.ts';

export interface Resource {
  readonly Type: string;
  // eslint-disable-next-line typescript/no-explicit-any -- CloudFormation's JSON is arbitrary.
  readonly Properties: Readonly<Record<string, any>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

type Stack = Record<string, Resource>;
/** Filled by `load`; functions and queues (of all stacks that have them) are in `app`, what is retained in `data`. */
export const stacks: { data: Stack; app: Stack; isProtected: boolean } = {
  data: {},
  app: {},
  isProtected: false,
};

const exported = new Map<string, unknown>();
interface Template {
  readonly Resources: Stack;
  readonly Outputs?: Readonly<Record<string, { Export?: { Name: string }; Value: unknown }>>;
}

export const load = async (): Promise<void> => {
  await assemble();
  const json = <T>(name: string): T => JSON.parse(readFileSync(`cdk.out/${name}.json`, 'utf8')) as T;
  type Artifacts = { artifacts: Record<string, { properties?: { terminationProtection?: boolean } }> };
  for (const name of ['Data', 'Api', 'Finance', 'Jobs', 'App']) {
    const { Resources, Outputs = {} } = json<Template>(`Quittance-dev-${name}.template`);
    Object.assign(name === 'Data' ? stacks.data : stacks.app, Resources);
    for (const { Export, Value } of Object.values(Outputs)) if (Export) exported.set(Export.Name, Value);
  }
  const { properties } = json<Artifacts>('manifest').artifacts['Quittance-dev-Data'] ?? {};
  stacks.isProtected = properties?.terminationProtection === true;
};

export const everything = (): [string, Resource][] => [
  ...Object.entries(stacks.data),
  ...Object.entries(stacks.app),
];
export const of = (type: string): [string, Resource][] => {
  const found = everything().filter(([, { Type }]) => Type === type);
  expect(found, `no ${type} to look at`).not.toEqual([]);
  return found;
};
/** The names of those that do not fit: a failure says which. */
export const wrong = (type: string, fits: (resource: Resource, id: string) => unknown): string[] =>
  of(type)
    .filter(([id, resource]) => !fits(resource, id))
    .map(([id]) => id);
/** The logical id that a Ref or an attribute points to, also one that another stack exports. */
export const target = (value: unknown): string | undefined => {
  const {
    Ref: ref,
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': imported,
  } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: readonly string[]; 'Fn::ImportValue'?: string };
  return imported === undefined ? (ref ?? attribute?.[0]) : target(exported.get(imported));
};
export const many = <T>(one: T | readonly T[]): readonly T[] =>
  Array.isArray(one) ? (one as readonly T[]) : [one as T];
