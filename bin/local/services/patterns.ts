/** EventBridge event patterns, which also are the filters of event source mappings. */

type Test = (value: unknown) => boolean;

/** True when the event satisfies the pattern. Throws for an operator or a shape that AWS would refuse. */
export const matches = (pattern: unknown, event: unknown): boolean => compile(pattern)(event);

/** Parses a pattern once, so that a bad one fails where it is declared and not at its first event. */
export const compile = (pattern: unknown): Test => {
  if (!isRecord(pattern)) throw new Error('An event pattern must be an object');
  const tests = Object.entries(pattern).map(([key, want]) => {
    if (key === '$or') return either(want);
    const inner = Array.isArray(want) ? leaf(key, want) : compile(want);
    return (event: unknown) => inner(isRecord(event) ? event[key] : undefined);
  });
  const all: Test = (event) => tests.every((test) => test(event));
  // An array of objects in the event matches when one of its elements does.
  return (event) => (Array.isArray(event) ? event.some(all) : all(event));
};

const either = (alternatives: unknown): Test => {
  if (!Array.isArray(alternatives) || alternatives.length < 2)
    throw new Error('$or takes an array of at least two patterns');
  const tests = alternatives.map(compile);
  return (event) => tests.some((test) => test(event));
};

const leaf = (key: string, wanted: unknown[]): Test => {
  if (wanted.length === 0) throw new Error(`Empty arrays are not allowed in an event pattern: ${key}`);
  const tests = wanted.map((want) => (isRecord(want) ? operator(key, want) : exact(key, want)));
  return (value) => tests.some((test) => test(value));
};

const exact = (key: string, want: unknown): Test => {
  if (Array.isArray(want)) throw new Error(`Nested arrays are not allowed in an event pattern: ${key}`);
  return some((value) => value === want);
};

/** Applies a test to a scalar or to any element of an array; a missing field fails it. */
const some =
  (test: Test): Test =>
  (value) => {
    if (value === undefined) return false;
    return Array.isArray(value) ? value.some((each) => some(test)(each)) : test(value);
  };

const operator = (key: string, want: Record<string, unknown>): Test => {
  const [name, ...more] = Object.keys(want);
  if (name === undefined || more.length > 0) throw new Error(`One operator per object, please: ${key}`);
  const operand = want[name];
  if (name === 'exists') {
    // Only leaves exist for EventBridge: an object under the key is not a value.
    return (value) => (value !== undefined && !isRecord(value)) === (operand === true);
  }
  if (name === 'anything-but') return some(anythingBut(key, operand));
  if (name === 'numeric') return some(numeric(key, operand));
  return some(text(key, name, operand));
};

const anythingBut = (key: string, operand: unknown): Test => {
  const not = isRecord(operand)
    ? Object.entries(operand).flatMap(([name, each]) => [each].flat().map((one) => text(key, name, one)))
    : [operand].flat().map((each) => (value: unknown) => value === each);
  if (not.length === 0) throw new Error(`anything-but needs a value: ${key}`);
  return (value) => !not.some((test) => test(value));
};

/** Operators on strings. */
const text = (key: string, name: string, operand: unknown): Test => {
  if ((name === 'prefix' || name === 'suffix') && isRecord(operand)) {
    const same = operand['equals-ignore-case'];
    if (typeof same !== 'string') throw new Error(`${name} takes a string or equals-ignore-case: ${key}`);
    return string((value) => affix(name, value.toLowerCase(), same.toLowerCase()));
  }
  if (typeof operand !== 'string') throw new Error(`Operator ${name} needs a string: ${key}`);
  switch (name) {
    case 'prefix':
    case 'suffix':
      return string((value) => affix(name, value, operand));
    case 'equals-ignore-case':
      return string((value) => value.toLowerCase() === operand.toLowerCase());
    case 'wildcard': {
      const escaped = operand.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
      const expression = new RegExp(`^${escaped}$`, 's');
      return string((value) => expression.test(value));
    }
    case 'cidr':
      return string(cidr(operand));
    default:
      throw new Error(`Unknown event pattern operator "${name}" at ${key}`);
  }
};

const string =
  (test: (value: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

const affix = (name: 'prefix' | 'suffix', value: string, part: string): boolean =>
  name === 'prefix' ? value.startsWith(part) : value.endsWith(part);

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const numeric = (key: string, operand: unknown): Test => {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0)
    throw new Error(`numeric takes pairs of comparison and number: ${key}`);
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < operand.length; i += 2) {
    const compare = COMPARE[String(operand[i])];
    const bound: unknown = operand[i + 1];
    if (!compare || typeof bound !== 'number')
      throw new Error(`Unknown numeric comparison ${String(operand[i])} ${String(bound)} at ${key}`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const cidr = (block: string): ((value: string) => boolean) => {
  const [base = '', length = '32'] = block.split('/');
  const network = ipv4(base);
  const bits = Number(length);
  if (network === undefined || !Number.isInteger(bits) || bits < 0 || bits > 32)
    throw new Error(`cidr takes an IPv4 block such as 10.0.0.0/24, not ${block}`);
  const size = 2 ** (32 - bits);
  return (value) => {
    const address = ipv4(value);
    return address !== undefined && Math.floor(address / size) === Math.floor(network / size);
  };
};

const ipv4 = (text: string): number | undefined => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
