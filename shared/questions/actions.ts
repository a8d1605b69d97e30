/** What people of the company do with questions: look at them, answer, close, and see how long it takes. */
import type { ActionsOf } from '../kernel/contract.ts';
import { countedDays } from '../kernel/counted.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { idFrom } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, list, listed, read, untilFresh } from '../runtime/table.ts';
import type { questionsApi } from './api.ts';
import { actingOn, keep } from './keeping.ts';
import { answered, closed, monthsOf } from './rules.ts';
import { openQuestions, questionById, questions, questionsBetween, questionsOf } from './store.ts';

export const actions: ActionsOf<typeof questionsApi, Deps> = {
  listQuestions: async ({ state, customer, ...page }, { tenant }) =>
    listed(
      await list(
        customer !== undefined
          ? questionsOf(tenant, customer)
          : state
            ? openQuestions(tenant)
            : questions(tenant),
        page,
      ),
    ),
  getQuestion: async ({ id }, { tenant }) => {
    const found = await read(questionById(tenant, id));
    return found ? ok(found) : unknown(id);
  },
  turnQuestion: ({ id, ...turn }, deps) =>
    untilFresh(async () => {
      const before = await read(questionById(deps.tenant, id));
      if (!before) return unknown(id);
      const by = await actingOn(before, deps);
      const done = turn.do === 'answer' ? answered(before, turn.text, turn.close, by) : closed(before, by);
      if (!done.ok) return done;
      const kept = await keep(`questions.${turn.do}`, done.value, deps);
      return kept.ok ? ok(done.value.question) : kept;
    }),
  getQuestionFigures: async (asked, { tenant, now }) => {
    const days = countedDays(asked, now, 'questions.days');
    if (!days.ok) return days;
    const { from, to } = days.value;
    const found = await all(questionsBetween(tenant, firstOf(from), firstOf(addDays(to, 1))));
    return ok({ from, to, months: monthsOf(found) });
  },
};

/** The smallest id of a day of UTC. */
const firstOf = (day: LocalDate): string => idFrom('qst', Date.parse(`${day}T00:00:00Z`), new Uint8Array(10));
const unknown = (id: string) => refuse('questions.unknown', `There is no question ${id}.`);
