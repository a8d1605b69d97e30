/** What a rule of EN 16931 is: an id, where it looks, what must hold there, and a sentence for who has to mend the document. */
import { said, type Group, type GroupName, type Term } from './model.ts';

export interface Rule {
  readonly id: string;
  /** The group that it looks at, each time that it stands there; the invoice as a whole where absent. */
  readonly over: readonly GroupName[];
  readonly holds: (group: Group, invoice: Group) => boolean;
  readonly detail: string;
}

export const rule = (
  id: string,
  over: GroupName | readonly GroupName[],
  detail: string,
  holds: Rule['holds'],
): Rule => ({
  id,
  over: typeof over === 'string' ? [over] : over,
  holds,
  detail,
});
export const always = (id: string, detail: string, holds: (invoice: Group) => boolean): Rule =>
  rule(id, [], detail, (_, invoice) => holds(invoice));
export const has = (group: Group, ...terms: Term[]): boolean =>
  terms.some((term) => said(group, term) !== undefined);
export const must = (
  id: string,
  term: Term,
  what: string,
  over: GroupName | readonly GroupName[] = [],
): Rule => rule(id, over, `has no ${what} (${term})`, (group) => has(group, term));
