/** What may be handed to an agency, what that does to invoices, and how a case follows the books from then on. Pure. */
import type { Claim } from '../claims/claim.ts';
import type { Customer } from '../customers/customer.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { overdueMinor } from '../kernel/instalments.ts';
import { money, sum, type Money } from '../kernel/money.ts';
import type { Agency } from './agency.ts';
import type { AgencyCase, AgencyItem, Change, LeftOut } from './case.ts';
import { AgencyMoneyMoved, AgencyReopened, AgencySettled } from './events.ts';

/** Our own reminders of what was taken back wait so long: the agency has heard of it by then, and told what it had collected. */
const QUIET_DAYS = 7;

/** Whether an agency takes a case of this payer over so much. */
export const takes = (
  { active, least, countries, debtors }: Agency,
  { vatId, address }: Pick<Customer, 'vatId' | 'address'>,
  total: Money,
): boolean =>
  active &&
  total.minor >= (least.find(({ currency }) => currency === total.currency)?.minor ?? 0) &&
  (countries?.includes(address.country) ?? true) &&
  (debtors === 'all' || (debtors === 'businesses') === (vatId !== undefined));

/**
 * Why an invoice is not handed over, beside what speaks against a reminder of it at this second (`dispatch/rules.ts`): a part that was
 * promised or is in a plan leaves all of it here, because one payer has one to speak with.
 */
export const whyKept = (
  invoice: Invoice,
  ownCase: string | undefined,
  today: LocalDate,
): string | undefined =>
  invoice.agency && invoice.agency.id !== ownCase
    ? 'agency'
    : invoice.plan
      ? 'in_plan'
      : promisedMinor(invoice, today) > 0
        ? 'promised'
        : undefined;

export interface Owed {
  readonly invoice: Invoice;
  readonly claims: readonly Claim[];
}
/** What is asked for of an invoice: overdue, less what is in clarification; and what is open of its claims. */
export const itemOf = ({ invoice, claims }: Owed, today: LocalDate): AgencyItem => {
  const { id: invoiceId, number, issuedOn, dueOn, total, open } = invoice;
  const clarified = clarifiedMinor(invoice);
  return {
    invoiceId,
    number,
    issuedOn,
    dueOn,
    total,
    asked: money(Math.max(0, overdueMinor(invoice, today) - clarified), open.currency),
    ...knownOf(invoice),
    claims: claims
      .filter((claim) => claim.open.minor > 0)
      .map(({ id: claimId, kind, open: asked }) => ({ claimId, kind, asked, open: asked })),
  };
};
const knownOf = (invoice: Invoice): Pick<AgencyItem, 'open' | 'clarified' | 'settled'> => ({
  open: invoice.open,
  clarified: money(clarifiedMinor(invoice), invoice.open.currency),
  settled: settledOf(invoice),
});

/** By payment: what of it settled the invoice, discounts included. */
const settledOf = ({ settlements }: Invoice): AgencyItem['settled'] =>
  [...Map.groupBy(settlements, ({ paymentId }) => paymentId)].map(([paymentId, own]) => ({
    paymentId,
    minor: own.reduce((all, { amount, discount }) => all + amount.minor + (discount?.minor ?? 0), 0),
    method: own[0]!.method,
  }));

export const openOf = ({ items, currency }: Pick<AgencyCase, 'items' | 'currency'>): Money =>
  sum(
    items.flatMap(({ open, claims }) => [open, ...claims.map((claim) => claim.open)]),
    currency,
  );
export const askedOf = ({ items, currency }: Pick<AgencyCase, 'items' | 'currency'>): Money =>
  sum(
    items.flatMap(({ asked, claims }) => [asked, ...claims.map((claim) => claim.asked)]),
    currency,
  );

/** Its invoices are prepared, or with the agency from this commit on: `agency` says whom their payer speaks with. */
export const marked = (
  { id }: Pick<AgencyCase, 'id'>,
  head: Invoice,
  handed?: { readonly agency: Agency; readonly on: LocalDate },
): Invoice => ({
  ...head,
  version: head.version + 1,
  agency: handed
    ? {
        id,
        state: 'WITH_AGENCY',
        name: handed.agency.name,
        contact: [handed.agency.phone, handed.agency.email].filter((one) => one !== undefined).join(', '),
        on: handed.on,
        payHere: handed.agency.payHere,
      }
    : { id, state: 'PREPARED' },
});

