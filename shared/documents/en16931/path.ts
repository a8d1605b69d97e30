/** Paths of the table of terms, taken apart once: steps with their conditions. */
export interface Condition {
  /** Steps of names; an attribute is `@name` and stands last. */
  readonly path: readonly string[];
  readonly is: 'equal' | 'other' | 'there' | 'absent';
  readonly value: string;
  /** What is written where the condition only says what it must not be. */
  readonly written: string | undefined;
}
export interface Step {
  readonly name: string;
  /** `+` behind the name: each value has an element of its own here. */
  readonly each: boolean;
  readonly conditions: readonly Condition[];
}
export type Path = readonly Step[];

/** Outside of brackets only. */
const SLASH = /\/(?![^[]*\])/;

const known = new Map<string, readonly Path[]>();
/** The alternatives of a path in their order. */
export const pathsOf = (text: string): readonly Path[] => {
  const before = known.get(text);
  if (before) return before;
  const paths = text.split(/ \| | \?\? /).map((one) => (one === '' ? [] : one.split(SLASH).map(stepOf)));
  known.set(text, paths);
  return paths;
};

const stepOf = (text: string): Step => ({
  name: text.split('[')[0]!.replace('+', ''),
  each: text.split('[')[0]!.endsWith('+'),
  conditions: [...text.matchAll(/\[([^\]]*)\]/g)].map(([, inner]) => conditionOf(inner!)),
});

const conditionOf = (text: string): Condition => {
  const [, path, operator, rest] = /^(!?[^!=]+)(?:(!?=)(.*))?$/.exec(text)!;
  const [value, written] = (rest ?? '').split('|') as [string, string?];
  const absent = path!.startsWith('!');
  return {
    path: (absent ? path!.slice(1) : path!).split('/'),
    is: absent ? 'absent' : operator === undefined ? 'there' : operator === '=' ? 'equal' : 'other',
    value,
    written: written ?? (operator === '=' ? value : undefined),
  };
};
