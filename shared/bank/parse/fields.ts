/** What an element of a payment message says, typed: texts, days, amounts. What cannot be read is thrown with its line. */
import { exponentOf } from '../../kernel/currencies.ts';
import type { LocalDate } from '../../kernel/dates.ts';
import { MAX_MINOR, money, type Money } from '../../kernel/money.ts';
import type { Element } from '../../documents/read-xml.ts';
import { Unreadable } from './unreadable.ts';

/** Credit positive, debit negative. */
export const signed = (element: Element): Money => {
  const amount = amountAt(element, 'Amt') ?? missing(element, 'Amt');
  const indicator = textAt(element, 'CdtDbtInd');
  if (indicator !== 'CRDT' && indicator !== 'DBIT') return missing(element, 'CdtDbtInd');
  return indicator === 'CRDT' ? amount : money(0 - amount.minor, amount.currency);
};

/**
 * The standard allows five decimals in any currency. Zeros beyond the currency's own are nothing; a digit there is an
 * amount that the currency cannot hold, and it is refused rather than rounded.
 */
export const amountAt = (parent: Element | undefined, name: string): Money | undefined => {
  const element = parent && at(parent, name);
  if (!element) return undefined;
  const text = element.text.trim();
  const currency = element.attributes['Ccy'] ?? '';
  const places = exponentOf(currency);
  if (places === undefined)
    throw new Unreadable('bank.amount', `The amount ${text} has no currency of ISO 4217`, element.line);
  const found = /^(\d{1,15})(?:\.(\d{1,5}))?$/.exec(text);
  const fraction = (found?.[2] ?? '').replace(/0+$/, '');
  if (!found || fraction.length > places)
    throw new Unreadable(
      'bank.amount',
      `${text} is not an amount of ${currency} with at most ${places} decimals`,
      element.line,
    );
  const minor = Number(found[1]! + fraction.padEnd(places, '0'));
  if (minor > MAX_MINOR)
    throw new Unreadable('bank.amount', `${text} ${currency} is more than we count`, element.line);
  return money(minor, currency);
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
/** A property only where there is something to say. */
export const said = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