/** It is ours again, at the step where it was; `quiet`: no reminder goes out before that day. */
export const freed = (head: Invoice, quiet?: LocalDate): Invoice => {
  const { remindOn, ...rest } = without(head, 'agency');
  const next = remindOn !== undefined && quiet !== undefined && remindOn < quiet ? quiet : remindOn;
  return { ...rest, version: head.version + 1, ...(next !== undefined && { remindOn: next }) };
};
export const quietUntil = (today: LocalDate): LocalDate => addDays(today, QUIET_DAYS);

export interface Followed {
  readonly agencyCase: AgencyCase;
  readonly changes: readonly Change[];
  readonly facts: readonly Fact[];
}
/**
 * The case as the books have it now, and what of that is new to the agency. It compares and adds nothing up, so that the same money, told
 * twice, late or in another order, is told once. Undefined where nothing is new.
 */
export const followed = (
  before: AgencyCase,
  heads: readonly Invoice[],
  claims: readonly Claim[],
): Followed | undefined => {
  const changes: Change[] = [];
  const items = before.items.map((item) => {
    const head = heads.find(({ id }) => id === item.invoiceId)!;
    changes.push(...changesOf(item, head));
    return {
      ...item,
      ...knownOf(head),
      claims: item.claims.map((one) => {
        const open = claims.find(({ id }) => id === one.claimId)!.open;
        if (open.minor !== one.open.minor)
          changes.push({
            invoiceId: item.invoiceId,
            number: item.number,
            what: 'claim',
            minor: one.open.minor - open.minor,
            reference: one.claimId,
          });
        return { ...one, open };
      }),
    };
  });
  if (changes.length === 0) return undefined;
  const open = openOf({ items, currency: before.currency });
  const state = open.minor === 0 ? 'SETTLED' : 'WITH_AGENCY';
  const agencyCase = { ...before, version: before.version + 1, items, open, state } as const;
  const fact = factOf(agencyCase);
  return {
    agencyCase,
    changes,
    facts: [
      ...changes.map((change) => announce(AgencyMoneyMoved, before.id, { ...fact, change })),
      ...(state === before.state
        ? []
        : [announce(state === 'SETTLED' ? AgencySettled : AgencyReopened, before.id, fact)]),
    ],
  };
};

const WHAT: Readonly<Record<string, Change['what']>> = { credit_note: 'credit_note', write_off: 'write_off' };

const changesOf = (item: AgencyItem, head: Invoice): Change[] => {
  const { invoiceId, number } = item;
  const now = settledOf(head);
  const ids = new Set([...item.settled, ...now].map(({ paymentId }) => paymentId));
  const moved = [...ids].flatMap((paymentId): Change[] => {
    const of = (some: AgencyItem['settled']) => some.find((one) => one.paymentId === paymentId);
    const minor = (of(now)?.minor ?? 0) - (of(item.settled)?.minor ?? 0);
    const { method } = (of(now) ?? of(item.settled))!;
    return minor === 0
      ? []
      : [{ invoiceId, number, what: WHAT[method] ?? 'payment', minor, reference: paymentId }];
  });
  // Void: nothing is owed of it, and nothing settled it.
  const rest = item.open.minor - head.open.minor - moved.reduce((all, { minor }) => all + minor, 0);
  const paused = clarifiedMinor(head) - item.clarified.minor;
  return [
    ...moved,
    ...(rest === 0 ? [] : [{ invoiceId, number, what: 'void' as const, minor: rest }]),
    ...(paused === 0
      ? []
      : [
          { invoiceId, number, what: paused > 0 ? ('paused' as const) : ('resumed' as const), minor: paused },
        ]),
  ];
};

/** As lists and answers show it. */
export const shown = (one: AgencyCase) => without(one, 'file', 'trace', 'items', 'left');

export const factOf = ({ id, customerId, agency, items, open }: AgencyCase) => ({
  caseId: id,
  customerId,
  ...(agency !== undefined && { agency }),
  invoices: items.map(({ invoiceId }) => invoiceId),
  open,
});

/** Those that stay here leave the case; their marks go with them. */
export const splitBy = (
  all: readonly Owed[],
  whyOf: (invoice: Invoice) => string | undefined,
): { readonly handed: Owed[]; readonly left: (LeftOut & { readonly head: Invoice })[] } => {
  const handed: Owed[] = [];
  const left: (LeftOut & { head: Invoice })[] = [];
  for (const one of all) {
    const { id: invoiceId, number } = one.invoice;
    const why = whyOf(one.invoice);
    if (why === undefined) handed.push(one);
    else left.push({ invoiceId, number, why, head: one.invoice });
  }
  return { handed, left };
};
