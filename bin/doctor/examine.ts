/** Every check over every tenant's books. Imports nothing of the product: what it says of the books is a second opinion. */
import { addresses } from './addresses.ts';
import { agencies } from './agencies.ts';
import { approvals } from './approvals.ts';
import { billing } from './billing.ts';
import { booksOf, type Books, type Raw } from './books.ts';
import { chargebacks } from './chargebacks.ts';
import { creditNotes } from './credit-notes.ts';
import { exchange } from './exchange.ts';
import { claims } from './claims.ts';
import { rule, type Finding } from './finding.ts';
import { customers } from './customers.ts';
import { deductions } from './deductions.ts';
import { dunning } from './dunning.ts';
import { disputes } from './disputes.ts';
import { deposits } from './deposits.ts';
import { dispatch } from './dispatch.ts';
import { forecasts } from './forecasts.ts';
import { imports } from './imports.ts';
import { invoices } from './invoices.ts';
import { journal } from './journal.ts';
import { ledger } from './ledger.ts';
import { matching } from './matching.ts';
import { methods } from './methods.ts';
import { orders } from './orders.ts';
import { partners } from './partners.ts';
import { periods } from './periods.ts';
import { payments } from './payments.ts';
import { plans } from './plans.ts';
import { promises } from './promises.ts';
import { privacy } from './privacy.ts';
import { seals } from './seals.ts';
import { prices } from './prices.ts';
import { taxes } from './taxes.ts';
import { subscriptions } from './subscriptions.ts';
import { refunds } from './refunds.ts';
import { slips } from './slips.ts';
import { templates } from './templates.ts';
import { around, work, type Around } from './work.ts';
import { unapplied } from './unapplied.ts';
import { voids } from './voids.ts';
import { writeOffs } from './write-offs.ts';

export interface Patient {
  readonly items: readonly Raw[];
  /** What the deployment's clock says. */
  readonly now: number;
  /** How long work may be under way before it is late. */
  readonly patienceMs: number;
  /** Absent where only the table can be asked. */
  readonly around?: Around | undefined;
}

/** What is wrong, in the order of the checks; empty where everything is as it must be. */
export const examine = ({ items, now, patienceMs, around: outside }: Patient): Finding[] => {
  const due = (at: string): boolean => Date.parse(at) + patienceMs <= now;
  const all = booksOf(items);
  return [
    ...all.flatMap((books) => [
      ...read(books, customers),
      ...read(books, (own) => addresses(own, now)),
      ...read(books, ledger),
      ...read(books, invoices),
      ...read(books, taxes),
      ...read(books, exchange),
      ...read(books, imports),
      ...read(books, creditNotes),
      ...read(books, deposits),
      ...read(books, payments),
      ...read(books, matching),
      ...read(books, refunds),
      ...read(books, slips),
      ...read(books, chargebacks),
      ...read(books, plans),
      ...read(books, promises),
      ...read(books, deductions),
      ...read(books, dunning),
      ...read(books, disputes),
      ...read(books, agencies),
      ...read(books, forecasts),
      ...read(books, claims),
      ...read(books, unapplied),
      ...read(books, methods),
      ...read(books, writeOffs),
      ...read(books, voids),
      ...read(books, (own) => orders(own, due)),
      ...read(books, (own) => billing(own, due)),
      ...read(books, dispatch),
      ...read(books, templates),
      ...read(books, approvals),
      ...read(books, seals),
      ...read(books, periods),
      ...read(books, journal),
      ...read(books, (own) => privacy(own, due)),
      ...read(books, (own) => work(own, due)),
      ...read(books, (own) => partners(own, due)),
      ...read(books, (own) => subscriptions(own, due)),
      ...read(books, (own) => prices(own, due)),
    ]),
    ...(outside ? around(outside, all) : []),
  ];
};

const unreadable = rule(
  'table.unreadable',
  'An item has not the form of its kind, and the rest of this check was not done: look at the newest items.',
);
/** An item that cannot be read is a finding and not the end of the examination. */
const read = (books: Books, check: (books: Books) => Iterable<Finding>): Finding[] => {
  try {
    return [...check(books)];
  } catch (error) {
    return [unreadable(books.tenant, String(error))];
  }
};
