/**
 * The rules of EN 16931 (release 1.3.16 of the CEF's) over the terms of an invoice, whatever its syntax: what must be there
 * (`present-rules.ts`), what must add up (`sum-rules.ts`), what VAT wants (`vat-rules.ts`) and which codes there are (`code-rules.ts`).
 */
import { codeRules } from './code-rules.ts';
import type { Group, GroupName, Reading } from './model.ts';
import { presentRules } from './present-rules.ts';
import type { Rule } from './rule.ts';
import { sumRules } from './sum-rules.ts';
import { vatRules } from './vat-rules.ts';

export interface Finding {
  readonly rule: string;
  readonly detail: string;
}
const RULES: readonly Rule[] = [...presentRules, ...sumRules, ...vatRules, ...codeRules];

/** Every rule that the document breaks, once each; none: it is an invoice of EN 16931. */
export const judge = ({ invoice, faults }: Reading): Finding[] => [
  ...RULES.filter(({ over, holds }) => !everywhere(invoice, over, (group) => holds(group, invoice))).map(
    ({ id, detail }) => ({ rule: id, detail }),
  ),
  ...faults.map((id) => ({
    rule: id,
    detail: 'has elements more often than the syntax lets them stand, or where it does not',
  })),
];

const everywhere = (invoice: Group, over: readonly GroupName[], holds: (group: Group) => boolean): boolean =>
  over.length === 0 ? holds(invoice) : over.every((name) => within(invoice, name).every(holds));
/** All groups of a name, however deep. */
const within = (group: Group, name: GroupName): Group[] =>
  Object.entries(group.groups).flatMap(([at, some]) =>
    some!.flatMap((one) => [...(at === name ? [one] : []), ...within(one, name)]),
  );
