/**
 * The language of templates: Liquid, and little of it. A template asks (`if`, `unless`, `case`), names variables and passes
 * them through a few filters; it repeats nothing, keeps nothing and loads nothing, so what it costs is bounded by its length, and
 * every variable in it is known before anything is rendered. What comes out is plain text: the layout escapes all of it, names
 * of customers too, whatever stands in them.
 */
import { Liquid } from 'liquidjs';
import type { Refusal } from '../kernel/result.ts';
import { oneLine } from './mails/letter.ts';
import type { TemplateName, Wording } from './template.ts';
import { VARIABLES, type Facts, type Variable } from './variables.ts';

const TAGS: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'comment']);
const FILTERS: ReadonlySet<string> = new Set([
  'append',
  'capitalize',
  'default',
  'downcase',
  'prepend',
  'remove',
  'replace',
  'size',
  'strip',
  'truncate',
  'upcase',
]);

/** `templates`: a file system of no files. Limits: characters parsed, milliseconds, and characters held at a time. */
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 10_000,
  renderLimit: 2_000,
  memoryLimit: 100_000,
});
const only = (all: Record<string, unknown>, wanted: ReadonlySet<string>): void => {
  for (const name of Object.keys(all)) if (!wanted.has(name)) delete all[name];
};
only(engine.tags, TAGS);
only(engine.filters, FILTERS);

/** A subject that is longer is cut by mail clients, and by some servers refused. */
export const MAX_SUBJECT = 200;
/** More than anybody reads, and less than a mail may carry. */
const MAX_TEXT = 20_000;

/** What a template makes of a mail's facts. Throws where it does not fit them. */
export const rendered = (wording: Wording, facts: Facts): Wording => {
  const scope = nested(facts);
  const said = (text: string): string => String(engine.parseAndRenderSync(text, scope));
  const subject = oneLine(said(wording.subject));
  const title = wording.title === undefined ? undefined : oneLine(said(wording.title));
  const text = said(wording.text).trim();
  if (subject === '') throw new Unfit('subject', 'would be empty');
  if ([...subject].length > MAX_SUBJECT)
    throw new Unfit('subject', `would be over ${MAX_SUBJECT} characters`);
  if (title === '') throw new Unfit('title', 'would be empty');
  if (text === '') throw new Unfit('text', 'would be empty');
  if (text.length > MAX_TEXT) throw new Unfit('text', `would be over ${MAX_TEXT} characters`);
  return { subject, ...(title !== undefined && { title }), text };
};

class Unfit extends Error {
  readonly field: keyof Wording;
  constructor(field: keyof Wording, message: string) {
    super(message);
    this.field = field;
  }
}

/** `invoice.number` in an object of its own, as a template names it. */
const nested = (facts: Facts): object => {
  const scope: Record<string, Record<string, string | number | null>> = {};
  for (const [path, value] of Object.entries(facts)) {
    const [thing, field] = path.split('.') as [string, string];
    scope[thing] = { ...scope[thing], [field]: value };
  }
  return scope;
};

const FIELDS = ['subject', 'title', 'text'] as const;
const MAX_FAULTS = 20;

/** What is wrong with a template, each with its field, line and column; none where it fits every mail that it is for. */
export const faultsOf = (name: TemplateName, wording: Wording): NonNullable<Refusal['errors']> => {
  const faults = FIELDS.flatMap((field) => {
    const text = wording[field];
    return text === undefined
      ? []
      : readingFaults(name, text).map((detail) => ({ pointer: `/${field}`, detail }));
  });
  return faults.length > 0 ? faults.slice(0, MAX_FAULTS) : renderingFaults(name, wording);
};

const readingFaults = (name: TemplateName, text: string): string[] => {
  try {
    const known: Readonly<Record<string, Variable>> = VARIABLES[name];
    const { variables } = engine.analyzeSync(engine.parse(text), { partials: false });
    return Object.values(variables)
      .flat()
      .filter(({ segments }) => !Object.hasOwn(known, segments.join('.')) || segments.length !== 2)
      .map(
        (variable) =>
          `${placed(variable.location.row, variable.location.col)}: there is no variable ${String(variable)}`,
      );
  } catch (error) {
    return [told(error)];
  }
};

/** With every choice of what a mail may lack; then with names as long as they may be. */
const renderingFaults = (name: TemplateName, wording: Wording): NonNullable<Refusal['errors']> => {
  for (const [facts, absent] of shapesOf(name)) {
    try {
      rendered(wording, facts);
    } catch (error) {
      const field = error instanceof Unfit ? error.field : fieldOf(name, wording, facts);
      const where = absent.length === 0 ? '' : ` for a mail without ${absent.join(', ')}`;
      return [{ pointer: `/${field}`, detail: `${told(error)}${where}` }];
    }
  }
  return [];
};

/** Facts with each subset of the optional ones, and which are absent. */
export function* shapesOf(name: TemplateName): Generator<readonly [Facts, readonly string[]]> {
  const all: readonly (readonly [string, Variable])[] = Object.entries(VARIABLES[name]);
  const optional = all.filter(([, { optional: may }]) => may).map(([path]) => path);
  for (let choice = 0; choice < 2 ** optional.length; choice++) {
    const absent = optional.filter((_, at) => (choice >> at) % 2 === 1);
    yield [
      Object.fromEntries(all.map(([path, { example }]) => [path, absent.includes(path) ? null : example])),
      absent,
    ];
  }
  const long = Object.fromEntries(
    all.map(([path, { example }]) => [path, path.endsWith('.name') ? LONG_NAME : example]),
  );
  yield [long, []];
}
/** As long as a name of a customer or an entity may be. */
const LONG_NAME = 'Långe & Søhne '.repeat(8).slice(0, 99);

const fieldOf = (name: TemplateName, wording: Wording, facts: Facts): keyof Wording =>
  FIELDS.find((field) => {
    const text = wording[field];
    if (text === undefined) return false;
    try {
      engine.parseAndRenderSync(text, nested(facts));
      return false;
    } catch {
      return true;
    }
  }) ?? 'text';

const placed = (row: number, col: number): string => `line ${row}, column ${col}`;

/** The engine's words, with the place where they belong; ours as they are. Nothing of the mail's facts is in either. */
export const told = (error: unknown): string => {
  if (!(error instanceof Error)) return 'cannot be rendered';
  const { token } = error as { token?: { getPosition?: () => number[] } };
  const [row, col] = token?.getPosition?.() ?? [];
  const words = error.message.replace(/(, file:[^,]*)?, line:\d+, col:\d+$/, '').slice(0, 200);
  return row === undefined || col === undefined ? words : `${placed(row, col)}: ${words}`;
};
