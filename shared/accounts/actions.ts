/** Makes statements of account and shows them. What is drawn and sent of them is `rendering.ts`. */
import { entityOf, inForce } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { sellerOf } from '../invoices/parties.ts';
import { clarifiedBy } from '../invoices/clarifying.ts';
import { invoiceById } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays, daysBetween, localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Booked } from '../ledger/entry.ts';
import { lastAskable } from '../ledger/rules.ts';
import { entriesBetween } from '../ledger/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { plansOn } from '../plans/reading.ts';
import { linkTo } from '../runtime/links.ts';
import { all, commit, list, listed, read, readAll, recall } from '../runtime/table.ts';
import { AccountStatementMade, type AccountStatement, type AskAccountStatement } from './account.ts';
import type { accountsApi } from './api.ts';
import { activityOf, standingOf } from './rules.ts';
import { putStatement, statementById, statementsOf } from './store.ts';

const LINK_SECONDS = 300;
/** A document of eighty pages, and an item that the table takes. */
const MOST_ROWS = 3000;

export const actions: ActionsOf<typeof accountsApi, Deps> = {
  makeAccountStatement: async (input, deps) => {
    const made = await drawnUp(input, deps);
    if (!made.ok) return made;
    const statement = made.value;
    const fact = { statementId: statement.id, customerId: statement.customerId };
    const kept = await commit(
      deps,
      {
        action: 'accounts.make',
        events: [announce(AccountStatementMade, statement.id, fact)],
        answer: statement,
      },
      [putStatement(deps.tenant, statement)],
    );
    return kept.ok ? ok(statement) : kept;
  },
  getAccountStatement: async ({ id, statement }, { tenant }) => {
    const found = await read(statementById(tenant, statement));
    return found?.customerId === id
      ? ok(await viewOf(found))
      : refuse('accounts.unknown', `The customer has no statement ${statement}.`);
  },
  listAccountStatements: async ({ id, ...page }, { tenant }) => {
    if (!(await read(customerById(tenant, id))))
      return refuse('customers.unknown', `There is no customer ${id}.`);
    const found = await list(statementsOf(tenant, id), page);
    return listed({ ...found, data: await Promise.all(found.data.map(viewOf)) });
  },
};

const viewOf = async ({ pdf, ...statement }: AccountStatement) => ({
  ...statement,
  ...(pdf !== undefined && {
    url: await linkTo(pdf, `${statement.buyer.externalId}-${statement.asOf}.pdf`, LINK_SECONDS),
  }),
});

/** Everything that the document says, as it is now. */
const drawnUp = async ({ id, ...asked }: AskAccountStatement & { id: string }, deps: Deps) => {
  const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
  if (!customer) return refuse('customers.unknown', `There is no customer ${id}.`);
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const kept = entityOf(tenant, asked.entity);
  if (!kept)
    return refuse('accounts.entity_unknown', 'There is no such legal entity.', [
      { pointer: '/entity', detail: `must be one of ${tenant.entities.map((one) => one.id).join(', ')}` },
    ]);
  const today = localDate(deps.now, kept.zone);
  const { asOf = today, kind, send, currency = customer.currency } = asked;
  if (asOf > lastAskable(today))
    return refuse('accounts.range', `As of ${lastAskable(today)} at the latest.`, [
      { pointer: '/asOf', detail: `must not be after ${lastAskable(today)}` },
    ]);
  const from = asked.from ?? addDays(asOf, -30);
  if (from > asOf)
    return refuse('accounts.range', 'The first day is after the last.', [
      { pointer: '/from', detail: `must not be after ${asOf}` },
    ]);
  const entries: Booked[] = [];
  for (const month of entriesBetween(deps.tenant, addDays(tenant.openedAt.slice(0, 10), -1), asOf))
    entries.push(...(await all(month)).filter((booked) => booked.entity === kept.id));
  const plans = await plansOn({ entity: kept.id, day: asOf }, deps);
  const ids = idsOf(customer);
  const { items, claimed, ...figures } = standingOf(entries, { ids, entity: kept.id, currency, asOf }, plans);
  const activity = kind === 'activity' ? activityOf(entries, { ids, currency, from }) : undefined;
  if (items.length + claimed.length + (activity?.moves.length ?? 0) > MOST_ROWS)
    return refuse('accounts.too_many', `A statement has ${MOST_ROWS} rows at most.`, [
      { pointer: '/from', detail: 'choose a later day, or ask for an export' },
    ]);
  const ofInvoices = new Set([...items, ...claimed].map(({ invoiceId }) => invoiceId));
  const heads = await readAll([...ofInvoices].map((invoiceId) => invoiceById(deps.tenant, invoiceId)));
  const byId = new Map(heads.map((head) => [head.id as string, head]));
  const statement: AccountStatement = {
    id: newId('soa'),
    version: 1,
    customerId: customer.id,
    entity: kept.id,
    currency,
    kind,
    asOf,
    ...(activity && { from }),
    open: items.map(({ invoiceId, dueOn, minor }) => {
      const head = byId.get(invoiceId)!;
      const { id: ofInvoice, number, issuedOn, total } = head;
      const kept = Math.min(clarifiedBy(head, asOf), minor);
      const overdueDays = Math.max(0, daysBetween(dueOn, asOf));
      return {
        invoiceId: ofInvoice,
        number,
        issuedOn,
        dueOn,
        overdueDays,
        totalMinor: total.minor,
        openMinor: minor,
        ...(kept > 0 && { clarifiedMinor: kept }),
      };
    }),
    ...(claimed.length > 0 && {
      claims: claimed.map(({ invoiceId, openMinor }) => {
        const { id: ofInvoice, number } = byId.get(invoiceId)!;
        return { invoiceId: ofInvoice, number, openMinor };
      }),
    }),
    moves: activity?.moves ?? [],
    ...(activity && { openingMinor: activity.openingMinor }),
    ...figures,
    language: customer.language,
    seller: sellerOf(inForce(kept, deps.now)),
    buyer: { externalId: customer.externalId, name: customer.name, address: customer.address },
    send,
    madeAt: deps.now,
    trace: deps.trace,
  };
  return ok(statement);
};
