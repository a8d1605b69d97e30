/**
 * What a line is, decided from facts alone, in tiers: checked reference, known payer with the exact amount, payout of a
 * provider, else a person. Automatic only where one answer is left and nothing speaks against it (rules §3.5).
 */
import type { BankLine, LineMatch } from '../bank/statement.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import type { Payment, Payout } from '../payments/payment.ts';
import { liability, type Target } from '../payments/rules.ts';
import { MAX_TARGETS, type MatchLine, type Mention } from './match.ts';

export interface Facts {
  readonly line: BankLine;
  readonly mentions: readonly Mention[];
  readonly broken: readonly string[];
  /** The invoices that the mentions name, in any state. */
  readonly named: readonly Invoice[];
  /** Customers who pay from the account that the line names. */
  readonly payers: readonly string[];
  /** References of payouts in the line, and those of them that a provider has announced. */
  readonly payoutNames: readonly string[];
  readonly payouts: readonly Payout[];
}

type Match = Omit<LineMatch, 'by' | 'at'>;
export type Decision =
  | { readonly is: 'ignore'; readonly match: Match }
  | { readonly is: 'payout'; readonly payout: Payout; readonly match: Match }
  | {
      readonly is: 'apply';
      readonly customerId: Invoice['customerId'];
      readonly targets: readonly Target[];
      readonly match: Match;
    }
  /** `book`: the money came in and is booked as unapplied, or as unidentified without a customer. */
  | {
      readonly is: 'exception';
      readonly book: boolean;
      readonly customerId?: string;
      readonly match: Match;
      /** Payouts that would decide it, were they announced. */ readonly awaits?: readonly string[];
    };

/** Ends here, or goes on to the payer (`byPayer`), which needs the payer's open invoices. */
export const byReference = (facts: Facts): Decision | undefined => {
  const { line, payoutNames } = facts;
  if (payoutNames.length > 0) return payoutOf(facts);
  if (line.amount.minor < 0) return debit(line);
  if (line.amount.minor === 0) return { is: 'ignore', match: none('No money moved.') };
  if (line.reversal)
    return exception(facts, 'The bank gave back money that had left: this is no payment of a customer.', []);
  return named(facts);
};

/** `open`: what the one known payer owes, oldest due first; undefined where it is too much to be looked through. */
export const byPayer = (facts: Facts, open: readonly Invoice[] | undefined): Decision => {
  const { line, payers, named: mentioned } = facts;
  const [customerId] = payers;
  const settled = mentioned.filter(({ open: left }) => left.minor === 0);
  if (payers.length > 1) return exception(facts, `${payers.length} customers pay from this account.`, []);
  if (customerId === undefined)
    return exception(
      facts,
      mentioned.length > 0 ? againstNumbers(settled) : 'Neither a reference of ours nor a known payer.',
      [],
    );
  if (open === undefined)
    return exception(facts, 'The payer has too many open invoices to be sure of one.', []);
  const ours = open.filter((invoice) => fits(line, invoice));
  if (settled.length > 0) return exception(facts, againstNumbers(settled), ours);
  const exact = ours.filter(({ open: left }) => left.minor === line.amount.minor);
  const sum = ours.reduce((total, { open: left }) => total + left.minor, 0);
  const all = ours.length > 1 && ours.length <= MAX_TARGETS && sum === line.amount.minor;
  const hit = exact.length === 1 ? exact : exact.length === 0 && all ? ours : [];
  if (hit.length === 0)
    return exception(
      facts,
      exact.length > 1
        ? `${exact.length} open invoices of the payer have this amount.`
        : 'The payer is known, but the amount is that of no open invoice and not of all together.',
      ours,
    );
  const amount = `${toText(line.amount)} ${line.amount.currency}`;
  const reason =
    hit.length === 1
      ? `${hit[0]!.number} is the only open invoice of the payer with exactly ${amount}.`
      : `${amount} is exactly what the payer owes, over ${hit.length} invoices.`;
  return {
    is: 'apply',
    customerId: hit[0]!.customerId,
    targets: hit.map((invoice) => ({ invoice, reason })),
    match: {
      tier: 'payer',
      reason,
      evidence: [payerSays(line, customerId), ...numberEvidence(facts)],
      candidates: candidates(
        ours.filter((invoice) => !hit.includes(invoice)),
        () => 'another amount',
      ),
    },
  };
};

