/** One step from a wrong invoice to a right one: credit note and new invoice are one commit and name each other (rules §3.6). */
import { tenantById } from '../access/store.ts';
import { entityOf, inForce } from '../access/tenant.ts';
import { exemptionsOf } from '../agreements/store.ts';
import { taxOf } from '../agreements/taxes.ts';
import type { Approval } from '../approvals/approval.ts';
import type { Ended } from '../approvals/asking.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Invoice, InvoiceView, Snapshot } from '../invoices/invoice.ts';
import { incomplete, profiled } from '../invoices/incomplete.ts';
import { issueEntry } from '../invoices/booking.ts';
import { putSnapshot } from '../invoices/store.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commitAll, read, readAll, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { CorrectInvoice } from './correction.ts';
import { corrected, remindedAs, type Basket, type CorrectedRefusal, type Renewed } from './following.ts';
import { issuedAfter, viewOf } from './issuing.ts';
import { creditedBy, planOf, type Plan, type Refused } from './take-back.ts';

/** What a correction comes to: all that is taken back, and what is invoiced in its place. */
interface Planned extends Plan {
  readonly basket: Basket;
  readonly renewed: Renewed | undefined;
}
type Whole = Exclude<
  Refused,
  'invoices.line_unknown' | 'invoices.credited_too_much' | 'invoices.credit_of_nothing'
>;
type CorrectionRefused =
  | Whole
  | CorrectedRefusal
  | 'corrections.credited_before'
  | 'corrections.prepayment'
  | 'invoices.e_invoice_incomplete';

export const correctionOf = async (
  id: Invoice['id'],
  wanted: CorrectInvoice,
  deps: Deps,
): Promise<Result<Planned, CorrectionRefused>> => {
  const plan = await planOf(id, {}, deps);
  // No line is named that could be refused.
  if (!plan.ok) return plan as Refusal<Whole>;
  const { invoice, snapshot } = plan.value;
  if (invoice.prepayment) return ofMoney(invoice);
  if (invoice.credits.length > 0)
    return refuse(
      'corrections.credited_before',
      `Of invoice ${invoice.number} something is credited already: credit or debit its lines instead.`,
    );
  const renewed = wanted.buyer ? await renewedBuyer(snapshot, deps) : ok(undefined);
  if (!renewed.ok) return renewed;
  const basket = corrected(snapshot, wanted, renewed.value);
  return basket.ok ? ok({ ...plan.value, basket: basket.value, renewed: renewed.value }) : basket;
};

/** It says what came in, and of which order: there is no other price or quantity of money. */
export const ofMoney = ({ number }: Pick<Invoice, 'number'>): Refusal<'corrections.prepayment'> =>
  refuse(
    'corrections.prepayment',
    `${number} is of money that came before the supply: credit it, or close its deposit.`,
  );

/** The buyer as it is now, with its tax on the day of delivery; not where its e-invoice could not be written. */
const renewedBuyer = async (
  { buyer, seller, currency, terms, deliveredOn }: Snapshot,
  { tenant, now }: Deps,
): Promise<Result<Renewed, 'invoices.e_invoice_incomplete'>> => {
  const customer = (await read(customerById(tenant, buyer.id)))!;
  const entity = inForce(entityOf((await recall(tenantById(tenant)))!, seller.id)!, now);
  const lacking = incomplete({ order: { currency, terms }, customer, entity });
  if (lacking) return lacking;
  const { country } = seller.address;
  const exemptions = await readAll(idsOf(customer).map((id) => exemptionsOf(tenant, id, country)));
  const tax = taxOf(entity, customer, exemptions, deliveredOn);
  return ok({ customer, tax, eInvoice: customer.eInvoice && profiled(customer.eInvoice, entity) });
};

/** Performs a correction that two persons agreed on: it and the approval's end are one commit, which who approves repeats. */
export const performCorrection = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  correctOnce(
    subject as Invoice['id'],
    CorrectInvoice.parse(input),
    { note: newId('crn'), invoice: newId('inv') },
    deps,
    { ended },
  );

/** Loads, decides and commits; `table.stale` while another took a number or touched the invoice. */
export const correctOnce = async (
  id: Invoice['id'],
  wanted: CorrectInvoice,
  ids: { readonly note: CreditNote['id']; readonly invoice: Invoice['id'] },
  deps: Deps,
  { planned: known, ended }: { readonly planned?: Planned; readonly ended?: Ended } = {},
): Promise<Result<{ creditNote: CreditNote; invoice: InvoiceView }, CorrectionRefused>> => {
  const planned = known ? ok(known) : await correctionOf(id, wanted, deps);
  if (!planned.ok) return planned;
  const { invoice: before, snapshot, basket, renewed } = planned.value;
  const under = follow(deps, [before]);
  const keeps = wanted.due === 'keep';
  const issued = await issuedAfter(before, snapshot, ids.invoice, under, ({ series }) => series, {
    basket,
    said: { as: 'corrected', reason: wanted.reason, text: wanted.text },
    termsFrom: keeps ? (snapshot.termsFrom ?? snapshot.issuedOn) : undefined,
    poNumber: wanted.poNumber,
    renewed,
  });
  const place = keeps ? remindedAs(issued.invoice, before) : issued.invoice;
  const { note, effect, writes, fact } = await creditedBy(planned.value, wanted, ids.note, under, place);
  const invoice = effect.invoices.find((one) => one.id === place.id)!;
  const prepaid = place.total.minor - invoice.open.minor;
  const done = await commitAll(
    [
      {
        // Whose key it is and who asked for it stand in the other act, once.
        deps: without(under, 'once', 'requestedBy'),
        act: { action: 'corrections.credit', subject: id, entry: effect.entry, events: [fact] },
      },
      {
        deps: under,
        act: {
          action: 'corrections.correct',
          subject: id,
          entry: issueEntry(invoice, issued.snapshot),
          events: [...issued.facts, ...effect.facts],
          answer: ended?.answer ?? { creditNote: note, invoice: viewOf(invoice, issued.snapshot.issuedOn) },
        },
      },
    ],
    [
      ...issued.numbers,
      ...writes,
      putSnapshot(deps.tenant, invoice.id, {
        ...issued.snapshot,
        ...(prepaid > 0 && { prepaidMinor: prepaid }),
      }),
      ...(ended ? [ended.write] : []),
    ],
  );
  return done.ok ? ok({ creditNote: note, invoice: viewOf(invoice, issued.snapshot.issuedOn) }) : done;
};
