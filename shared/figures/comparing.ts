/** Two periods beside each other, as the API and files tell them. */
import { addDays } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Cut } from '../insights/reading.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import type { Review } from './review.ts';
import { questionFor, type Ask, type Refused } from './reading.ts';
import { reviewOf } from './reviewing.ts';
import { daysOf, foldedOf, type Question } from './rules.ts';

interface Compared {
  readonly cut: Cut;
  readonly question: Question;
  readonly before: Review['before'];
  readonly currencies: Review['currencies'];
}
/** `beforeAsOf`: the day before the period where absent; `beforeFrom`: as many days where absent. */
export const reviewFor = async (
  ask: Ask & { readonly beforeAsOf?: LocalDate | undefined; readonly beforeFrom?: LocalDate | undefined },
  deps: Deps,
): Promise<Result<Compared, Refused>> => {
  const found = await questionFor(ask, deps);
  if (!found.ok) return found;
  const { cut, question, facts, plans } = found.value;
  const asOf = ask.beforeAsOf ?? addDays(question.span.from, -1);
  const from = ask.beforeFrom ?? addDays(asOf, 1 - daysOf(question.span));
  const was = await questionFor({ ...ask, asOf, from }, deps);
  if (!was.ok) return ofBefore(was);
  const before = was.value;
  return ok({
    cut,
    question,
    before: { ...before.question.span, days: daysOf(before.question.span) },
    currencies: reviewOf(
      { folded: foldedOf(facts, plans, question), question },
      { folded: foldedOf(before.facts, before.plans, before.question), question: before.question },
    ),
  });
};

/** The days that it is about were asked for under other names. */
const ofBefore = <R extends { readonly errors?: readonly { pointer: string; detail: string }[] }>(
  refused: R,
): R => ({
  ...refused,
  ...(refused.errors && {
    errors: refused.errors.map(({ pointer, detail }) => ({
      pointer: pointer.replace('/asOf', '/beforeAsOf').replace('/from', '/beforeFrom'),
      detail,
    })),
  }),
});