const payoutOf = (facts: Facts): Decision => {
  const { line, payoutNames, payouts } = facts;
  const [payout] = payouts;
  if (!payout)
    return {
      ...exception(facts, `No provider has announced the payout ${payoutNames.join(', ')}.`, []),
      awaits: payoutNames,
    };
  const detail =
    payouts.length > 1 || payoutNames.length > 1
      ? 'The line names several payouts.'
      : payout.state === 'RECONCILED'
        ? `The payout ${payout.reference} came in before, with line ${payout.bankLineId}.`
        : payout.currency !== line.amount.currency || payout.netMinor !== line.amount.minor
          ? `The payout ${payout.reference} was announced with another amount.`
          : payout.grossMinor - payout.feeMinor !== payout.netMinor
            ? `The payout ${payout.reference} does not add up: gross less fees is not its net.`
            : undefined;
  if (detail !== undefined) return exception(facts, detail, []);
  const reason = `It is the payout ${payout.reference} of ${payout.provider}, announced with exactly this amount.`;
  return {
    is: 'payout',
    payout,
    match: {
      tier: 'payout',
      reason,
      evidence: [`${payout.items.length} payments, gross less fees`],
      candidates: [],
    },
  };
};

const debit = (line: BankLine): Decision =>
  line.reversal
    ? {
        is: 'exception',
        book: false,
        match: none('The bank took money back: look which receipt it was and unmatch it.'),
      }
    : { is: 'ignore', match: none('Debit: money that left is not a receivable.') };

const named = (facts: Facts): Decision | undefined => {
  const { line, named: invoices } = facts;
  const open = invoices.filter((invoice) => invoice.open.minor > 0 && fits(line, invoice)).sort(oldestDue);
  if (open.length === 0) return undefined;
  const customers = new Set(open.map(({ customerId }) => customerId));
  if (customers.size > 1) return exception(facts, 'The line names invoices of several customers.', []);
  const doubts = doubtsOf(facts, open);
  if (doubts !== undefined) return facts.payers.length === 1 ? undefined : exception(facts, doubts, []);
  const reason = `The line names ${open.map(({ number }) => number).join(', ')}.`;
  return {
    is: 'apply',
    customerId: open[0]!.customerId,
    targets: open.map((invoice) => ({ invoice, reason })),
    match: {
      tier: 'reference',
      reason,
      evidence: numberEvidence(facts),
      candidates: candidates(
        invoices.filter((invoice) => !open.includes(invoice)),
        (invoice) => whyNot(line, invoice),
      ),
    },
  };
};

/**
 * A number without check digits may be mistyped into another customer's. It is believed when the amount fits, or the
 * payer does by account or name, or nothing is known of the payer; a repaired one needs one of the first three.
 */
const doubtsOf = ({ line, mentions, payers }: Facts, open: readonly Invoice[]): string | undefined => {
  const how = (invoice: Invoice) => mentions.find(({ number }) => number === invoice.number)?.how;
  const weak = open.filter((invoice) => how(invoice) !== 'checked');
  if (weak.length === 0) return undefined;
  const { customerId, customerName } = open[0]!;
  const exact = open.reduce((total, { open: left }) => total + left.minor, 0) === line.amount.minor;
  if (payers.includes(customerId)) return undefined;
  if (payers.length > 0)
    return exact && weak.every((invoice) => how(invoice) === 'written')
      ? undefined
      : 'The number is of another customer than the one who pays from this account.';
  if (exact || alike(line.counterparty.name, customerName)) return undefined;
  if (line.counterparty.name === undefined && weak.every((invoice) => how(invoice) === 'written'))
    return undefined;
  return 'The number fits neither the amount nor the name of the payer.';
};

/**
 * Dr bank net · Dr provider fees · Cr clearing gross: the card payments have arrived. Where the line came before the
 * announcement, its money is in the bank already and comes from the receipt that it was kept as, on the day it is known.
 */
