/**
 * An invoice in the words of EN 16931-1: business terms (BT) in business groups (BG), as they were said, whatever syntax said
 * them. Everything is optional here; what must be there is a rule (`rules.ts`), so that a bad invoice can be judged too.
 */
export type Term = `BT-${number}`;
export type GroupName = `BG-${number}`;

/** A text with what stands at it: the scheme of an identifier, the list of a code, the name and type of a file. */
export interface Value {
  readonly text: string;
  readonly attributes?: Readonly<Record<string, string>>;
}
export interface Group {
  readonly terms: Readonly<Partial<Record<Term, readonly Value[]>>>;
  readonly groups: Readonly<Partial<Record<GroupName, readonly Group[]>>>;
}

/** What the term says; undefined where it is not there or empty. */
export const said = (group: Group, term: Term): string | undefined =>
  group.terms[term]?.find(({ text }) => text !== '')?.text;
export const valuesOf = (group: Group, term: Term): readonly Value[] => group.terms[term] ?? [];
export const groupsOf = (group: Group, name: GroupName): readonly Group[] => group.groups[name] ?? [];

export type Syntax = 'ubl' | 'cii';
/** A document that was read: its invoice, and the names of what it says beyond the terms of EN 16931 that are carried. */
export interface Reading {
  readonly syntax: Syntax;
  readonly invoice: Group;
  readonly notCarried: readonly string[];
  /** Rules about elements and not about terms, that the document breaks. */
  readonly faults: readonly string[];
}
