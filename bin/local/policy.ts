/**
 * IAM's evaluation of identity policies: an explicit Deny wins, then any Allow, and otherwise it is denied.
 */
import type { Access } from './seam.ts';

/** One statement, ready to be asked. `used` remembers which action on which resource ever allowed something. */
export interface Statement {
  allow: boolean;
  actions: Pattern[];
  notActions: boolean;
  resources: Pattern[];
  notResources: boolean;
  used: Set<string>;
  conditions: ((access: Access) => boolean)[];
}

type Test = (value: string) => boolean;
interface Pattern {
  pattern: string;
  test: Test;
}
export type Verdict = 'allowed' | 'denied' | 'not allowed';

/** Reads a policy document; throws for an element or a condition operator that is not honoured here. */
export const readPolicy = (document: unknown): Statement[] => {
  const { Statement: statements, Version: _, Id: __, ...rest } = record(document);
  refuse('policy', rest);
  return [statements].flat().map((each) => readStatement(record(each)));
};

export const evaluate = (statements: readonly Statement[], access: Access): Verdict => {
  let verdict: Verdict = 'not allowed';
  for (const statement of statements) {
    const action = statement.actions.find(({ test }) => test(access.action.toLowerCase()));
    if ((action === undefined) !== statement.notActions) continue;
    const resource = statement.resources.find(({ test }) => test(access.resource));
    if ((resource === undefined) !== statement.notResources) continue;
    if (!statement.conditions.every((condition) => condition(access))) continue;
    if (!statement.allow) return 'denied';
    statement.used.add(grantOf(action, resource));
    verdict = 'allowed';
  }
  return verdict;
};

/** What a statement grants, one line for each action on each resource. */
export const grantsOf = ({ actions, notActions, resources, notResources }: Statement): string[] =>
  (notActions ? [undefined] : actions).flatMap((action) =>
    (notResources ? [undefined] : resources).map((resource) => grantOf(action, resource)),
  );

const grantOf = (action: Pattern | undefined, resource: Pattern | undefined): string =>
  `${action?.pattern ?? 'all actions but some'} on ${resource?.pattern ?? 'all resources but some'}`;

const readStatement = (source: Record<string, unknown>): Statement => {
  const { Sid: _, Effect, Action, NotAction, Resource, NotResource, Condition, ...rest } = source;
  refuse('statement', rest);
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw new Error(`policy: the effect ${String(Effect)} is unknown`);
  return {
    allow: Effect === 'Allow',
    actions: texts(Action ?? NotAction).map((pattern) => ({
      pattern,
      test: wildcard(pattern.toLowerCase()),
    })),
    notActions: Action === undefined,
    resources: texts(Resource ?? NotResource).map((pattern) => ({ pattern, test: wildcard(pattern) })),
    notResources: Resource === undefined,
    used: new Set(),
    conditions: Object.entries(record(Condition ?? {})).flatMap(([operator, keys]) =>
      Object.entries(record(keys)).map(([key, wanted]) => condition(operator, key, texts(wanted))),
    ),
  };
};

const OPERATORS: Record<string, (wanted: string) => Test> = {
  StringEquals: (wanted) => (value) => value === wanted,
  StringEqualsIgnoreCase: (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase(),
  StringLike: (wanted) => wildcard(wanted),
  ArnEquals: (wanted) => wildcard(wanted),
  ArnLike: (wanted) => wildcard(wanted),
  Bool: (wanted) => (value) => value === wanted,
};

/**
 * The keys that the services give with a request. Any other would be judged as absent, which can mean
 * allowed. The last one is of rules that AWS itself keeps: nobody here has it, so nobody may what it is asked for.
 */
const KEYS = ['ses:FromAddress', 'ses:Recipients', 'events:source', 'events:detail-type', 'events:ManagedBy'];

const condition = (operator: string, key: string, wanted: string[]): ((access: Access) => boolean) => {
  const [, set, ifExistsOff] = /^(?:(ForAllValues|ForAnyValue):)?(.+)$/.exec(operator) ?? [];
  const ifExists = ifExistsOff?.endsWith('IfExists') ?? false;
  const bare = (ifExistsOff ?? '').replace(/IfExists$/, '');
  const negated = /^(String|Arn)Not/.test(bare);
  const make = OPERATORS[bare.replace(/^(String|Arn)Not/, '$1')];
  if (bare !== 'Null' && !make)
    throw new Error(`policy: the condition operator ${operator} is not known here`);
  if (!KEYS.includes(key)) throw new Error(`policy: the condition key ${key} is not known here`);
  const tests = make ? wanted.map(make) : [];
  const one: Test = (value) => tests.some((test) => test(value)) !== negated;
  return ({ context }) => {
    const values = [context?.[key] ?? []].flat();
    if (bare === 'Null') return (values.length === 0) === (wanted[0] === 'true');
    // AWS: an absent key satisfies ForAllValues and the negated operators, and nothing else.
    if (values.length === 0) return ifExists || set === 'ForAllValues' || (set === undefined && negated);
    return set === 'ForAnyValue' ? values.some(one) : values.every(one);
  };
};

/** `*` any text, `?` one character. */
const wildcard = (pattern: string): Test => {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return (value) => value === pattern;
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const expression = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
  return (value) => expression.test(value);
};

const texts = (value: unknown): string[] => [value].flat().map(String);

const record = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) throw new Error('policy: an object is expected');
  return value as Record<string, unknown>;
};

const refuse = (where: string, rest: Record<string, unknown>): void => {
  const [first] = Object.keys(rest);
  if (first !== undefined) throw new Error(`policy: the ${where} element ${first} is not known here`);
};