export const payoutEntry = (
  line: BankLine,
  payout: Payout,
  kept?: { receipt: Payment; on: LocalDate },
): Entry | undefined =>
  entry({
    entity: line.entity,
    on: kept?.on ?? line.bookedOn,
    currency: payout.currency,
    kind: 'payout',
    source: payout.reference,
    memo: `Payout ${payout.reference} of ${payout.provider}`,
    lines: [
      kept ? liability(kept.receipt, payout.netMinor) : { account: 'bank', minor: payout.netMinor },
      { account: 'fees', minor: payout.feeMinor },
      { account: 'clearing', minor: 0 - payout.grossMinor },
    ],
  });

type PersonRefusal =
  | 'cash.nothing_left'
  | 'cash.nothing_named'
  | 'cash.invoice_unknown'
  | 'cash.not_payable'
  | 'cash.several_customers'
  | 'cash.customer_fixed'
  | 'cash.allocated_too_much';

/** What a person wants of a receipt: invoices of one customer, each as far as asked, or the whole on account. `named`: the invoices found. */
export const byPerson = (
  payment: Payment,
  { allocations, customerId }: MatchLine,
  named: readonly Invoice[],
  reason: string,
): Result<{ customerId: string; targets: Target[] }, PersonRefusal> => {
  const { unapplied } = payment;
  if (unapplied.minor === 0)
    return refuse('cash.nothing_left', 'The receipt is applied in full. Unmatch it first.');
  const owner = customerId ?? named[0]?.customerId;
  const targets: Target[] = [];
  for (const [index, { invoiceId, amount }] of allocations.entries()) {
    const at = (detail: string) => [{ pointer: `/allocations/${index}`, detail }];
    const invoice = named.find(({ id }) => id === invoiceId);
    if (!invoice) return refuse('cash.invoice_unknown', 'There is no such invoice.', at('is not known'));
    if (invoice.customerId !== owner)
      return refuse(
        'cash.several_customers',
        'A receipt belongs to one customer.',
        at('is an invoice of another customer'),
      );
    if (invoice.entity !== payment.entity || invoice.open.currency !== unapplied.currency)
      return refuse(
        'cash.not_payable',
        'A receipt settles invoices of its own legal entity and currency.',
        at('is of another legal entity or currency'),
      );
    const left = `${toText(invoice.open)} ${invoice.open.currency} is open`;
    if (
      invoice.open.minor === 0 ||
      (amount && (amount.currency !== unapplied.currency || amount.minor > invoice.open.minor))
    )
      return refuse('cash.not_payable', `Of ${invoice.number} ${left}.`, at(left));
    targets.push({ invoice, amount, reason });
  }
  if (owner === undefined)
    return refuse('cash.nothing_named', 'Name invoices, or the customer whose money it is.');
  if (targets.reduce((total, { amount }) => total + (amount?.minor ?? 0), 0) > unapplied.minor)
    return refuse('cash.allocated_too_much', 'The amounts add up to more than is left of the receipt.', [
      { pointer: '/allocations', detail: `must not pass ${unapplied.minor}` },
    ]);
  if (payment.allocations.length > 0 && payment.customerId !== owner)
    return refuse(
      'cash.customer_fixed',
      'A part of the receipt is applied to another customer. Unmatch it first.',
    );
  return ok({ customerId: owner, targets });
};

/** Never across legal entity or currency by itself. */
const fits = ({ entity, amount }: BankLine, invoice: Invoice): boolean =>
  invoice.entity === entity && invoice.open.currency === amount.currency;
export const oldestDue = (a: Invoice, b: Invoice): number =>
  a.dueOn === b.dueOn ? (a.number < b.number ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1;

/** At least one telling word in common: banks cut names, leave accents out and write companies in capitals. */
export const alike = (name: string | undefined, other: string): boolean => {
  const words = new Set(wordsOf(other));
  return wordsOf(name ?? '').some((word) => words.has(word));
};
const FORMS = new Set(
  'GMBH MBH UND AND THE LTD LLC INC PLC LLP UAB SARL SAS SRL SPA OHG KGAA GBR GESMBH LIMITED GROUP HOLDING SERVICE SERVICES SHOP TEAM PROJEKT STUDIO COMPANY'.split(
    ' ',
  ),
);
const wordsOf = (text: string): string[] =>
  text
    .toUpperCase()
    .replaceAll('Ä', 'AE')
    .replaceAll('Ö', 'OE')
    .replaceAll('Ü', 'UE')
    .replaceAll('Ø', 'OE')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^A-Z0-9]+/)
    .filter((word) => word.length >= 3 && !FORMS.has(word));

