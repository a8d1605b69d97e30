/** Mails that stand queued in the books: reminders, and what sets out once more. Each is made of what the books say at its sending. */
import { askForRates } from '../claims/awaiting.ts';
import { chargesOf, entryOf, writesOf } from '../claims/charging.ts';
import { costs, NO_RULES, type MailCharges } from '../claims/late-charge.ts';
import { openAlone } from '../claims/owing.ts';
import { lateChargeRules } from '../claims/store.ts';
import { idsOf } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { creditNoteById, documentsOf, invoiceById, putInvoice, snapshotById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readEach, recallOr, untilFresh } from '../runtime/table.ts';
import type { Undelivered } from '../tasks/task.ts';
import { remindedOf, withCreditNote, withInvoice, withReminder } from './compose.ts';
import { debtsOf } from './debts.ts';
import { queueAgain } from './fallback.ts';
import type { Mail } from './mail.ts';
import type { Sent } from './outcome.ts';
import { stillOwed, type Debt } from './rules.ts';
import { dispatch } from './sending.ts';
import { mailOf } from './store.ts';
import { byReminders, type About, type Terms } from './terms.ts';

type Queued = Undelivered & { readonly mailId: string };
const named = ({ mailId: id, invoiceId, creditNoteId }: Queued) => ({ id, invoiceId, creditNoteId });

type SendQueued = (mail: Mail, deps: Deps, fact: Envelope) => Promise<Sent>;

/** `others`: how mails are made that slices downstream queue; nothing here knows what they say, nor the policies that `judge` reminders. */
export const sendQueued =
  (others: Partial<Record<Mail['purpose'], SendQueued>>, judge: Judge) =>
  async (queued: Queued, deps: Deps, fact: Envelope): Promise<Sent> => {
    const mail = (await read(mailOf(deps.tenant, named(queued))))!;
    const other = others[mail.purpose];
    if (other) return other(mail, deps, fact);
    if (mail.purpose === 'reminder') return sendReminder(mail, deps, fact, judge);
    return mail.creditNoteId === undefined
      ? invoiceAgain(mail, deps, fact)
      : creditNoteAgain(mail, deps, fact);
  };

/** What reached nobody is queued once more, each in its own commit: what has moved on since is left as it is. */
export const sendAgain = async (
  { undelivered }: { undelivered: readonly Undelivered[] },
  deps: Deps,
): Promise<Sent> => {
  for (const one of undelivered) {
    const done = await untilFresh(async () => {
      const mail = await read(mailOf(deps.tenant, named(one)));
      if (mail?.state !== 'BOUNCED' && mail?.state !== 'SUPPRESSED') return ok(undefined);
      // By the customer's channel again: the person has seen to the customer.
      const { writes, events } = queueAgain(without(mail, 'byMail'), deps);
      return commit(deps, { action: 'dispatch.again', events }, writes);
    });
    if (!done.ok) return done;
  }
  return ok(undefined);
};

const invoiceAgain = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const [invoice, snapshot, documents, customer] = await readEach(
    invoiceById(deps.tenant, mail.invoiceId!),
    snapshotById(deps.tenant, mail.invoiceId!),
    documentsOf(deps.tenant, mail.invoiceId!),
    customerById(deps.tenant, mail.customerId!),
  );
  return dispatch({ mail, customer: customer!, entity: snapshot!.seller.id, fact }, deps, () =>
    // Who had no address may have had one invoice that was made void meanwhile.
    invoice!.state === 'VOID'
      ? Promise.resolve({ suppressed: 'the invoice is void' })
      : withInvoice(deps.tenant, mail.invoiceId!, snapshot!, documents!),
  );
};

const creditNoteAgain = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const [note, snapshot, documents, customer] = await readEach(
    creditNoteById(deps.tenant, mail.creditNoteId!),
    snapshotById(deps.tenant, mail.creditNoteId!),
    documentsOf(deps.tenant, mail.creditNoteId!),
    customerById(deps.tenant, mail.customerId!),
  );
  return dispatch({ mail, customer: customer!, entity: note!.entity, fact }, deps, () =>
    withCreditNote(note!, snapshot!, documents!),
  );
};

/** Policies downstream say so. */
export type Judge = (debts: readonly Debt[], about: About, deps: Deps) => Promise<Terms>;

