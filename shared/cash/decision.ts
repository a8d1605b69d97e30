/** What a line is decided to be, with what a person is told of it: the reason, the evidence and the candidates. */
import type { BankLine, LineMatch } from '../bank/statement.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Fact } from '../kernel/events.ts';
import type { Money } from '../kernel/money.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Payout } from '../payments/payment.ts';
import type { Target } from '../payments/rules.ts';
import type { Mention } from './match.ts';
import type { Remittance } from './remittance.ts';

/** All that is known of a line when it is decided. */
export interface Facts {
  readonly line: BankLine;
  readonly mentions: readonly Mention[];
  readonly broken: readonly string[];
  /** The invoices that the mentions name, in any state. */
  readonly named: readonly Invoice[];
  /** Customers who pay from the account that the line names. */
  readonly payers: readonly string[];
  /** Customers whom people, or references, said to pay so, where the account is no customer's own. */
  readonly aliases?: readonly Trusted[];
  /** Customers of exactly the payer's name, where neither account nor alias says who it is. */
  readonly namesakes?: readonly string[];
  /** What the payer said that this money is for. */
  readonly advised?: Advised | undefined;
  /** Customers that belong to one of the payers: a parent pays for its children. */
  readonly children?: readonly string[];
  /** References of payouts in the line, and those of them that a provider has announced. */
  readonly payoutNames: readonly string[];
  readonly payouts: readonly Payout[];
}

/** A remittance that is about the line, with what it gives to each invoice. */
export interface Advised {
  readonly remittance: Remittance;
  readonly shares: readonly { readonly invoice: Invoice; readonly amount: Money }[];
  /** Whose money it is. */
  readonly owner: Invoice['customerId'];
}

/** A pair of payer and customer that was confirmed; points of 40, less what declines took. */
export interface Trusted {
  readonly customerId: string;
  readonly points: number;
}

/** How a line was decided, before it is known who did it and when. */
export type Match = Omit<LineMatch, 'by' | 'at'>;
/** What a line is, and why. */
export type Decision =
  | { readonly is: 'ignore'; readonly match: Match }
  | { readonly is: 'payout'; readonly payout: Payout; readonly match: Match }
  | {
      readonly is: 'apply';
      readonly customerId: Invoice['customerId'];
      readonly targets: readonly Target[];
      readonly match: Match;
      /** The remittance that said so. */
      readonly by?: Advised;
    }
  /** `book`: the money came in and is booked as unapplied, or as unidentified without a customer. */
  | {
      readonly is: 'exception';
      readonly book: boolean;
      readonly customerId?: string;
      readonly match: Match;
      /** Payouts that would decide it, were they announced. */
      readonly awaits?: readonly string[];
    };

/** What a line is to somebody downstream, such as a refund that it pays, or why a person must look. Its writes, entry and events are of the commit that decides the line. */
export interface PaidOut {
  readonly state: 'MATCHED' | 'EXCEPTION';
  readonly match: Match;
  /** What the audit calls it, where it is no payment of ours. */
  readonly action?: string;
  /** Of an exception: its money came in, and is booked as unidentified until a person says more. */
  readonly book?: true;
  readonly entry?: Entry | undefined;
  readonly exchange?: Entry | undefined;
  readonly events?: readonly Fact[];
  readonly writes: readonly Write<'table.stale'>[];
  /** Under whose trace the line goes on. */
  readonly of?: { readonly trace?: string | undefined };
}

const MAX_CANDIDATES = 10;

/** A person must look: with the reason, what was found, and the invoices that it may be for. */
export const exception = (
  facts: Facts,
  reason: string,
  open: readonly Invoice[],
): Extract<Decision, { is: 'exception' }> => {
  const { line, named: invoices, payers, mentions, broken, payoutNames } = facts;
  const customerId = ownerOf(facts);
  const free = payers.length === 1 && !line.reversal && [mentions, broken, payoutNames].every(isEmpty);
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
      ...(free && { free }),
    },
  };
};
const isEmpty = (all: readonly unknown[]): boolean => all.length === 0;

export const none = (reason: string): Match => ({ tier: 'none', reason, evidence: [], candidates: [] });
export const candidates = (
  invoices: readonly Invoice[],
  reason: (invoice: Invoice) => string,
): LineMatch['candidates'] =>
  invoices.slice(0, MAX_CANDIDATES).map((invoice) => ({
    invoiceId: invoice.id,
    number: invoice.number,
    open: invoice.open,
    reason: reason(invoice),
  }));
/** Why an invoice that a line names is not paid by it; empty where it could be. */
export const whyNot = (line: BankLine, invoice: Invoice): string =>
  invoice.open.minor === 0
    ? 'it is paid'
    : invoice.entity !== line.entity
      ? 'it is of another legal entity'
      : invoice.open.currency === line.amount.currency
        ? ''
        : `it is in ${invoice.open.currency}`;
export const payerSays = (line: BankLine, customerId: string): string =>
  `Customer ${customerId} pays from account …${line.counterparty.iban?.slice(-4) ?? ''}.`;
const HOW = {
  checked: 'checked reference',
  written: 'invoice number',
  repaired: 'invoice number, repaired',
} as const;
export const numberEvidence = ({ mentions, broken, named: invoices }: Facts): string[] => [
  ...mentions.map(
    ({ number, how, found }) =>
      `${HOW[how]} “${found}”${invoices.some((invoice) => invoice.number === number) ? '' : `: there is no ${number}`}`,
  ),
  ...broken.map((text) => `“${text}” has wrong check digits`),
];

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

/** Never across legal entity or currency by itself. */
export const fits = ({ entity, amount }: BankLine, invoice: Invoice): boolean =>
  invoice.entity === entity && invoice.open.currency === amount.currency;
export const oldestDue = (a: Invoice, b: Invoice): number =>
  a.dueOn === b.dueOn ? (a.number < b.number ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1;
