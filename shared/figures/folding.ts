/** Facts → the things that they are about → rows → sums. Each thing is folded by itself, from a set: in which order facts are given, and with which others, changes nothing. */
import type { PaymentPlan } from '../plans/plan.ts';
import { rowsOfEntry } from './booked.ts';
import type { Fact, Row, Span } from './fact.ts';
import type { InputName } from './figure.ts';
import { rowsOfDelivery, rowsOfDispute, rowsOfOrder, rowsOfPromise } from './happened.ts';
import { rowsOfInvoice } from './items.ts';
import { rowsOfPlan } from './planned.ts';
import { rowsOfReceipt } from './receipts.ts';
import { unspentOf, type Purse } from './unspent.ts';

export type Whose = (invoiceId: string) => string | undefined;
/** A thing with what is known of it. */
export type Things = Map<string, Fact[]>;

const PAYMENT = ['receipt', 'match', 'unmatch', 'reassign', 'return', 'receipt_reversal'];
/** What a fact is about, each once: the name says how it is folded. */
export const thingsOf = (fact: Fact): ReadonlySet<string> => {
  const { id, entry, events, trace, of } = fact;
  if (of) return new Set(of);
  const things = new Set<string>();
  for (const { type, subject, data } of events) {
    if (type.startsWith('promise.')) things.add(`promise:${subject}`);
    if (type.startsWith('dispute.')) things.add(`dispute:${subject}`);
    if (type === 'order.confirmed' && trace !== undefined) things.add(`order:${trace}`);
    if (type === 'invoice.delivered') things.add(`delivered:${subject}`);
    if (type === 'invoice.credited') things.add(`invoice:${(data as { invoiceId: string }).invoiceId}`);
  }
  if (!entry) return things;
  things.add(`entry:${id}`);
  if (entry.kind === 'invoice' && trace !== undefined) things.add(`order:${trace}`);
  if (PAYMENT.includes(entry.kind)) things.add(`receipt:${entry.source}`);
  for (const { account, invoiceId, customerId = '' } of entry.lines) {
    if (account === 'receivables' && invoiceId !== undefined) {
      things.add(`invoice:${invoiceId}`);
      if (entry.kind === 'invoice') things.add(`delivered:${invoiceId}`);
    }
    if (account === 'unapplied') things.add(`unapplied:${customerId}`);
    if (account === 'unidentified') things.add(`unidentified:${customerId}`);
  }
  return things;
};

export const gathered = (facts: Iterable<Fact>): Things => {
  const things: Things = new Map();
  for (const fact of facts)
    for (const thing of thingsOf(fact)) {
      const own = things.get(thing);
      if (own) own.push(fact);
      else things.set(thing, [fact]);
    }
  return things;
};

/** The invoice's own entry says whose it is; later lines do not always. */
export const whoseIn =
  (things: Things): Whose =>
  (invoiceId) =>
    things
      .get(`invoice:${invoiceId}`)
      ?.flatMap(({ entry }) => entry?.lines ?? [])
      .find((line) => line.invoiceId === invoiceId && line.customerId !== undefined)?.customerId;

export const nameIn = (thing: string): readonly [kind: string, id: string] => {
  const at = thing.indexOf(':');
  return [thing.slice(0, at), thing.slice(at + 1)];
};
/** Of things that are money that settles nothing. */
export const purseIn = (thing: string): Purse | undefined => {
  const [account, id] = nameIn(thing);
  return account === 'unapplied' || account === 'unidentified'
    ? { account, thing, ...(id !== '' && { customerId: id }) }
    : undefined;
};

export const rowsOf = (thing: string, facts: readonly Fact[], span: Span, whose: Whose): Row[] => {
  const [kind, id] = nameIn(thing);
  switch (kind) {
    case 'invoice':
      return rowsOfInvoice(id, facts, span);
    case 'entry':
      return facts.flatMap((fact) => rowsOfEntry(fact, span, whose));
    case 'receipt':
      return rowsOfReceipt(id, facts, span);
    case 'unapplied':
    case 'unidentified':
      return unspentOf(purseIn(thing)!, facts, span).rows();
    case 'delivered':
      return rowsOfDelivery(id, facts, span);
    case 'promise':
      return rowsOfPromise(id, facts, span);
    case 'dispute':
      return rowsOfDispute(id, facts, span);
    default:
      return rowsOfOrder(id, facts, span);
  }
};

export const rowsOfPlans = (plans: readonly PaymentPlan[], things: Things, span: Span): Row[] =>
  plans.flatMap((plan) => {
    const facts = plan.items.flatMap(({ invoiceId }) => things.get(`invoice:${invoiceId}`) ?? []);
    return rowsOfPlan(plan, [...new Set(facts)], span);
  });

/** By currency and input. `counts`: whether a row is of the part that was asked for. */
export type Folded = Map<string, Map<InputName, Row[]>>;
export const folded = (rows: Iterable<Row>, counts: (row: Row) => boolean): Folded => {
  const all: Folded = new Map();
  for (const row of rows) {
    if (!counts(row)) continue;
    let inputs = all.get(row.currency);
    if (!inputs) all.set(row.currency, (inputs = new Map()));
    const own = inputs.get(row.input);
    if (own) own.push(row);
    else inputs.set(row.input, [row]);
  }
  return all;
};
