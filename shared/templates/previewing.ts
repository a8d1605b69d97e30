/** A version with something of the tenant's own: the letter that would go out of it, worded, set, and sent to nobody. */
import { statementLetter } from '../accounts/letter.ts';
import { statementById } from '../accounts/store.ts';
import { tenantById } from '../access/store.ts';
import { entityOf, inForce, type Entity, type Tenant } from '../access/tenant.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import { receiptOf, reminderOf } from '../dispatch/gather.ts';
import { rendered, told } from '../dispatch/liquid.ts';
import { orderConfirmed, receipt, reminder } from '../dispatch/mails.tsx';
import { creditNoteMail, invoiceMail } from '../dispatch/mails/documents.ts';
import type { Letter } from '../dispatch/mails/letter.ts';
import { set } from '../dispatch/mails/set.ts';
import { reworded } from '../dispatch/reworded.ts';
import type { Template } from '../dispatch/template.ts';
import type { Level } from '../dispatch/words.ts';
import { creditNoteById, invoiceById, snapshotById } from '../invoices/store.ts';
import type { Scope } from '../kernel/contract.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import { orderById } from '../orders/store.ts';
import { paymentById } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readAll, readEach } from '../runtime/table.ts';
import { announcedIn } from '../subscriptions/announced.ts';
import { plansOf } from '../subscriptions/plans.ts';
import { priceLetter } from '../subscriptions/price-letter.ts';
import { subscriptionById } from '../subscriptions/store.ts';

/** Opens nothing, whoever a preview is shown to (RFC 2606). */
const NOWHERE = 'https://preview.invalid/';

export const previewOf = async (template: Template, about: string, deps: Deps) => {
  const scope = SCOPES_OF[about.slice(0, 3)]!;
  if (!deps.may?.scopes.includes(scope))
    return refuse('templates.about_scope', `This key lacks the scope ${scope}, and a preview would show it.`);
  const tenant = (await read(tenantById(deps.tenant)))!;
  const made = await LETTERS[about.slice(0, 3)]!(about, template, { tenant, deps });
  if (!made)
    return refuse('templates.about_unknown', `There is no ${about}, or nothing is told of it.`, [
      { pointer: '/about', detail: 'is not known, or nothing is told of it' },
    ]);
  const { letter, entity } = made;
  if (letter.said?.name !== template.purpose)
    return refuse('templates.about_other', `That is not what a mail of ${template.purpose} is about.`, [
      { pointer: '/about', detail: `a mail about it is of ${letter.said?.name}` },
    ]);
  try {
    const { colour } = entity.brand ?? {};
    return ok(set(reworded(letter, rendered(template, letter.said.facts)), { colour, logo: entity.logo }));
  } catch (error) {
    return refuse('templates.invalid', 'The version does not fit this mail.', [
      { pointer: '/about', detail: told(error) },
    ]);
  }
};

interface Made {
  readonly letter: Letter;
  readonly entity: Entity;
}
interface Around {
  readonly tenant: Tenant;
  readonly deps: Deps;
}
type Make = (id: string, template: Template, around: Around) => Promise<Made | undefined>;

const entityIn = ({ tenant, deps }: Around, id: string): Entity => inForce(entityOf(tenant, id)!, deps.now);
const customerOf = async (id: string, { deps }: Around) =>
  (await whoIsNow(deps, await read(customerById(deps.tenant, id))))!;

const ofOrder: Make = async (id, { language, purpose }, around) => {
  const order = await read(orderById(around.deps.tenant, id));
  if (!order) return undefined;
  const entity = entityIn(around, order.entity);
  const { name } = await customerOf(order.customerId, around);
  const changed = purpose === 'order_change';
  return { entity, letter: orderConfirmed(order, name, language, entity, { url: NOWHERE, changed }) };
};

/** The same invoice may be told of and reminded of. */
const ofInvoice: Make = async (id, { language, purpose }, around) => {
  const { tenant, now } = around.deps;
  const [snapshot, invoice] = await readEach(snapshotById(tenant, id), invoiceById(tenant, id));
  if (!snapshot || !invoice) return undefined;
  const entity = entityIn(around, invoice.entity);
  const level = /^reminder_([123])$/.exec(purpose)?.[1];
  if (level === undefined) return { entity, letter: invoiceMail({ ...snapshot, language }, NOWHERE) };
  const { name } = await customerOf(invoice.customerId, around);
  const asked = [{ invoice, payUrl: NOWHERE }];
  const today = localDate(now, entity.zone);
  return {
    entity,
    letter: reminder(
      reminderOf({ asked, claims: [] }, Number(level) as Level, { name, language }, entity, { today }),
    ),
  };
};

const ofCreditNote: Make = async (id, { language }, around) => {
  const { tenant } = around.deps;
  const [note, snapshot] = await readEach(creditNoteById(tenant, id), snapshotById(tenant, id));
  if (!note || !snapshot) return undefined;
  return {
    entity: entityIn(around, note.entity),
    letter: creditNoteMail(note, { ...snapshot, language }),
  };
};

/** What it settled, with what is open of it now. */
const ofPayment: Make = async (id, { language }, around) => {
  const { tenant } = around.deps;
  const payment = await read(paymentById(tenant, id));
  if (payment?.customerId === undefined) return undefined;
  const entity = entityIn(around, payment.entity);
  const { name } = await customerOf(payment.customerId, around);
  const ids = payment.allocations.map(({ invoiceId }) => invoiceId);
  const open = new Map(
    (await readAll(ids.map((one) => invoiceById(tenant, one)))).map((one) => [one.id, one.open]),
  );
  const allocations = payment.allocations.map((one) => ({ ...one, open: open.get(one.invoiceId)! }));
  return { entity, letter: receipt(receiptOf(payment, { allocations }, { name, language }, entity)) };
};

const ofStatement: Make = async (id, { language }, around) => {
  const statement = await read(statementById(around.deps.tenant, id));
  return statement
    ? { entity: entityIn(around, statement.entity), letter: statementLetter({ ...statement, language }) }
    : undefined;
};

/** The price that was announced last, as if it were told alone. */
const ofSubscription: Make = async (id, { language }, around) => {
  const { tenant } = around.deps;
  const subscription = await read(subscriptionById(tenant, id));
  const term = subscription && announcedIn(subscription).at(-1);
  if (!term) return undefined;
  const entity = entityIn(around, subscription.entity);
  const { name } = await customerOf(subscription.customerId, around);
  const plans = await plansOf([term, { plan: term.plan, planVersion: term.announced.instead }], tenant);
  return { entity, letter: priceLetter([{ subscription, term }], plans, { name, language }, entity) };
};

const LETTERS: Readonly<Record<string, Make>> = {
  ord: ofOrder,
  inv: ofInvoice,
  crn: ofCreditNote,
  pay: ofPayment,
  soa: ofStatement,
  sub: ofSubscription,
};
/** Whoever words mails need not be who may read the books: what is shown is what the key may read anyhow. */
const SCOPES_OF: Readonly<Record<string, Scope>> = {
  ord: 'orders:read',
  inv: 'invoices:read',
  crn: 'invoices:read',
  pay: 'payments:read',
  soa: 'finance:read',
  sub: 'subscriptions:read',
};
