/**
 * The tax of an invoice in the currency of its seller's accounts: Article 230 of Directive 2006/112/EC wants it on every invoice in
 * another one (BT-6, BT-111). The rate is frozen with the snapshot, and the tax follows from it and from the snapshot's own total.
 */
import type { Entity } from '../access/tenant.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import { money, type Money } from '../kernel/money.ts';
import type { Rate } from '../rates/rate.ts';
import { converted } from '../rates/rules.ts';
import type { Snapshot } from './invoice.ts';

/** The pair that is asked for where an entity wants its tax so; undefined where it need not be, or does not. */
export const pairOf = (
  { currency: own, ownCurrencyTax }: Pick<Entity, 'currency' | 'ownCurrencyTax'>,
  currency: string,
): { base: string; quote: string; maxAgeDays: number } | undefined =>
  ownCurrencyTax && currency !== own ? { base: own, quote: currency, ...ownCurrencyTax } : undefined;

export const frozen = (own: string, rate: Rate | undefined): Pick<Snapshot, 'accounting'> =>
  rate ? { accounting: { currency: own, rate } } : {};

export const noRate = (own: string, currency: string, day: string): Refusal<'invoices.rate_missing'> =>
  refuse(
    'invoices.rate_missing',
    `There is no rate of ${own} in ${currency} for ${day}: the tax cannot be said in ${own}. Set one, and try again.`,
  );

/** In the seller's own currency; undefined where the document is in that anyway. */
export const ownTax = ({
  accounting,
  totals,
  currency,
}: Pick<Snapshot, 'accounting' | 'totals' | 'currency'>): Money | undefined =>
  accounting && money(converted(totals.taxMinor, currency, accounting.rate), accounting.currency);
