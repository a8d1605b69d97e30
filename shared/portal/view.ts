/** Gathers what a payment page shows from the head, the snapshot and the attempts of its invoice. */
import type { Claim } from '../claims/claim.ts';
import type { Entity } from '../access/tenant.ts';
import { epcText, svgOf } from '../documents/qr.ts';
import { swissText } from '../documents/swiss-qr.ts';
import { clarifiedOf, rejectedOf } from '../invoices/clarifying.ts';
import { inCharge, isPaidThere } from '../invoices/handed.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { promisedOf } from '../invoices/promised.ts';
import { overdueDays } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, plus } from '../kernel/money.ts';
import { swissAccount } from '../numbering/references.ts';
import type { Attempt } from '../payments/payment.ts';
import { askedOf, besideView } from './besides.ts';
import type { PayView } from './payview.ts';
import { askedOn, leastPart, offeredOn, stepsOf, underWay, wholeOf } from './rules.ts';
import { verifyPath } from './verifywords.ts';
import { WORDS } from './words.ts';

export interface Gathered {
  readonly token: string;
  readonly invoice: Invoice;
  readonly snapshot: Snapshot;
  readonly attempts: readonly Attempt[];
  /** What is open of claims for its being late. */
  readonly claims?: readonly Claim[];
  /** As it is now: what it looks like, and whether it takes parts, is not part of an invoice. */
  readonly entity: Pick<Entity, 'brand' | 'partPayments'>;
  readonly today: LocalDate;
  /** What can be used for it, minor units. */
  readonly creditMinor?: number;
  readonly consent?: string | undefined;
  /** The last day that may be promised; none may where it is absent. */
  readonly promisable?: LocalDate | undefined;
  /** The word that a redirect left in the address; unknown ones show nothing. */
  readonly notice?: string | undefined;
}

export const viewOf = ({
  token,
  invoice,
  snapshot,
  attempts,
  claims = [],
  entity,
  today,
  creditMinor = 0,
  consent,
  promisable,
  notice,
}: Gathered): PayView => {
  const { seller, language, reference } = snapshot;
  const words: Readonly<Record<string, string>> = WORDS[language].notices;
  const due = askedOn(invoice, today);
  const { bank } = seller;
  const beside = besideView(claims);
  const asked = askedOf({ invoice: { due }, beside });
  const epc = epcText({ name: seller.name, iban: bank.iban, bic: bank.bic, amount: asked, reference });
  const swiss = swissText({
    creditor: { ...seller, iban: swissAccount(bank) },
    debtor: snapshot.buyer,
    amount: asked,
    reference,
    message: invoice.number,
  });
  const code = swiss ?? epc;
  const steps = stepsOf([invoice], today);
  const whole = wholeOf(invoice, today);
  return {
    seller: { name: seller.name, logo: seller.logo, email: seller.email, colour: entity.brand?.colour },
    language,
    invoice: {
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      dueOn: invoice.dueOn,
      total: invoice.total,
      open: invoice.open,
      due,
      ...(invoice.early &&
        offeredOn(invoice, today).minor < invoice.open.minor && { earlyUntil: invoice.early.until }),
      overdueDays: overdueDays(invoice, today),
      clarified: clarifiedOf(invoice),
      rejected: rejectedOf(invoice),
      promised: promisedOf(invoice, today),
      promisedOn: invoice.promise?.payOn,
      inCharge: inCharge(invoice),
      ...(isPaidThere(invoice) && { paidThere: true }),
      ...(['WRITTEN_OFF', 'VOID', 'CLOSED'].includes(invoice.state) && { closed: true }),
      ...(invoice.deposit && { deposit: true }),
      poNumber: snapshot.poNumber,
      lines: snapshot.lines,
      taxes: snapshot.totals.taxes,
      allowances: snapshot.totals.allowances,
    },
    // What was given up is between seller and books: a payer who reads of it pays no rest.
    payments: invoice.settlements
      .filter(({ method }) => method !== 'write_off')
      .map(({ paidOn, amount, method }) => ({ on: paidOn, amount, method })),
    bank: seller.bank,
    reference,
    beside,
    ...(code !== undefined && { transferQr: svgOf(code, WORDS[language].scan, code === swiss) }),
    action: `/pay/${token}`,
    pdfUrl: `/pay/${token}/invoice.pdf`,
    // A link begins with its company.
    ...(!invoice.deposit && {
      wrongUrl: `/dispute/${token}`,
      verifyUrl: verifyPath(token.split('.')[0]!),
    }),
    moreUrl: `/my/invoice/${token}`,
    until: invoice.link.expiresOn,
    pending: underWay(attempts),
    ...(steps.length > 1 && { steps }),
    ...(whole.minor > due.minor && { whole: beside ? plus(whole, beside.total) : whole }),
    ...(consent !== undefined && !invoice.deposit && { consent }),
    ...(promisable !== undefined && { promisable: { from: today, to: promisable } }),
    least: leastPart(due, entity.partPayments),
    ...(creditMinor > 0 && { credit: money(creditMinor, invoice.open.currency) }),
    ...(notice === 'credited' && { credited: true }),
    ...(notice !== undefined && Object.hasOwn(words, notice) && { notice: words[notice] }),
  };
};
