import type { ActionsOf } from '../kernel/contract.ts';
import type { Instant } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import { isKnown, type Cut } from '../insights/reading.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS } from '../runtime/facts.ts';
import type { figuresApi } from './api.ts';
import { reviewFor } from './comparing.ts';
import { changesOf, comparedOf } from './changes.ts';
import { priorTo } from './fact.ts';
import { INPUT_NAMES, INPUTS } from './figure.ts';
import { cursorOf, placeIn } from './paging.ts';
import { MOST_ACTS, plansFor, questionFor, type Ask } from './reading.ts';
import { daysOf, DEFINITIONS, explained, figuresOf, foldedOf, type Question } from './rules.ts';

const WEEK_MS = 7 * 86_400_000;

export const actions: ActionsOf<typeof figuresApi, Deps> = {
  getFigures: async (input, deps) => {
    const ask = askOf(input);
    const found = await questionFor(ask, deps, { most: MOST_ACTS });
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
    const found = await reviewFor({ ...ask, beforeAsOf, beforeFrom }, deps, MOST_ACTS);
    if (!found.ok) return found;
    const { cut, question, before, currencies } = found.value;
    return ok({ ...saidOf(cut, question, ask), before, currencies });
  },
  explainFigure: async ({ figure, currency, limit, after, ...input }, deps) => {
    const place = after === undefined ? undefined : placeIn(after);
    const knownAt = place?.moments[0] ?? input.knownAt ?? settledBy(deps);
    const ask = askOf({ ...input, knownAt });
    const found = await questionFor(ask, deps, { most: MOST_ACTS });
    if (!found.ok) return found;
    const { cut, question, facts, plans } = found.value;
    const page = { figure, currency: currency ?? question.currency, limit, after: place?.at ?? 0 };
    const { end, ...told } = explained(foldedOf(facts, plans, question), question, page);
    return ok({
      ...saidOf(cut, question, ask),
      ...told,
      ...(end !== undefined && { next: cursorOf(end, knownAt) }),
    });
  },
  getFigureChanges: async ({ since, until, limit, after, ...input }, deps) => {
    const { at = 0, moments = [] } = after === undefined ? {} : placeIn(after);
    const last = moments[1] ?? until ?? settledBy(deps);
    const first = moments[0] ?? since ?? new Date(Date.parse(last) - WEEK_MS).toISOString();
    if (Date.parse(first) > Date.parse(last))
      return refuse('figures.range', 'The first moment is after the last.', [
        { pointer: '/query/since', detail: `must not be after ${last}` },
      ]);
    const ask = askOf({ ...input, knownAt: last });
    const found = await questionFor(ask, deps, { most: MOST_ACTS, since: first });
    if (!found.ok) return found;
    const { cut, question, facts, plans } = found.value;
    const isOld = isKnown({ knownAt: first });
    const between = {
      before: facts.filter(isOld),
      came: facts.filter((fact) => !isOld(fact)),
      plansBefore: await plansFor({ ...cut, known: { knownAt: first } }, [cut.asOf, priorTo(cut.asOf)], deps),
      plansAfter: plans,
    };
    const changes = changesOf(between, question);
    const end = at + limit;
    return ok({
      ...saidOf(cut, question, ask),
      since: first,
      until: last,
      currencies: comparedOf(between, question),
      data: changes.slice(at, end),
      ...(end < changes.length && { next: cursorOf(end, first, last) }),
    });
  },
};

/** What is known is settled up to then. */
const settledBy = ({ now }: Pick<Deps, 'now'>): Instant =>
  new Date(Date.parse(now) - HELD_BACK_MS).toISOString();

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
