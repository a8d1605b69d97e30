/** A customer asks, asks on, and says how it found the answer: on its own pages, which say whose it is. */
import { idsOf, type Customer } from '../customers/customer.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { list, read, untilFresh } from '../runtime/table.ts';
import { actingOn, keep } from './keeping.ts';
import type { Asked, Question, Rated } from './question.ts';
import { answerBy, askedFact, askedOn, MOST_A_DAY, rated, saidOn } from './rules.ts';
import { questionById, questionsOf } from './store.ts';

type Kept<C extends string> = Result<Question, C | 'once.taken' | 'table.stale'>;

/** So many of the newest are looked at for what was said today. */
const LOOKED_AT = 25;
const mayAsk = async (customer: Customer, { tenant, now }: Deps): Promise<boolean> => {
  const pages = await Promise.all(
    idsOf(customer).map((id) => list(questionsOf(tenant, id), { limit: LOOKED_AT })),
  );
  return (
    saidOn(
      pages.flatMap(({ data }) => data),
      now,
    ) < MOST_A_DAY
  );
};
const tooMany = () =>
  refuse('questions.too_many', `${MOST_A_DAY} in a day are as many as a customer may ask.`);

export const ask = async (
  { topic, text }: Asked,
  of: {
    readonly customer: Customer;
    readonly entity: string;
    readonly email: string;
    readonly invoice: Invoice | undefined;
  },
  deps: Deps,
): Promise<Kept<'questions.too_many'>> => {
  if (!(await mayAsk(of.customer, deps))) return tooMany();
  const { invoice } = of;
  const entity = invoice?.entity ?? of.entity;
  const { by, at, today } = await actingOn({ entity }, deps);
  const question: Question = {
    id: newId('qst'),
    version: 1,
    state: 'ASKED',
    entity,
    customerId: of.customer.id,
    topic,
    ...(invoice && { invoice: { id: invoice.id, number: invoice.number } }),
    email: of.email,
    answerBy: answerBy(today),
    thread: [{ side: 'customer', by, at, text }],
    askedAt: at,
    trace: deps.trace,
  };
  const kept = await keep('questions.ask', { question, facts: [askedFact(question)] }, deps);
  return kept.ok ? ok(question) : kept;
};

/** `before`: one that is the customer's. */
export const askOn = (
  before: Question,
  text: string,
  customer: Customer,
  deps: Deps,
): Promise<Kept<'questions.too_many' | 'questions.closed' | 'questions.full'>> =>
  untilFresh(async () => {
    if (!(await mayAsk(customer, deps))) return tooMany();
    const question = (await read(questionById(deps.tenant, before.id)))!;
    const done = askedOn(question, text, await actingOn(question, deps));
    if (!done.ok) return done;
    const kept = await keep('questions.ask', done.value, deps);
    return kept.ok ? ok(done.value.question) : kept;
  });

export const rate = (before: Question, said: Rated, deps: Deps): Promise<Kept<'questions.not_to_be_rated'>> =>
  untilFresh(async () => {
    const question = (await read(questionById(deps.tenant, before.id)))!;
    const done = rated(question, said, await actingOn(question, deps));
    if (!done.ok) return done;
    const kept = await keep('questions.rate', done.value, deps);
    return kept.ok ? ok(done.value.question) : kept;
  });
