/** CloudFormation's functions: what a value of a template becomes once the resources that it names exist. */
import type { Template } from './assembly.ts';

/** What the names in one stack mean at this moment. Every lookup throws for a name that it does not know. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  imported(name: string): unknown;
  template: Template;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** `Ref: AWS::NoValue`: the property, or the element, is as if it were not written. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Resolves a value of a template; throws for an intrinsic that is not known here. */
export const resolve = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) {
    return value.map((each) => resolve(each, scope)).filter((each) => each !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only[0])) {
    const intrinsic = INTRINSICS[only[0]];
    if (!intrinsic) throw new Error(`the intrinsic ${only[0]} is not known to the local cloud`);
    return intrinsic(only[1], scope);
  }
  const resolved = entries.map(([key, each]) => [key, resolve(each, scope)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== NO_VALUE));
};

/** Logical ids that a value names, before anything is resolved. */
export const mentions = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(mentions);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [getAttPath(inner)[0]];
    if (key === 'Fn::Sub') {
      const [text, names] = subParts(inner);
      const direct = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.split('.')[0] ?? '');
      return [...direct.filter((name) => !name.startsWith('!') && !(name in names)), ...mentions(names)];
    }
    return mentions(inner);
  });
};

const PLACEHOLDER = /\$\{([^}]+)\}/g;

const isIntrinsic = (key: string): boolean => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.ref(String(name)),
  'Fn::GetAtt': (argument, scope) => scope.attribute(...getAttPath(argument)),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolve(parts, scope)).map(text).join(text(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, names] = subParts(argument);
    return template.replaceAll(PLACEHOLDER, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in names) return text(resolve(names[name], scope));
      const dot = name.indexOf('.');
      return text(dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
    });
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(resolve(argument, scope));
    const chosen = list(from)[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select: nothing at ${text(index)}`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = list(resolve(argument, scope));
    return text(whole).split(text(separator));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(resolve(argument, scope)).map(text);
    const found = scope.template.Mappings?.[map ?? '']?.[first ?? '']?.[second ?? ''];
    if (found === undefined) throw new Error(`Fn::FindInMap: no ${map}.${first}.${second}`);
    return found;
  },
  'Fn::ImportValue': (name, scope) => scope.imported(text(resolve(name, scope))),
  'Fn::Base64': (value, scope) => Buffer.from(text(resolve(value, scope))).toString('base64'),
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument);
    return resolve(holds(text(condition), scope) ? yes : no, scope);
  },
  Condition: (name, scope) => holds(text(name), scope),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolve(argument, scope));
    return text(left) === text(right);
  },
  'Fn::Not': (argument, scope) => list(resolve(argument, scope))[0] !== true,
  'Fn::And': (argument, scope) => list(resolve(argument, scope)).every((each) => each === true),
  'Fn::Or': (argument, scope) => list(resolve(argument, scope)).some((each) => each === true),
};

/** Whether a condition of the template is true. */
export const holds = (name: string, scope: Scope): boolean => {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) throw new Error(`there is no condition ${name}`);
  return resolve(condition, scope) === true;
};

const getAttPath = (argument: unknown): [string, string] => {
  const [id = '', ...name] = typeof argument === 'string' ? argument.split('.') : list(argument).map(text);
  return [id, name.join('.')];
};

const subParts = (argument: unknown): [string, Record<string, unknown>] => {
  if (typeof argument === 'string') return [argument, {}];
  const [template, names] = list(argument);
  return [text(template), isRecord(names) ? names : {}];
};

const list = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new Error(`a list is expected, not ${JSON.stringify(value)}`);
  return value;
};

const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`a text is expected, not ${JSON.stringify(value)}`);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
