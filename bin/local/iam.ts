/** Roles and their policies: who may do what, and which grants a run never needed. */
import { evaluate, grantsOf, readPolicy } from './policy.ts';
import type { Statement, Verdict } from './policy.ts';
import type { Access, Made, Provider, Service } from './seam.ts';

interface Role {
  name: string;
  arn: string;
  statements: Statement[];
  /** Answers that cannot change, because no condition had a say. */
  known: Map<string, Verdict>;
  conditional: boolean;
  used: Set<string>;
  denied: Set<string>;
}

export interface RoleReport {
  role: string;
  used: string[];
  denied: string[];
  /** `action on resource`, as the policies say it. */
  granted: string[];
  /** Those of them that allowed nothing since the start. */
  unused: string[];
}

export interface Iam extends Service {
  /** Whether the role may; remembers the answer for the report. An unknown role may nothing. */
  allowed(roleArn: string, access: Access): boolean;
  /** The first access that the role does not have. */
  firstDenied(roleArn: string, accesses: Access[]): { access: Access; explicit: boolean } | undefined;
  report(): RoleReport[];
}

const LOGS = { Statement: { Effect: 'Allow', Action: 'logs:*', Resource: '*' } };
const MANAGED: Record<string, unknown> = { AWSLambdaBasicExecutionRole: LOGS };

export const iam = (place: { partition: string; accountId: string }): Iam => {
  const roles = new Map<string, Role>();
  const arnOf = (kind: string, name: string) =>
    `arn:${place.partition}:iam::${place.accountId}:${kind}/${name}`;
  const grant = (role: Role, document: unknown) => {
    const statements = readPolicy(document);
    role.statements.push(...statements);
    role.known.clear();
    role.conditional ||= statements.some((statement) => statement.conditions.length > 0);
  };
  const ask = (roleArn: string, access: Access): Verdict => {
    const role = roles.get(roleArn);
    if (!role) return 'not allowed';
    const key = `${access.action} ${access.resource}`;
    let verdict = role.conditional ? undefined : role.known.get(key);
    if (verdict === undefined) {
      verdict = evaluate(role.statements, access);
      role.known.set(key, verdict);
      (verdict === 'allowed' ? role.used : role.denied).add(key);
    }
    return verdict;
  };
  const byRef = (name: string): Role => {
    const role = [...roles.values()].find((each) => each.name === name);
    if (!role) throw new Error(`there is no role ${name}`);
    return role;
  };
  return {
    name: 'iam',
    provides: {
      'AWS::IAM::Role': roleProvider(roles, grant, arnOf),
      'AWS::IAM::Policy': {
        properties: ['PolicyDocument', 'PolicyName', 'Roles'],
        make: (id, { PolicyDocument, PolicyName, Roles }) => {
          for (const name of (Roles ?? []) as string[]) grant(byRef(name), PolicyDocument);
          return { ref: String(PolicyName ?? id), attributes: {} };
        },
      },
    },
    access: (request) => {
      throw new Error(`iam has no wire here: ${request.path}`);
    },
    handle: () => Promise.reject(new Error('iam has no wire here')),
    busy: () => [],
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    allowed: (roleArn, access) => ask(roleArn, access) === 'allowed',
    firstDenied: (roleArn, accesses) => {
      for (const access of accesses) {
        const verdict = ask(roleArn, access);
        if (verdict !== 'allowed') return { access, explicit: verdict === 'denied' };
      }
      return undefined;
    },
    report: () => [...roles.values()].map(reportOf),
  };
};

const roleProvider = (
  roles: Map<string, Role>,
  grant: (role: Role, document: unknown) => void,
  arnOf: (kind: string, name: string) => string,
): Provider => ({
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'Policies',
    'RoleName',
    'Tags',
  ],
  make: (id, properties): Made => {
    const name = String(properties['RoleName'] ?? id);
    const path = String(properties['Path'] ?? '/').slice(1);
    const role: Role = {
      name,
      arn: arnOf('role', `${path}${name}`),
      statements: [],
      known: new Map(),
      conditional: false,
      used: new Set(),
      denied: new Set(),
    };
    for (const arn of (properties['ManagedPolicyArns'] ?? []) as string[]) {
      const managed = MANAGED[arn.split('/').at(-1) ?? ''];
      if (!managed) throw new Error(`the managed policy ${arn} is not known to the local cloud`);
      grant(role, managed);
    }
    for (const { PolicyDocument } of (properties['Policies'] ?? []) as { PolicyDocument: unknown }[])
      grant(role, PolicyDocument);
    roles.set(role.arn, role);
    return { ref: name, attributes: { Arn: role.arn, RoleId: name } };
  },
});

const reportOf = (role: Role): RoleReport => {
  const allowing = role.statements.filter((statement) => statement.allow);
  const granted = new Set(allowing.flatMap(grantsOf));
  const needed = new Set(allowing.flatMap(({ used }) => [...used]));
  return {
    role: role.name,
    used: [...role.used].toSorted(),
    denied: [...role.denied].toSorted(),
    granted: [...granted].toSorted(),
    unused: [...granted].filter((grant) => !needed.has(grant)).toSorted(),
  };
};
