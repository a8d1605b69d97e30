import type { ActionsOf } from '../kernel/contract.ts';
import { addDays } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import { isKnown, type Cut } from '../insights/reading.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS } from '../runtime/facts.ts';
import type { figuresApi } from './api.ts';
import { changesOf, comparedOf } from './changes.ts';
import { INPUT_NAMES, INPUTS } from './figure.ts';
import { plansFor, questionFor, type Ask } from './reading.ts';
import { periodOf, reviewOf } from './reviewing.ts';
import { daysOf, DEFINITIONS, explained, figuresOf, foldedOf, type Question } from './rules.ts';

const WEEK_MS = 7 * 86_400_000;

export const actions: ActionsOf<typeof figuresApi, Deps> = {
  getFigures: async (input, deps) => {
    const ask = askOf(input);
    const found = await questionFor(ask, deps);
    if (!found.ok) return found;
    const { cut, question, facts, plans } = found.value;
    return ok({
      ...saidOf(cut, question, ask),
      currencies: figuresOf(foldedOf(facts, plans, question), question),
      definitions: [...DEFINITIONS],
      inputs: INPUT_NAMES.map((input) => ({ input, description: INPUTS[input] })),
    });
  },
  getReview: async ({ beforeAsOf, beforeFrom, ...input }, deps) => {
    const ask = askOf(input);
    const found = await questionFor(ask, deps);
    if (!found.ok) return found;
    const { cut, question, facts, plans } = found.value;
    const asOf = beforeAsOf ?? addDays(question.span.from, -1);
    const from = beforeFrom ?? addDays(asOf, 1 - daysOf(question.span));
    const was = await questionFor({ ...ask, asOf, from }, deps);
    if (!was.ok) return ofBefore(was);
    const before = was.value;
    return ok({
      ...saidOf(cut, question, ask),
      before: { ...before.question.span, days: daysOf(before.question.span) },
      currencies: reviewOf(
        periodOf(facts, plans, question),
        periodOf(before.facts, before.plans, before.question),
      ),
    });
  },
  explainFigure: async ({ figure, currency, limit, after, ...input }, deps) => {
    const ask = askOf(input);
    const found = await questionFor(ask, deps);
    if (!found.ok) return found;
    const { cut, question, facts, plans } = found.value;
    const page = {
      figure,
      currency: currency ?? question.currency,
      limit,
      ...(after !== undefined && { after }),
    };
    return ok({
      ...saidOf(cut, question, ask),
      ...explained(foldedOf(facts, plans, question), question, page),
    });
  },
  getFigureChanges: async ({ since, until, limit, after = 0, ...input }, deps) => {
    const last = until ?? new Date(Date.parse(deps.now) - HELD_BACK_MS).toISOString();
    const first = since ?? new Date(Date.parse(last) - WEEK_MS).toISOString();
    if (Date.parse(first) > Date.parse(last))
      return refuse('figures.range', 'The first moment is after the last.', [
        { pointer: '/query/since', detail: `must not be after ${last}` },
      ]);
    const ask = askOf({ ...input, knownAt: last });
    const found = await questionFor(ask, deps);
    if (!found.ok) return found;
    const { cut, question, facts, plans } = found.value;
    const isOld = isKnown({ knownAt: first });
    const between = {
      before: facts.filter(isOld),
      came: facts.filter((fact) => !isOld(fact)),
      plansBefore: await plansFor({ ...cut, known: { knownAt: first } }, deps),
      plansAfter: plans,
    };
    const changes = changesOf(between, question);
    const end = after + limit;
    return ok({
      ...saidOf(cut, question, ask),
      since: first,
      until: last,
      currencies: comparedOf(between, question),
      data: changes.slice(after, end),
      ...(end < changes.length && { next: String(end) }),
    });
  },
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

type Asked = Omit<Ask, 'lossPercents'> & { readonly lossPercents?: string | undefined };
const askOf = ({ lossPercents, ...ask }: Asked): Ask => ({
  ...ask,
  ...(lossPercents !== undefined && { lossPercents: lossPercents.split(',').map(Number) }),
});

/** Of what the answer is. */
const saidOf = ({ entity, known }: Cut, { span }: Question, { customerId, segment }: Ask) => ({
  ...span,
  days: daysOf(span),
  ...known,
  entity: entity.id,
  ...(customerId !== undefined && { customerId }),
  ...(segment !== undefined && { segment }),
});
