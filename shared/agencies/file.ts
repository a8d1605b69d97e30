/** The file of a case, as CSV and as JSON: what an agency needs to collect it, with totals to hold it against. Pure. */
import { stringify } from 'csv-stringify/sync';
import type { Entity } from '../access/tenant.ts';
import type { InterestRow } from '../claims/claim.ts';
import type { Customer } from '../customers/customer.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Agency } from './agency.ts';
import type { AgencyCase, AgencyItem } from './case.ts';

/** What is known of an invoice beside the case. */
export interface Filed {
  readonly item: AgencyItem;
  readonly orderedUnder?: string | undefined;
  readonly interest: readonly InterestRow[];
  readonly reminders: readonly { readonly on: LocalDate; readonly channel: string; readonly level: number }[];
  readonly notices: readonly { readonly number: string; readonly on: LocalDate; readonly payBy: LocalDate }[];
  readonly disputes: readonly {
    readonly reason: string;
    readonly state: string;
    readonly openedOn: LocalDate;
    readonly disputed: Money;
  }[];
  readonly documents: readonly { readonly name: string; readonly sha256Begins: string }[];
}
export interface Filing {
  readonly agencyCase: Pick<AgencyCase, 'id' | 'currency'>;
  readonly on: LocalDate;
  readonly agency: Agency;
  readonly seller: Pick<Entity, 'name' | 'address' | 'vatId' | 'email' | 'phone' | 'bank'>;
  readonly customer: Pick<Customer, 'id' | 'name' | 'address' | 'vatId' | 'emails' | 'contacts' | 'language'>;
  readonly invoices: readonly Filed[];
}
export interface Texts {
  readonly csv: string;
  readonly json: string;
  readonly rows: number;
  readonly total: Money;
}

/** The same facts make the same bytes. */
export const textsOf = (filing: Filing): Texts => {
  const { currency } = filing.agencyCase;
  const lines = filing.invoices.map((one) => ({ one, ...amountsOf(one) }));
  const total = money(
    lines.reduce((all, { totalMinor }) => all + totalMinor, 0),
    currency,
  );
  return {
    csv: csvOf(filing, lines),
    json: `${JSON.stringify(jsonOf(filing, lines, total), undefined, 2)}\n`,
    rows: lines.length,
    total,
  };
};

interface Line {
  readonly one: Filed;
  readonly askedMinor: number;
  readonly interestMinor: number;
  readonly costsMinor: number;
  readonly totalMinor: number;
}
const amountsOf = ({ item }: Filed): Omit<Line, 'one'> => {
  const ofKind = (is: boolean): number =>
    item.claims.reduce((all, { kind, asked }) => all + ((kind === 'interest') === is ? asked.minor : 0), 0);
  const [askedMinor, interestMinor, costsMinor] = [item.asked.minor, ofKind(true), ofKind(false)];
  return { askedMinor, interestMinor, costsMinor, totalMinor: askedMinor + interestMinor + costsMinor };
};

const COLUMNS = [
  'case',
  'handed_over_on',
  'creditor',
  'debtor_id',
  'debtor',
  'line1',
  'line2',
  'postal_code',
  'city',
  'country',
  'vat_id',
  'emails',
  'phones',
  'invoice',
  'issued_on',
  'due_on',
  'currency',
  'invoice_total',
  'asked',
  'interest',
  'costs',
  'total',
  'in_clarification',
  'interest_computed',
  'purchase_order',
  'reminders',
  'notices',
  'disputes',
  'documents',
] as const;

/** A cell that a spreadsheet would run as a formula is disarmed; amounts are ours and never negative. */
const csvOf = ({ agencyCase, on, seller, customer }: Filing, lines: readonly Line[]): string => {
  const say = (minor: number): string => toText(money(minor, agencyCase.currency));
  const { address } = customer;
  const rows = lines.map(({ one, askedMinor, interestMinor, costsMinor, totalMinor }) => [
    agencyCase.id,
    on,
    seller.name,
    customer.id,
    customer.name,
    address.line1,
    address.line2 ?? '',
    address.postalCode,
    address.city,
    address.country,
    customer.vatId ?? '',
    customer.emails.join('; '),
    phonesOf(customer).join('; '),
    one.item.number,
    one.item.issuedOn,
    one.item.dueOn,
    agencyCase.currency,
    toText(one.item.total),
    say(askedMinor),
    say(interestMinor),
    say(costsMinor),
    say(totalMinor),
    toText(one.item.clarified),
    one.interest.map(computed).join('; '),
    one.orderedUnder ?? '',
    one.reminders.map(({ on: day, channel, level }) => `${day} ${channel} ${level}`).join('; '),
    one.notices.map(({ number, on: day, payBy }) => `${number} ${day} ${payBy}`).join('; '),
    one.disputes
      .map(({ openedOn, reason, state, disputed }) => `${openedOn} ${reason} ${state} ${toText(disputed)}`)
      .join('; '),
    one.documents.map(({ name, sha256Begins }) => `${name} sha256Begins=${sha256Begins}`).join('; '),
  ]);
  return stringify(rows, { header: true, columns: [...COLUMNS], escape_formulas: true, bom: true });
};
const computed = ({ from, to, days, balance, percent, amount, source }: InterestRow): string =>
  `${from} to ${to}: ${days} days, ${toText(balance)} at ${percent} % = ${toText(amount)} (${source})`;
const phonesOf = ({ contacts = [] }: Filing['customer']): string[] =>
  contacts.flatMap(({ phone }) => phone ?? []);

const jsonOf = (filing: Filing, lines: readonly Line[], total: Money) => {
  const { agencyCase, on, agency, seller, customer } = filing;
  const { currency } = agencyCase;
  return {
    case: agencyCase.id,
    handedOverOn: on,
    agency: { name: agency.name, reference: agency.reference, collects: agency.collects },
    creditor: seller,
    debtor: {
      id: customer.id,
      name: customer.name,
      address: customer.address,
      vatId: customer.vatId,
      emails: customer.emails,
      phones: phonesOf(customer),
      language: customer.language,
    },
    rows: lines.length,
    total,
    invoices: lines.map(({ one, askedMinor, interestMinor, costsMinor, totalMinor }) => ({
      number: one.item.number,
      issuedOn: one.item.issuedOn,
      dueOn: one.item.dueOn,
      invoiceTotal: one.item.total,
      asked: money(askedMinor, currency),
      interest: money(interestMinor, currency),
      costs: money(costsMinor, currency),
      total: money(totalMinor, currency),
      inClarification: one.item.clarified,
      claims: one.item.claims,
      interestComputed: one.interest,
      purchaseOrder: one.orderedUnder,
      reminders: one.reminders,
      notices: one.notices,
      disputes: one.disputes,
      documents: one.documents,
    })),
  };
};
