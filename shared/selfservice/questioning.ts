/** Questions on their pages: what was asked and said, and what the forms do. */
import { idsOf } from '../customers/customer.ts';
import { localDate } from '../kernel/dates.ts';
import { ask, askOn, rate } from '../questions/asking.ts';
import { Asked, MOST_LETTERS, QuestionId, Rated, type Question } from '../questions/question.ts';
import { questionById, questionsOf } from '../questions/store.ts';
import { sha256 } from '../runtime/context.ts';
import { redirect, type PageAnswer } from '../runtime/page.ts';
import { list, read } from '../runtime/table.ts';
import { aroundOf, html } from './around.ts';
import type { In } from './entering.ts';
import { invoicesOf, ownInvoice } from './listing.ts';
import { formOnce } from './once.ts';
import { nothing } from './outside.ts';
import { questionPage, questionsPage, type QuestionRow, type QuestionSaid } from './questions.tsx';

const MOST_SHOWN = 20;
const SAID = ['sent', 'rated', 'refused', 'tooMany'] as const satisfies readonly QuestionSaid[];
const saidIn = (query: string) => SAID.find((one) => one === new URLSearchParams(query).get('said'));
/** The same until it was sent. */
const formOf = ({ session }: In, ...of: readonly string[]): string =>
  sha256([session.id, ...of].join('\n')).slice(0, 16);

const rowOf = ({ id, topic, invoice, state, askedAt }: Question, { entity }: In): QuestionRow => ({
  id,
  topic,
  number: invoice?.number,
  state,
  askedOn: localDate(askedAt, entity.zone),
});

/** `/my/questions`, and `/my/questions/<id>`. */
export const questionsAt = async (
  who: In,
  [id, ...more]: readonly string[],
  query: string,
): Promise<PageAnswer> => {
  const said = saidIn(query);
  if (id === undefined) {
    const { customer, deps } = who;
    const [{ rows: invoices }, ...pages] = await Promise.all([
      invoicesOf(who, 'all', undefined),
      ...idsOf(customer).map((one) => list(questionsOf(deps.tenant, one), { limit: MOST_SHOWN })),
    ]);
    const rows = pages.flatMap(({ data }) => data);
    return html(
      who,
      questionsPage(aroundOf(who), {
        rows: rows.map((one) => rowOf(one, who)),
        invoices: invoices.map((one) => ({ id: one.id, number: one.number })),
        form: formOf(who, rows[0]?.id ?? ''),
        said,
      }),
    );
  }
  const one = more.length === 0 ? await ownQuestion(who, id) : undefined;
  if (!one) return nothing();
  return html(
    who,
    questionPage(aroundOf(who), {
      ...rowOf(one, who),
      answerBy: one.answerBy,
      thread: one.thread.flatMap(({ side, at, text }) =>
        text === undefined ? [] : [{ side, on: localDate(at, who.entity.zone), text }],
      ),
      stars: one.rating?.stars,
      mayRate: one.answeredAt !== undefined && !one.rating,
      form: formOf(who, one.id, String(one.thread.length)),
      said,
    }),
  );
};

/** The customer's own, whatever is asked for: another's is none. */
const ownQuestion = async ({ customer, deps }: In, asked: string): Promise<Question | undefined> => {
  const id = QuestionId.safeParse(asked);
  const found = id.success ? await read(questionById(deps.tenant, id.data)) : undefined;
  return found && idsOf(customer).includes(found.customerId) ? found : undefined;
};

export const questionSent = async (
  who: In,
  [id, ...more]: readonly string[],
  form: URLSearchParams,
): Promise<PageAnswer> => {
  if (id === undefined) return redirect(`/my/questions?said=${await asked(who, form)}`);
  const one = more.length === 0 ? await ownQuestion(who, id) : undefined;
  if (!one) return nothing();
  const said = form.get('do') === 'rate' ? await ratedBy(who, one, form) : await askedOn(who, one, form);
  return redirect(`/my/questions/${one.id}?said=${said}`);
};

const outcome = (done: { readonly ok: boolean; readonly code?: string }): QuestionSaid =>
  done.ok || done.code === 'once.taken' ? 'sent' : done.code === 'questions.too_many' ? 'tooMany' : 'refused';

const asked = async (who: In, form: URLSearchParams): Promise<QuestionSaid> => {
  const named = form.get('invoice') || undefined;
  const wanted = Asked.safeParse({ topic: form.get('topic'), text: form.get('text'), invoice: named });
  const invoice = named === undefined ? undefined : await ownInvoice(who, named);
  if (!wanted.success || (named !== undefined && !invoice)) return 'refused';
  const deps = await formOnce(who, form.toString());
  if (!deps) return 'sent';
  const { customer, entity, session } = who;
  return outcome(
    await ask(wanted.data, { customer, entity: entity.id, email: session.email, invoice }, deps),
  );
};

const askedOn = async (who: In, one: Question, form: URLSearchParams): Promise<QuestionSaid> => {
  const text = (form.get('text') ?? '').trim();
  if (text.length < 2 || text.length > MOST_LETTERS) return 'refused';
  const deps = await formOnce(who, form.toString());
  return deps ? outcome(await askOn(one, text, who.customer, deps)) : 'sent';
};

const ratedBy = async ({ deps }: In, one: Question, form: URLSearchParams): Promise<QuestionSaid> => {
  const said = Rated.safeParse({ stars: form.get('stars'), text: form.get('word') || undefined });
  if (!said.success) return 'refused';
  const done = await rate(one, said.data, deps);
  return done.ok ? 'rated' : 'refused';
};
