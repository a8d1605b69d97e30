/** Values out of the schemas of the public document: what fits them, and what nearly does. */
import fc from 'fast-check';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}
export type Resolve = (reference: string) => Schema;

/** Lists and records are short: what a length does is asked by the limits, not by luck. */
const MOST = 3;

/** Values that fit the schema as far as it says what fits. */
export const fitting = (schema: Schema, resolve: Resolve): fc.Arbitrary<unknown> => {
  if (schema.$ref !== undefined) return fitting(resolve(schema.$ref), resolve);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && schema.properties)
    return fc.oneof(
      ...choices.map(({ required = [] }) =>
        objectOf({ ...schema, required: [...(schema.required ?? []), ...required] }, resolve),
      ),
    );
  if (choices) return fc.oneof(...choices.map((one) => fitting(one, resolve)));
  if (schema.allOf)
    return fitting(schema.allOf.map((one) => (one.$ref ? resolve(one.$ref) : one)).reduce(merged), resolve);
  const type = Array.isArray(schema.type) ? (schema.type as string[])[0] : schema.type;
  switch (type) {
    case 'object':
      return objectOf(schema, resolve);
    case 'array':
      return fc.array(fitting(schema.items ?? {}, resolve), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? MOST, MOST)),
      });
    case 'integer':
      return integerOf(schema);
    case 'number':
      return fc.oneof(integerOf(schema), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return textOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};
const merged = (a: Schema, b: Schema): Schema => ({
  ...a,
  ...b,
  properties: { ...a.properties, ...b.properties },
  required: [...(a.required ?? []), ...(b.required ?? [])],
});

const objectOf = (schema: Schema, resolve: Resolve): fc.Arbitrary<unknown> => {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0 && typeof schema.additionalProperties === 'object')
    return fc.dictionary(
      fitting(schema.propertyNames ?? { type: 'string' }, resolve) as fc.Arbitrary<string>,
      fitting(schema.additionalProperties, resolve),
      { maxKeys: MOST },
    );
  return fc.record(Object.fromEntries(properties.map(([name, one]) => [name, fitting(one, resolve)])), {
    requiredKeys: [...(schema.required ?? [])],
  });
};

/** Limits and small figures more often than luck would have them. */
const integerOf = ({ minimum, exclusiveMinimum, maximum }: Schema): fc.Arbitrary<number> => {
  const min = minimum ?? (exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + 1);
  const max = maximum ?? Number.MAX_SAFE_INTEGER;
  const near = [min, max, 0, 1, 2, 100].filter((n) => n >= min && n <= max);
  return fc.oneof(fc.constantFrom(...near), fc.integer({ min, max }));
};

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  'date-time': fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString()),
  email: fc.constantFrom('a@b.example', 'first.last+tag@mail.customer.example'),
  uri: fc.constantFrom('https://shop.example/x', 'https://localhost/'),
};

const textOf = ({ format, pattern, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> => {
  if (format !== undefined && FORMATS[format]) return FORMATS[format];
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)), unit: 'grapheme' });
};

/** What stands in the place of a value that fits. */
const STRANGE: readonly unknown[] = [
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '‮evil',
  '𝒳'.repeat(40),
  'x'.repeat(5_000),
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  true,
  [],
  {},
  [[[[]]]],
  { $ne: 1 },
  '2026-02-30',
  '0001-01-01',
  '9999-12-31',
  "'; DROP TABLE orders; --",
  '{{7*7}}',
  '../../etc/passwd',
];

/** A value that fits, with one thing wrong in one place: another value, a name less, a name more, a list too long. */
export const nearly = (fits: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(fits, fc.nat(), fc.nat(), fc.constantFrom(...STRANGE)).map(([value, at, how, strange]) => {
    const places = placesIn(value);
    const path = places[at % places.length]!;
    return changedAt(value, path, (found, parent) => {
      if (how % 4 === 0 && parent !== undefined && !Array.isArray(parent)) return undefined;
      if (how % 4 === 1 && isRecord(found))
        return { ...found, [how % 8 === 1 ? 'surplus' : '__proto__x']: strange };
      if (how % 4 === 2 && Array.isArray(found))
        return Array.from({ length: 2_000 }, () => (found as unknown[])[0] ?? strange);
      return strange;
    });
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const placesIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))
    : []),
];
/** JSON leaves out what is undefined. */
const changedAt = (
  value: unknown,
  [name, ...rest]: readonly string[],
  change: (found: unknown, parent: unknown) => unknown,
  parent?: unknown,
): unknown => {
  if (name === undefined) return change(value, parent);
  const inner = changedAt((value as Record<string, unknown>)[name], rest, change, value);
  if (Array.isArray(value)) return value.map((one: unknown, index) => (String(index) === name ? inner : one));
  return { ...(value as object), [name]: inner };
};