/** A queued reminder is decided again at the second of sending; what was paid meanwhile, or is on its way, is not asked for. */
const sendReminder = async (queued: Mail, deps: Deps, fact: Envelope, judge: Judge): Promise<Sent> => {
  const recipient = (await read(customerById(deps.tenant, queued.customerId!)))!;
  const about = { mail: queued, customer: recipient, entity: queued.reminder!.entity, fact };
  return dispatch(about, deps, async (customer, seller) => {
    const today = localDate(deps.now, seller.zone);
    const counted = queued.state === 'SENDING';
    const found = await debtsOf(deps.tenant, queued, customer, today);
    const by = { mail: queued, seller, today, counted };
    const terms = queued.reminder!.under ? await judge(found.debts, by, deps) : byReminders(found.debts, by);
    const { owed, spared } = stillOwed(terms.debts, found.unapplied, today, deps.now);
    const noted = (why: readonly Spared[]) => notes(found.debts, why, today, deps);
    if (owed.length === 0)
      return { suppressed: [...new Set(spared.map(({ why }) => why))].join(', '), marks: noted(spared) };
    const { courtesy } = queued.reminder!;
    const before =
      counted && !courtesy ? owed.map((invoice) => ({ ...invoice, reminded: invoice.reminded - 1 })) : owed;
    const said = terms.say(before);
    if ('suppressed' in said) {
      const why = said.suppressed;
      return { ...said, marks: noted([...spared, ...owed.map((invoice) => ({ invoice, why }))]) };
    }
    const { level, charges = queued.reminder!.charges, events = [], marks = [] } = said;
    const asked = owed.filter(({ id }) => said.asked.some((one) => one.id === id));
    const below = owed.filter((one) => !asked.includes(one));
    const left = [...spared, ...below.map((invoice) => ({ invoice, why: 'below_minimum' }))];
    const charged = await charge(queued, said.asked, counted ? {} : charges, deps);
    const { effects, own } = charged;
    // A formal notice is about its invoices. Any other reminder asks for what is left beside paid ones, too.
    const alone =
      charged.asks && !said.formal ? await openAlone(deps.tenant, idsOf(customer), queued.reminder!) : [];
    const claims = [...charged.claims, ...alone];
    const owing = { owed: said.asked, claims };
    const facts = await remindedOf(deps.tenant, owing, customer, seller, { today, level, courtesy });
    const plain = withReminder(facts, { customer, seller, today });
    const of = {
      mail: queued,
      letter: plain.letter,
      facts,
      asked: said.asked,
      claims,
      customer,
      seller,
      today,
    };
    const formal = await said.formal?.({ ...of, trace: deps.trace });
    return {
      ...(formal?.written ?? plain),
      steps: [
        ...(formal?.writes ?? []),
        ...(counted
          ? []
          : [
              ...asked.map((invoice) => putInvoice(deps.tenant, terms.step(invoice))),
              ...marks,
              ...noted(left),
            ]),
        ...writesOf(deps.tenant, effects),
        ...charged.rates.writes,
      ],
      ...(effects.length > 0 && { entry: entryOf(effects, asked[0]!, today, queued.id) }),
      asked,
      ...(!counted && {
        events: [
          ...events,
          ...effects.flatMap((one) => one.facts),
          ...(formal?.events ?? []),
          ...charged.rates.facts,
        ],
        reminder: {
          ...queued.reminder!,
          ...(charges && { charges }),
          ...(!courtesy && { steps: stepsOf(asked) }),
          ...(own.length > 0 && { claims: own }),
          ...(formal && { notice: formal.id }),
        },
      }),
    };
  });
};

const stepsOf = (owed: readonly Invoice[]) =>
  owed.map(({ id, dueOn, reminded: before }) => ({ invoiceId: id, dueOn, reminded: before + 1 }));

interface Spared {
  readonly invoice: Invoice;
  readonly why: string;
}
/** What a head says of a reminder that was not sent: once for each reason that follows another, so that a reason of weeks costs one write. */
const notes = (
  debts: readonly Debt[],
  spared: readonly Spared[],
  on: LocalDate,
  { tenant }: Deps,
): Write<'table.stale'>[] =>
  debts.flatMap(({ invoice }) => {
    const why = spared.find((one) => one.invoice.id === invoice.id)?.why;
    return why === undefined || why === 'paid' || why === 'not_due' || invoice.notReminded?.why === why
      ? []
      : [putInvoice(tenant, { ...invoice, version: invoice.version + 1, notReminded: { why, on } })];
  });

/** What the reminder charges, and all that is open of such claims of its debts. A sender that died has charged already. */
const charge = async (
  { id, reminder }: Mail,
  owed: readonly Invoice[],
  charges: MailCharges | undefined,
  deps: Deps,
) => {
  const rules = await recallOr(lateChargeRules(deps.tenant), NO_RULES);
  if ((rules.version === 0 && !costs(charges)) || reminder!.deposits || reminder!.courtesy)
    return { effects: [], own: [], claims: [], asks: false, rates: { writes: [], facts: [] } };
  const { effects, standings, missing } = await chargesOf(owed, charges ?? {}, id, deps);
  return {
    effects,
    own: effects.flatMap(({ claims }) => claims.flatMap((claim) => (claim.version === 1 ? [claim.id] : []))),
    claims: standings.flatMap(({ claims }) => claims.filter(({ open }) => open.minor > 0)),
    asks: true,
    rates: await askForRates(missing, owed[0]!.customerId, deps),
  };
};
