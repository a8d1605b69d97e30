/** What a document asks for, and when. */
import { partsOver } from '../agreements/rules.ts';
import { openParts, type Instalment } from '../kernel/instalments.ts';
import { money } from '../kernel/money.ts';
import type { Snapshot } from './invoice.ts';
import { payable } from './rules.ts';

type Said = Pick<
  Snapshot,
  'totals' | 'currency' | 'prepaidMinor' | 'issuedOn' | 'dueOn' | 'instalments' | 'terms' | 'termsFrom'
>;
/** By the days on which it falls due; what was paid before settles the oldest part. */
export const partsDue = (snapshot: Said): readonly Instalment[] => {
  const { totals, currency, issuedOn, dueOn, terms, termsFrom = issuedOn } = snapshot;
  const open = payable(snapshot);
  // Older snapshots have their terms alone.
  const { instalments = partsOver(terms, termsFrom, money(totals.grossMinor, currency)) } = snapshot;
  return open.minor === 0 ? [{ dueOn, minor: 0 }] : openParts({ dueOn, open, instalments });
};
/** What it asks for first: all of it, where it is not due in parts. */
export const firstDue = (snapshot: Said): Instalment => partsDue(snapshot)[0]!;
