/** When an invoice is collected by a method on file, and what follows where that is refused. Pure: the day and all that is known come in. */
import type { Entity } from '../access/tenant.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { bankDayFrom } from '../kernel/bank-days.ts';
import { addDays, monthOf, type Instant, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { money, type Money } from '../kernel/money.ts';
import { isPending } from '../payments/attempts.ts';
import type { Attempt } from '../payments/payment.ts';
import { offeredOn } from '../portal/rules.ts';
import type { Collection, DeclineClass, Stop } from './collection.ts';
import { mayCharge, type Used } from './ceilings.ts';
import type { Autopay, EndReason, MethodOnFile } from './method.ts';

/** SEPA Core: a debit is announced fourteen days before, unless another time was agreed on (EPC016-06, 4.3.1). */
const NOTICE_DAYS = 14;
/** A card needs no notice by law; schemes ask for one where amounts differ, and a payer has to have time to say no. */
const CARD_NOTICE_DAYS = 2;
/** Stripe's default for what may go through on another day; twice two days, eight tries. */
const MOST_TRIES = 8;
const TRY_DAYS = 14;
const RETRY_DAYS = { soft: 2, funds: 3, unknown: 3 } as const;

export const noticeDays = (
  { kind }: Pick<MethodOnFile, 'kind'>,
  { autopay }: Pick<Entity, 'autopay'>,
): number => (kind === 'card' ? CARD_NOTICE_DAYS : (autopay?.noticeDays ?? NOTICE_DAYS));

const later = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other);

/** Those that may be charged for the invoice: the preferred one first, then the newest. */
export const usable = (
  methods: readonly MethodOnFile[],
  { entity, open }: Pick<Invoice, 'entity' | 'open'>,
  autopay: Pick<Autopay, 'preferred'>,
  today: LocalDate,
): MethodOnFile[] =>
  methods
    .filter(
      (one) =>
        one.state === 'ACTIVE' &&
        one.entity === entity &&
        one.currency === open.currency &&
        (one.expires === undefined || one.expires >= monthOf(today)) &&
        (one.authorisation.expiresOn ?? today) >= today,
    )
    .toSorted(
      (a, b) =>
        Number(b.id === autopay.preferred) - Number(a.id === autopay.preferred) || (a.id < b.id ? 1 : -1),
    );

/** All that decides about one collection at one moment. */
export interface Situation {
  readonly invoice: Invoice;
  readonly entity: Entity;
  readonly autopay: Autopay | undefined;
  readonly methods: readonly MethodOnFile[];
  readonly attempts: readonly Attempt[];
  /** Money of the customer that is here and not applied. */
  readonly unappliedMinor: number;
  /** What was charged this month by methods that have so much a month: as it is kept, and what of it counts. */
  readonly uses: Used;
  readonly used: Used;
  readonly today: LocalDate;
  readonly now: Instant;
}

/** The first that was agreed to be charged so much; where none was, the first, which is not charged either. */
const firstFor = (able: readonly MethodOnFile[], amount: Money, on: LocalDate, used: Used) =>
  able.find((one) => mayCharge(one, amount, on, used)) ?? able[0];

/** What went back of an invoice is not fetched again by itself, unless its collection knows why it went. */
const wentBack = ({ chargebacks = [] }: Invoice): boolean => chargebacks.some(({ state }) => state !== 'WON');

/** The first plan for an invoice, or for its next part; undefined where nothing of it is collected. */
export const planned = (s: Situation, trace: string, before?: Collection): Collection | undefined => {
  const { invoice, entity, autopay, today } = s;
  if (!entity.autopay || !autopay?.on || invoice.open.minor === 0 || invoice.deposit) return undefined;
  if (before === undefined && wentBack(invoice)) return undefined;
  const able = usable(s.methods, invoice, autopay, today);
  const method = firstFor(able, offeredOn(invoice, today), invoice.dueOn, s.used);
  if (!method) return undefined;
  const days = noticeDays(method, entity);
  const wanted = bankDayFrom(addDays(invoice.dueOn, 0 - (autopay.daysBefore ?? entity.autopay.daysBefore)));
  const on = later(wanted, bankDayFrom(addDays(today, days)));
  return {
    invoiceId: invoice.id,
    version: (before?.version ?? 0) + 1,
    number: invoice.number,
    customerId: invoice.customerId,
    entity: entity.id,
    state: 'PLANNED',
    methodId: method.id,
    on,
    dueOn: invoice.dueOn,
    tries: [],
    lookOn: later(today, addDays(on, 0 - days)),
    at: s.now,
    trace,
  };
};

export type Step =
  | { readonly step: 'wait'; readonly lookOn: LocalDate }
  | { readonly step: 'done' }
  | { readonly step: 'next' }
  | { readonly step: 'stop'; readonly stop: Stop }
  | { readonly step: 'notice'; readonly method: MethodOnFile; readonly on: LocalDate; readonly amount: Money }
  | { readonly step: 'charge'; readonly method: MethodOnFile; readonly amount: Money };

