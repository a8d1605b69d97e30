/** What an element of a payment message says, typed: texts, days, amounts. What cannot be read is thrown with its line. */
import { exponentOf } from '../../kernel/currencies.ts';
import type { LocalDate } from '../../kernel/dates.ts';
import { money, type Money } from '../../kernel/money.ts';
import type { Element } from '../../documents/read-xml.ts';
import { amountOf } from './texts.ts';
import { Unreadable } from './unreadable.ts';

/** Credit positive, debit negative. */
export const signed = (element: Element): Money => {
  const amount = amountAt(element, 'Amt') ?? missing(element, 'Amt');
  const indicator = textAt(element, 'CdtDbtInd');
  if (indicator !== 'CRDT' && indicator !== 'DBIT') return missing(element, 'CdtDbtInd');
  return indicator === 'CRDT' ? amount : money(0 - amount.minor, amount.currency);
};

/** The standard allows five decimals in any currency, and no sign. */
export const amountAt = (parent: Element | undefined, name: string): Money | undefined => {
  const element = parent && at(parent, name);
  if (!element) return undefined;
  const text = element.text.trim();
  const currency = element.attributes['Ccy'] ?? '';
  if (exponentOf(currency) !== undefined && !/^\d{1,15}(\.\d{1,5})?$/.test(text))
    throw new Unreadable(
      'bank.amount',
      `${text.slice(0, 40)} is not an amount of ${currency} with at most ${exponentOf(currency)} decimals`,
      element.line,
    );
  return amountOf(text, currency, element.line);
};

/** The day as the bank writes it: a time beside it is in the bank's own zone. */
export const dateAt = (parent: Element, name: string): LocalDate | undefined => {
  const text = textAt(parent, name, 'Dt') ?? textAt(parent, name, 'DtTm');
  if (text === undefined) return undefined;
  const day = text.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
    throw new Unreadable('bank.incomplete', `${text.slice(0, 40)} is not a date`, at(parent, name)!.line);
  return day;
};

/** Throws: a file without a field that the standard demands is not taken. */
export const missing = (element: Element, name: string): never => {
  throw new Unreadable('bank.incomplete', `${element.name} has no ${name} that we know`, element.line);
};
/** The first element of that path. */
export const at = (from: Element, ...path: readonly string[]): Element | undefined => {
  let element: Element | undefined = from;
  for (const name of path) element = element?.children.find((child) => child.name === name);
  return element;
};
export const all = (from: Element, name: string): Element[] =>
  from.children.filter((child) => child.name === name);
export const textAt = (from: Element, ...path: readonly string[]): string | undefined =>
  at(from, ...path)?.text.trim() || undefined;
export const texts = (elements: readonly Element[]): string[] =>
  elements.map(({ text }) => text.trim()).filter(Boolean);
