/**
 * Makes every resource of the synthesised stacks, in the order in which they need each other. What is not
 * known here is refused by name and place before anything is made: a property that is silently ignored would
 * be a lie about AWS.
 */
import type { Assembly, Resource, Stack } from './assembly.ts';
import { holds, mentions, NO_VALUE, resolve } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import type { Made, Provider } from './seam.ts';

export interface Place {
  region: string;
  accountId: string;
  partition: string;
}
export interface Deployed {
  /** `Stack.Output` → value. */
  outputs: Record<string, string>;
  /** Stack and logical id → what it became. */
  made: { stack: string; logicalId: string; type: string; made: Made }[];
}

export interface Deployment {
  assembly: Assembly;
  providers: ReadonlyMap<string, Provider>;
  place: Place;
  /** Values for parameters of the templates; the defaults serve for the rest. */
  parameters?: Readonly<Record<string, string>>;
}

/** Deploys all stacks, or throws one error that lists everything that the local cloud cannot honour. */
export const deploy = async ({ assembly, providers, place, parameters }: Deployment): Promise<Deployed> => {
  const unknown = assembly.stacks.flatMap((stack) => unknowns(stack, providers));
  if (unknown.length > 0)
    throw new Error(`The local cloud refuses this template:\n  ${unknown.join('\n  ')}`);
  const result: Deployed = { outputs: {}, made: [] };
  const exported = new Map<string, unknown>();
  for (const stack of assembly.stacks) {
    const made = new Map<string, Made>();
    const scope = scopeOf(stack, { made, exported, place, parameters: parameters ?? {} });
    const { Resources: resources, Outputs: outputs = {} } = stack.template;
    for (const id of inOrder(stack, scope)) {
      const resource = resources[id]!;
      const one = await at(`${stack.name}/${id} (${resource.Type})`, () => {
        const properties = resolve(resource.Properties ?? {}, scope) as Record<string, unknown>;
        return providers.get(resource.Type)!.make(`${stack.name}-${id}`, properties);
      });
      made.set(id, one);
      result.made.push({ stack: stack.name, logicalId: id, type: resource.Type, made: one });
    }
    for (const [name, output] of Object.entries(outputs)) {
      if (output.Condition !== undefined && !holds(output.Condition, scope)) continue;
      await at(`${stack.name}, output ${name}`, () => {
        const value = resolve(output.Value, scope);
        result.outputs[`${stack.name}.${name}`] = String(value);
        if (output.Export) exported.set(String(resolve(output.Export.Name, scope)), value);
      });
    }
  }
  return result;
};

/** Says where it happened when something goes wrong. */
const at = async <T>(place: string, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

const unknowns = (stack: Stack, providers: ReadonlyMap<string, Provider>): string[] =>
  Object.entries(stack.template.Resources).flatMap(([id, resource]) => {
    const provider = providers.get(resource.Type);
    if (!provider) return [`${stack.name}/${id}: the type ${resource.Type} is not known`];
    const { properties } = provider;
    return Object.keys(resource.Properties ?? {})
      .filter((name) => properties !== 'any' && !properties.includes(name))
      .map((name) => `${stack.name}/${id}: ${resource.Type} has no property ${name} here`);
  });

interface Known {
  made: ReadonlyMap<string, Made>;
  exported: ReadonlyMap<string, unknown>;
  place: Place;
  parameters: Readonly<Record<string, string>>;
}

const scopeOf = (stack: Stack, { made, exported, place, parameters }: Known): Scope => {
  const owner = `arn:${place.partition}:cloudformation:${place.region}:${place.accountId}`;
  const pseudo: Record<string, unknown> = {
    'AWS::Region': place.region,
    'AWS::AccountId': place.accountId,
    'AWS::Partition': place.partition,
    'AWS::StackName': stack.name,
    'AWS::StackId': `${owner}:stack/${stack.name}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NoValue': NO_VALUE,
  };
  const parameter = (name: string): string => {
    const value = parameters[name] ?? stack.template.Parameters?.[name]?.Default;
    if (value === undefined) throw new Error(`the parameter ${name} has no value`);
    return value;
  };
  return {
    template: stack.template,
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      if (stack.template.Parameters?.[name]) return parameter(name);
      const one = made.get(name);
      if (!one) throw new Error(`Ref: there is no ${name}`);
      return one.ref;
    },
    attribute: (id, name) => {
      const one = made.get(id);
      if (!one) throw new Error(`Fn::GetAtt: there is no ${id}`);
      const value = one.attributes[name];
      if (value === undefined) throw new Error(`Fn::GetAtt: ${id} has no attribute ${name} here`);
      return value;
    },
    imported: (name) => {
      if (!exported.has(name)) throw new Error(`Fn::ImportValue: nothing is exported as ${name}`);
      return exported.get(name);
    },
  };
};

/** Logical ids, each after those that it names or depends on. */
const inOrder = (stack: Stack, scope: Scope): string[] => {
  const { Resources: resources } = stack.template;
  const wanted = (resource: Resource) => resource.Condition === undefined || holds(resource.Condition, scope);
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string, path: string[]): void => {
    const resource = resources[id];
    if (!resource || state.get(id) === 'done' || !wanted(resource)) return;
    if (state.get(id) === 'open')
      throw new Error(`${stack.name}: circular reference ${[...path, id].join(' → ')}`);
    state.set(id, 'open');
    const needs = [...mentions(resource.Properties ?? {}), ...[resource.DependsOn ?? []].flat()];
    for (const need of needs) visit(need, [...path, id]);
    state.set(id, 'done');
    order.push(id);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return order;
};
