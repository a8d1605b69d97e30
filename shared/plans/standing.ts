/** What is still owed of a plan, and which part of it of which invoice: derived from what is open, and from nothing that is kept beside it. */
import type { LocalDate } from '../kernel/dates.ts';
import { joined, lessLast, openParts, type Instalment } from '../kernel/instalments.ts';
import type { PaymentPlan, PlanItem } from './plan.ts';

/** What is open of an invoice, and what was credited or written off of it since the plan was agreed on. */
export interface Left {
  readonly openMinor: number;
  readonly relievedMinor: number;
}
type Agreed = Pick<PaymentPlan, 'instalments'> & {
  readonly items: readonly Pick<PlanItem, 'invoiceId' | 'dueOn'>[];
};

export interface Standing {
  readonly owedMinor: number;
  /** Of the agreement, by rising day. */
  readonly parts: readonly Instalment[];
  /** Money that was there before the plan and went back: no part of the agreement, and due as before. */
  readonly besideMinor: number;
  /** All that is open, by invoice: the one that was due first is paid first. */
  readonly shares: ReadonlyMap<string, readonly Instalment[]>;
}

/** Money meets the oldest instalment; a credit note or a write-off takes the last ones off. `left` is in the order of the items. */
export const standingOf = ({ instalments, items }: Agreed, left: readonly Left[]): Standing => {
  const owedMinor = sumOf(left.map(({ openMinor }) => openMinor));
  const relieved = sumOf(left.map(({ relievedMinor }) => relievedMinor));
  const agreed = lessLast(instalments, relieved);
  const besideMinor = Math.max(0, owedMinor - sumOf(agreed.map(({ minor }) => minor)));
  const open = { minor: owedMinor - besideMinor };
  const parts = agreed.length === 0 ? [] : openParts({ dueOn: agreed[0]!.dueOn, open, instalments: agreed });
  return { owedMinor, parts, besideMinor, shares: sharesOf(items, left, besideMinor, parts) };
};

const sharesOf = (
  items: Agreed['items'],
  left: readonly Left[],
  besideMinor: number,
  parts: readonly Instalment[],
): Map<string, Instalment[]> => {
  let beside = besideMinor;
  const waiting = parts.map((part) => ({ ...part }));
  return new Map(
    items.map(({ invoiceId, dueOn }, at) => {
      let open = left[at]!.openMinor;
      const own: Instalment[] = [];
      const take = (day: LocalDate, most: number): number => {
        const minor = Math.min(most, open);
        open -= minor;
        if (minor > 0) own.push({ dueOn: day, minor });
        return minor;
      };
      beside -= take(dueOn, beside);
      for (const part of waiting) part.minor -= take(part.dueOn, part.minor);
      return [invoiceId, joined(own)];
    }),
  );
};

export const sumOf = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
