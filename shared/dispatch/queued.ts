/** Mails that stand queued in the books: reminders, and what sets out once more. Each is made of what the books say at its sending. */
import { customerById } from '../customers/store.ts';
import type { Entity } from '../access/tenant.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { creditNoteById, documentsOf, invoiceById, putInvoice, snapshotById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import type { Envelope, Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readEach, untilFresh } from '../runtime/table.ts';
import type { Undelivered } from '../tasks/task.ts';
import { debtsOf, withCreditNote, withInvoice, withReminder } from './compose.ts';
import { queueAgain } from './fallback.ts';
import type { Mail } from './mail.ts';
import type { Sent } from './outcome.ts';
import { levelOf } from './gather.ts';
import { reminded, stillOwed, type Debt } from './rules.ts';
import type { Level } from './words.ts';
import { dispatch } from './sending.ts';
import { mailOf } from './store.ts';

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

/** What is asked for at the second of sending, and what that does to the debts: by the entity's `reminders`, or as policies downstream say. */
export interface Terms {
  readonly debts: readonly Debt[];
  readonly step: (invoice: Invoice) => Invoice;
  /** Which of what is owed is asked for, and how; why nothing is, after all. */
  readonly say: (owed: readonly Invoice[]) =>
    | { readonly suppressed: string }
    | {
        readonly asked: readonly Invoice[];
        readonly level: Level;
        readonly charges?: NonNullable<Mail['reminder']>['charges'];
        readonly events?: readonly Fact[];
        /** What is kept together with that. */
        readonly marks?: readonly Write<'table.stale'>[];
      };
}
interface About {
  readonly mail: Mail;
  readonly seller: Entity;
  readonly today: LocalDate;
  /** A sender that died after its claim has counted the step already. */
  readonly counted: boolean;
}
export type Judge = (debts: readonly Debt[], about: About, deps: Deps) => Promise<Terms>;

/** Where no policy is named. */
const byReminders = (debts: readonly Debt[], { mail, seller, today, counted }: About): Terms => {
  const offsets = (mail.reminder!.deposits ? seller.depositReminders : seller.reminders) ?? [];
  return {
    // Then only what is still open is asked for again.
    debts: counted
      ? debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: today } }))
      : debts,
    step: (invoice) => reminded(invoice, offsets, today),
    say: (owed) => ({ asked: owed, level: levelOf(owed) }),
  };
};

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
    if (owed.length === 0) return { suppressed: [...new Set(spared.map(({ why }) => why))].join(', ') };
    const { courtesy } = queued.reminder!;
    const before =
      counted && !courtesy ? owed.map((invoice) => ({ ...invoice, reminded: invoice.reminded - 1 })) : owed;
    const said = terms.say(before);
    if ('suppressed' in said) return said;
    const { level, charges, events, marks = [] } = said;
    const asked = owed.filter(({ id }) => said.asked.some((one) => one.id === id));
    return {
      ...(await withReminder(deps.tenant, said.asked, customer, seller, { today, level, courtesy })),
      steps: counted
        ? []
        : [...asked.map((invoice) => putInvoice(deps.tenant, terms.step(invoice))), ...marks],
      asked,
      ...(!counted && {
        events,
        reminder: {
          ...queued.reminder!,
          ...(charges && { charges }),
          ...(!courtesy && { steps: stepsOf(asked) }),
        },
      }),
    };
  });
};

const stepsOf = (owed: readonly Invoice[]) =>
  owed.map(({ id, dueOn, reminded: before }) => ({ invoiceId: id, dueOn, reminded: before + 1 }));
