/** Two periods beside each other, as the API and files tell them. */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Cut } from '../insights/reading.ts';
import type { Deps } from '../runtime/context.ts';
import type { Review } from './review.ts';
import { answersFor, askedOf, type Ask, type Refused } from './reading.ts';
import { periodOf, reviewOf } from './reviewing.ts';
import { daysOf, type Question } from './rules.ts';

interface Compared {
  readonly cut: Cut;
  readonly question: Question;
  readonly before: Review['before'];
  readonly currencies: Review['currencies'];
}
/** `beforeAsOf`: the day before the period where absent; `beforeFrom`: as many days where absent. `most`: more acts are refused. */
export const reviewFor = async (
  ask: Ask & { readonly beforeAsOf?: LocalDate | undefined; readonly beforeFrom?: LocalDate | undefined },
  deps: Deps,
  most?: number,
): Promise<Result<Compared, Refused>> => {
  const asked = await askedOf(ask, deps);
  if (!asked.ok) return asked;
  const { span, cut } = asked.value;
  const asOf = ask.beforeAsOf ?? addDays(span.from, -1);
  const from = ask.beforeFrom ?? addDays(asOf, 1 - daysOf(span));
  const was = await askedOf({ ...ask, asOf, from }, deps);
  if (!was.ok) return ofBefore(was);
  const found = await answersFor([asked.value, was.value], deps, most === undefined ? {} : { most });
  if (!found.ok) return found;
  const [now, before] = found.value.map(({ facts, plans, question }) => periodOf(facts, plans, question));
  return ok({
    cut,
    question: now!.question,
    before: { ...before!.question.span, days: daysOf(before!.question.span) },
    currencies: reviewOf(now!, before!),
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