/** What is to be done now. What is paid, on its way, disputed or covered is never charged. */
export const decide = (collection: Collection, s: Situation): Step => {
  const { invoice, entity, autopay, attempts, today, now } = s;
  const tomorrow = { step: 'wait', lookOn: addDays(today, 1) } as const;
  if (invoice.open.minor === 0) return { step: 'done' };
  const last = attempts.find(({ id }) => id === collection.tries.at(-1)?.attemptId);
  // What it paid was less than all: the rest is another part.
  if (collection.state === 'CHARGING') return last?.state === 'SUCCEEDED' ? { step: 'next' } : tomorrow;
  if (!entity.autopay || !autopay?.on) return { step: 'stop', stop: 'stopped' };
  if (invoice.chargebacks?.some(({ state }) => state === 'OPEN') || isWithAgency(invoice)) return tomorrow;
  const offered = offeredOn(invoice, today);
  // What its payer kept back is not taken while nobody has decided on it.
  const amount = money(Math.max(0, offered.minor - clarifiedMinor(invoice)), offered.currency);
  if (amount.minor === 0) return tomorrow;
  const on = later(collection.on, today);
  const method = firstFor(usable(s.methods, invoice, autopay, today), amount, on, s.used);
  if (!method) return { step: 'stop', stop: 'no_method' };
  const tooMuch = !mayCharge(method, amount, on, s.used);
  const { notice } = collection;
  if (notice?.methodId !== method.id || amount.minor > notice.amount.minor) {
    const days = noticeDays(method, entity);
    const from = addDays(collection.on, 0 - days);
    if (today < from) return { step: 'wait', lookOn: from };
    if (tooMuch) return { step: 'stop', stop: 'ceiling' };
    return { step: 'notice', method, amount, on: later(collection.on, bankDayFrom(addDays(today, days))) };
  }
  if (today < collection.on) return { step: 'wait', lookOn: collection.on };
  if (attempts.some((one) => isPending(one, now)) || s.unappliedMinor >= amount.minor) return tomorrow;
  const { ceiling } = autopay;
  // The customer's own and that of the consent: the lower one holds.
  const above = ceiling && (ceiling.currency !== amount.currency || amount.minor > ceiling.minor);
  return tooMuch || above ? { step: 'stop', stop: 'ceiling' } : { step: 'charge', method, amount };
};

export interface Refused {
  readonly collection: Collection;
  /** The method is charged no more. */
  readonly ends?: EndReason;
}

/**
 * After a refusal. Hard ones end the method, and another one on file is charged; soft ones are tried eight times in fourteen days, a debit
 * that lacked funds once more, as is what nobody can read (rules §3.7). `others`: what may be charged beside the one that was refused.
 */
export const refused = (
  before: Collection,
  {
    decline,
    failure,
    kind,
  }: { decline: DeclineClass; failure: string | undefined; kind: MethodOnFile['kind'] },
  invoice: Invoice,
  others: readonly MethodOnFile[],
  today: LocalDate,
): Refused => {
  const last = before.tries.at(-1)!;
  const tries = [
    ...before.tries.slice(0, -1),
    { ...last, decline, ...(failure !== undefined && { failure }) },
  ];
  const known: Collection = { ...before, version: before.version + 1, tries };
  if (decline === 'hard' || decline === 'ended') {
    const [other] = others.filter(({ id }) => id !== last.methodId);
    return {
      collection: other ? byAnother(known, other, today) : stopped(known, 'declined'),
      ends:
        decline === 'hard'
          ? 'refused'
          : /mandate|authori[sz]ed/.test(failure ?? '')
            ? 'mandate_ended'
            : 'account_closed',
    };
  }
  const on = decline === 'authentication' ? undefined : retryOn(tries, { decline, kind }, invoice, today);
  return {
    collection:
      on === undefined ? stopped(known, 'declined') : { ...known, state: 'PLANNED', on, lookOn: on },
  };
};

/** By the reminder that is due next, where that is sooner: the job collects before reminders are looked for. */
const retryOn = (
  tries: Collection['tries'],
  { decline, kind }: { decline: 'soft' | 'funds' | 'unknown'; kind: MethodOnFile['kind'] },
  { remindOn }: Invoice,
  today: LocalDate,
): LocalDate | undefined => {
  const own = tries.filter(({ methodId }) => methodId === tries.at(-1)!.methodId);
  const often = decline === 'soft' || (decline === 'funds' && kind === 'card');
  if (own.length >= (often ? MOST_TRIES : 2)) return undefined;
  const next = addDays(today, RETRY_DAYS[often ? 'soft' : decline]);
  const sooner = remindOn !== undefined && remindOn > today && remindOn < next ? remindOn : next;
  const on = kind === 'card' ? sooner : bankDayFrom(sooner);
  return on > addDays(own[0]!.on, TRY_DAYS) ? undefined : on;
};

/** By another method: a card at once, because the invoice was announced before; a debit has to be announced by itself. */
export const byAnother = (before: Collection, method: MethodOnFile, today: LocalDate): Collection => ({
  ...without(before, 'stop', 'by', 'notice'),
  state: 'PLANNED',
  methodId: method.id,
  on: today,
  lookOn: today,
  ...(method.kind === 'card' && {
    notice: { on: today, methodId: method.id, amount: before.tries.at(-1)!.amount },
  }),
});

export const stopped = (before: Collection, stop: Stop, by?: string): Collection => ({
  ...without(before, 'lookOn', 'by'),
  state: 'STOPPED',
  stop,
  ...(by !== undefined && { by }),
});

/** What the invoice says of it: until when reminders wait. */
export const marked = (invoice: Invoice, { state, on }: Pick<Collection, 'state' | 'on'>): Invoice => ({
  ...without(invoice, 'collecting'),
  version: invoice.version + 1,
  ...((state === 'PLANNED' || state === 'CHARGING') && { collecting: { on } }),
});
