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
/** Filled by `load`; functions and queues (of both stacks that have them) are in `app`, what is retained in `data`. */
export const stacks: { data: Stack; app: Stack; isProtected: boolean } = {
  data: {},
  app: {},
  isProtected: false,
};

export const load = async (): Promise<void> => {
  await assemble();
  const json = <T>(name: string): T => JSON.parse(readFileSync(`cdk.out/${name}.json`, 'utf8')) as T;
  type Artifacts = { artifacts: Record<string, { properties?: { terminationProtection?: boolean } }> };
  stacks.data = json<{ Resources: Stack }>('Quittance-dev-Data.template').Resources;
  stacks.app = Object.assign(
    json<{ Resources: Stack }>('Quittance-dev-Api.template').Resources,
    json<{ Resources: Stack }>('Quittance-dev-App.template').Resources,
  );
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
/** The logical id that a Ref or an attribute points to. */
export const target = (value: unknown): string | undefined => {
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as {
    Ref?: string;
    'Fn::GetAtt'?: readonly string[];
  };
  return ref ?? attribute?.[0];
};
export const many = <T>(one: T | readonly T[]): readonly T[] =>
  Array.isArray(one) ? (one as readonly T[]) : [one as T];
