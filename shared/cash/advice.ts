/** Reads what payers send as remittance advice, and says whether it is about a line. */
import type { BankLine } from '../bank/statement.ts';
import { plainIban } from '../bank/lines.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { daysBetween } from '../kernel/dates.ts';
import { fromText, type Money } from '../kernel/money.ts';
import { MAX_TARGETS } from './match.ts';
import { mentionsOf } from './mentions.ts';
import type { Claim, Remittance } from './remittance.ts';

/** Lines that name one number of ours each; a line that names several says none of their amounts. */
export const claimsIn = (text: string, prefixes: readonly string[], currency: string): Claim[] => {
  const found = new Map<string, Claim>();
  // EDI parts its segments by a sign of its own.
  for (const line of text.split(/[\r\n~]+/)) {
    const { mentions } = mentionsOf({ text: line.replaceAll('*', ' '), references: [] }, prefixes);
    for (const { number, found: words } of mentions) {
      const amount = mentions.length === 1 ? lastAmount(line.replace(words, ' '), currency) : undefined;
      if (!found.has(number)) found.set(number, { number, ...(amount && { amount }) });
    }
  }
  return [...found.values()].slice(0, MAX_TARGETS);
};

/** `1.234,56`, `1,234.56`, `1234.56`: with decimals, so that no date and no number is taken for money. */
const AMOUNT = /(?<![\d.,])(\d{1,9}(?:[.,' ]\d{3}){0,3})[.,](\d{1,3})(?![\d]|[.,]\d)/g;
const lastAmount = (line: string, currency: string): Money | undefined => {
  const found = [...line.matchAll(AMOUNT)].flatMap(([, whole = '', part = '']) => {
    try {
      const amount = fromText(`${whole.replaceAll(/\D/g, '')}.${part}`, currency);
      return amount.minor > 0 ? [amount] : [];
    } catch {
      return [];
    }
  });
  return found.at(-1);
};

/** Advice comes weeks before the money, or days after it. */
const BEFORE_DAYS = 30;
const AFTER_DAYS = 14;
/** By amount and days, and by who pays: the account, or the customer that the account or name is known for. */
export const isAbout = (
  { amount, paidOn, customerId, payerIban, state }: Remittance,
  line: BankLine,
  payers: readonly string[],
): boolean => {
  const late = daysBetween(paidOn, line.bookedOn);
  const { iban } = line.counterparty;
  return (
    state === 'OPEN' &&
    amount.minor === line.amount.minor &&
    amount.currency === line.amount.currency &&
    late <= BEFORE_DAYS &&
    late >= -AFTER_DAYS &&
    ((payerIban !== undefined && plainIban(payerIban) === iban) ||
      (customerId !== undefined && payers.includes(customerId)))
  );
};

/** What it gives to each invoice; undefined where it does not add up to the money, or asks for what is not open. */
export const sharesOf = (
  { claims, amount }: Remittance,
  invoices: readonly Invoice[],
): { invoice: Invoice; amount: Money }[] | undefined => {
  const shares = claims.flatMap((claim) => {
    const invoice = invoices.find(({ number }) => number === claim.number);
    return invoice ? [{ invoice, amount: claim.amount ?? invoice.open }] : [];
  });
  const whole = shares.reduce((all, one) => all + one.amount.minor, 0);
  const fits = shares.every(
    (one) =>
      one.amount.currency === one.invoice.open.currency &&
      one.amount.minor > 0 &&
      one.amount.minor <= one.invoice.open.minor,
  );
  return shares.length === claims.length && fits && whole === amount.minor ? shares : undefined;
};
