/** The pages behind a code: one table of paths. What is open to anybody is `outside.ts`; all else asks first who is in. */
import { AskAccountStatement } from '../accounts/account.ts';
import { statementsOf } from '../accounts/store.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { customersAt } from '../customers/reached.ts';
import { customerById } from '../customers/store.ts';
import { fileName } from '../documents/document.ts';
import { addDays } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { unappliedOf } from '../payments/store.ts';
import { bodyOf } from '../portal/switches.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { log } from '../runtime/log.ts';
import { redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { paceOf } from '../runtime/rate.ts';
import { all, list, read } from '../runtime/table.ts';
import { aroundOf, html } from './around.ts';
import { methodsChanged, methodsShown } from './charging.ts';
import { linkAnswered, linkStopped } from './confirming.ts';
import { planAgreed, plansAt, subscriptionChanged, subscriptionsAt } from './contracts.ts';
import { disputesPage } from './disputes.tsx';
import { inside, leave, lookAt, type In } from './entering.ts';
import { invoicePage } from './invoice.tsx';
import { invoicesPage, SHOWS } from './invoices.tsx';
import { disputesShown, fileOf, invoicesOf, invoiceShown, ownInvoice, paymentsOf } from './listing.ts';
import { paymentsPage, statementsPage, whosePage } from './money.tsx';
import { methodsPage } from './methods.tsx';
import { formOnce } from './once.ts';
import { closed, fromOurPage, isPost, nothing, outside } from './outside.ts';
import { ordersShown } from './ordering.ts';
import { ordersPage } from './orders.tsx';
import { contactsAt, contactsChanged } from './preferring.ts';
import { questionsAt, questionSent } from './questioning.ts';
import { COOKIE, dropCookie, same } from './secrets.ts';
import { accountOf, startOf, todayOf } from './standing.ts';
import { startPage } from './start.tsx';
import { verify } from './verifying.ts';

/** What is done by actions of slices that this one may not call: the function file hands them in. */
export interface Doings {
  readonly statement: (
    asked: AskAccountStatement & { readonly id: Customer['id'] },
    deps: Deps,
  ) => Promise<{ readonly ok: boolean; readonly code?: string }>;
}

/** A GET never changes anything, not even when somebody was last seen. */
export const answering =
  (doings: Doings) =>
  async (event: PageEvent): Promise<PageAnswer> => {
    const reply = await answerOf(event, doings);
    log.info('answered', { status: reply.statusCode ?? 0 });
    return reply;
  };

const answerOf = async (event: PageEvent, doings: Doings): Promise<PageAnswer> => {
  if (event.routeKey.endsWith(' /verify')) return verify(event);
  const [first = '', ...rest] = (event.pathParameters?.['proxy'] ?? '').split('/');
  if (first === 'yes') return linkAnswered(rest.join('/'), event);
  if (first === 'no') return linkStopped(rest.join('/'), event);
  const open = outside(first, rest.join('/'), event);
  if (open) return open;
  const who = await inside(event.cookies);
  if (!who) return closed(event, 401, 'over');
  if (!isPost(event)) return { ...(await shownTo(who, first, rest, event)), cookies: [who.cookie] };
  const form = new URLSearchParams(bodyOf(event));
  // Another site's form has no token, and another session's has another.
  if (!fromOurPage(event) || !same(form.get('token') ?? '', who.token)) return closed(event, 403, 'strange');
  const answer = await done(who, [first, ...rest], form, doings);
  return { ...answer, cookies: answer.cookies ?? [who.cookie] };
};

const shownTo = async (
  who: In,
  first: string,
  rest: readonly string[],
  { queryStringParameters: query, rawQueryString }: PageEvent,
): Promise<PageAnswer> => {
  const around = aroundOf(who);
  if (first === 'subscriptions') return subscriptionsAt(who, rest, rawQueryString);
  if (first === 'questions') return questionsAt(who, rest, rawQueryString);
  if (first === 'plans') return plansAt(who, rest, rawQueryString);
  if (first === 'contacts') return contactsAt(who, rest, query);
  if (first === 'invoices' && rest.length > 0) return invoice(who, rest);
  if (rest.length > 0) return nothing();
  switch (first) {
    case '':
      return html(who, startPage(around, await startOf(who)));
    case 'invoices': {
      const show = SHOWS.find((one) => one === query?.['show']) ?? 'open';
      return html(who, invoicesPage(around, { show, ...(await invoicesOf(who, show, query)) }));
    }
    case 'payments':
      return html(who, paymentsPage(around, { ...(await paymentsOf(who, query)), uses: await usesOf(who) }));
    case 'orders':
      return html(who, ordersPage(around, await ordersShown(who, query)));
    case 'disputes':
      return html(who, disputesPage(around, await disputesShown(who, query)));
    case 'methods':
      return html(who, methodsPage(around, await methodsShown(who, query?.['said'])));
    case 'statements':
      return statements(who, query?.['said']);
    case 'whose':
      return html(
        who,
        whosePage(
          around,
          (await customersAt(who.deps.tenant, who.session.email)).map(({ id, name }) => ({
            id,
            name,
            here: id === who.customer.id,
          })),
        ),
      );
    default:
      return nothing();
  }
};

const invoice = async (who: In, [id, what, ...more]: readonly string[]): Promise<PageAnswer> => {
  const head = more.length === 0 ? await ownInvoice(who, id!) : undefined;
  if (!head) return nothing();
  if (what === undefined) return html(who, invoicePage(aroundOf(who), await invoiceShown(head, who)));
  const file = await fileOf(head, what, who);
  return file
    ? redirect(await linkTo(file.key, fileName(file.number, file.end === 'pdf' ? 'pdf' : 'ubl'), 300))
    : nothing();
};

/** Where free money can be used: an account's page offers it, and settles by it. */
const usesOf = async (who: In): Promise<string[]> => {
  const { customer, deps } = who;
  const free = await Promise.all(idsOf(customer).map((id) => all(unappliedOf(deps.tenant, id))));
  const places = new Map(
    free.flat().map(({ entity, unapplied }) => [`${entity} ${unapplied.currency}`, { entity, unapplied }]),
  );
  return Promise.all(
    [...places.values()].map(({ entity, unapplied }) => accountOf(who, entity, unapplied.currency)),
  );
};

const statements = async (who: In, said: string | undefined): Promise<PageAnswer> => {
  const { customer, entities, deps } = who;
  const today = todayOf(who);
  const { data } = await list(statementsOf(deps.tenant, customer.id), { limit: 20 });
  const rows = data.map(async ({ kind, asOf, balanceMinor, currency, pdf }) => ({
    kind,
    asOf,
    balance: money(balanceMinor, currency),
    url: pdf === undefined ? undefined : await linkTo(pdf, `${customer.externalId}-${asOf}.pdf`, 300),
  }));
  const text = statementsPage(aroundOf(who), {
    rows: await Promise.all(rows),
    today,
    from: addDays(today, -30),
    entities: entities.map(({ id, name }) => ({ id, name })),
    form: sha256(`${who.session.id}\n${data[0]?.id ?? ''}`).slice(0, 16),
    said: said === 'made' || said === 'refused' ? said : undefined,
  });
  return html(who, text);
};

const done = async (
  who: In,
  [first, ...rest]: readonly string[],
  form: URLSearchParams,
  doings: Doings,
): Promise<PageAnswer> => {
  if (first === 'subscriptions') return subscriptionChanged(who, rest, form);
  if (first === 'questions') return questionSent(who, rest, form);
  if (first === 'contacts') return contactsChanged(who, rest, form);
  switch (rest.length === 0 ? first : '') {
    case 'leave':
      await leave(who);
      return { ...redirect('/my'), cookies: [dropCookie(COOKIE.session)] };
    case 'plans':
      return planAgreed(who, form);
    case 'methods':
      return redirect(await methodsChanged(who, form));
    case 'statements':
      return redirect(`/my/statements?said=${await makeStatement(who, form, doings)}`);
    case 'whose': {
      const customer = await read(customerById(who.deps.tenant, form.get('customer') ?? ''));
      return customer && (await lookAt(who, customer)) ? redirect('/my') : nothing();
    }
    default:
      return nothing();
  }
};

/** The whole ledger up to a day is read for each. */
const STATEMENTS_A_MINUTE = 4;
const makeStatement = async (
  who: In,
  form: URLSearchParams,
  { statement }: Doings,
): Promise<'made' | 'refused'> => {
  const text = (name: string) => form.get(name) || undefined;
  const kind = text('kind');
  const asked = AskAccountStatement.safeParse({
    kind,
    asOf: text('to'),
    ...(kind === 'activity' && { from: text('from') }),
    entity: text('entity'),
  });
  const { customer } = who;
  const actor = `my:statements:${customer.id}`;
  if (!asked.success) return 'refused';
  const pace = await paceOf({ tenant: who.deps.tenant, actor, perMinute: STATEMENTS_A_MINUTE }, who.deps.now);
  if (pace.over) return 'refused';
  const deps = await formOnce(who, JSON.stringify([text('form'), asked.data]));
  if (!deps) return 'made';
  const made = await statement({ ...asked.data, id: customer.id }, deps);
  return made.ok || made.code === 'once.taken' ? 'made' : 'refused';
};