/** Whose money it is even where its invoice is not sure: the one known payer, else who a checked reference belongs to. */
const ownerOf = ({ line, payers, mentions, named: invoices }: Facts): string | undefined => {
  if (payers.length === 1) return payers[0];
  const checked = invoices.filter(
    (invoice) =>
      fits(line, invoice) &&
      mentions.some(({ number, how }) => how === 'checked' && number === invoice.number),
  );
  const owners = new Set(checked.map(({ customerId }) => customerId));
  return owners.size === 1 ? [...owners][0] : undefined;
};

const exception = (
  facts: Facts,
  reason: string,
  open: readonly Invoice[],
): Extract<Decision, { is: 'exception' }> => {
  const { line, named: invoices, payers } = facts;
  const customerId = ownerOf(facts);
  const others = open.filter(({ id }) => !invoices.some((invoice) => invoice.id === id));
  return {
    is: 'exception',
    book: line.amount.minor > 0,
    ...(customerId !== undefined && { customerId }),
    match: {
      ...none(reason),
      evidence: [...payers.map((payer) => payerSays(line, payer)), ...numberEvidence(facts)],
      candidates: [
        ...candidates(
          invoices,
          (invoice) => `named in the line${whyNot(line, invoice) ? `, but ${whyNot(line, invoice)}` : ''}`,
        ),
        ...candidates(
          [...others].sort(
            (a, b) =>
              Number(b.open.minor === line.amount.minor) - Number(a.open.minor === line.amount.minor) ||
              oldestDue(a, b),
          ),
          (invoice) =>
            invoice.open.minor === line.amount.minor
              ? 'open invoice of the payer with this amount'
              : 'open invoice of the payer',
        ),
      ].slice(0, MAX_CANDIDATES),
    },
  };
};
const MAX_CANDIDATES = 10;

const none = (reason: string): Match => ({ tier: 'none', reason, evidence: [], candidates: [] });
const candidates = (
  invoices: readonly Invoice[],
  reason: (invoice: Invoice) => string,
): LineMatch['candidates'] =>
  invoices.slice(0, MAX_CANDIDATES).map((invoice) => ({
    invoiceId: invoice.id,
    number: invoice.number,
    open: invoice.open,
    reason: reason(invoice),
  }));
const whyNot = (line: BankLine, invoice: Invoice): string =>
  invoice.open.minor === 0
    ? 'it is paid'
    : invoice.entity !== line.entity
      ? 'it is of another legal entity'
      : sameCurrency(invoice.open, line.amount)
        ? ''
        : `it is in ${invoice.open.currency}`;
const sameCurrency = (a: Money, b: Money): boolean => a.currency === b.currency;
const againstNumbers = (settled: readonly Invoice[]): string =>
  settled.length > 0
    ? `${settled.map(({ number }) => number).join(', ')} is paid already: perhaps it was paid twice.`
    : 'The numbers in the line do not settle it.';
const payerSays = (line: BankLine, customerId: string): string =>
  `Customer ${customerId} pays from account …${line.counterparty.iban?.slice(-4) ?? ''}.`;
const HOW = {
  checked: 'checked reference',
  written: 'invoice number',
  repaired: 'invoice number, repaired',
} as const;
const numberEvidence = ({ mentions, broken, named: invoices }: Facts): string[] => [
  ...mentions.map(
    ({ number, how, found }) =>
      `${HOW[how]} “${found}”${invoices.some((invoice) => invoice.number === number) ? '' : `: there is no ${number}`}`,
  ),
  ...broken.map((text) => `“${text}” has wrong check digits`),
];
