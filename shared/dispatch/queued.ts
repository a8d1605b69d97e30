/** Mails that stand queued in the books: reminders, and what sets out once more. Each is made of what the books say at its sending. */
import { chargesOf, entryOf, writesOf } from '../claims/charging.ts';
import { NO_RULES } from '../claims/late-charge.ts';
import { lateChargeRules } from '../claims/store.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { creditNoteById, documentsOf, invoiceById, putInvoice, snapshotById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readEach, recallOr, untilFresh } from '../runtime/table.ts';
import type { Undelivered } from '../tasks/task.ts';
import { debtsOf, withCreditNote, withInvoice, withReminder } from './compose.ts';
import { queueAgain } from './fallback.ts';
import type { Mail } from './mail.ts';
import type { Sent } from './outcome.ts';
import { reminded, stillOwed } from './rules.ts';
import { dispatch } from './sending.ts';
import { mailOf } from './store.ts';

type Queued = Undelivered & { readonly mailId: string };
const named = ({ mailId: id, invoiceId, creditNoteId }: Queued) => ({ id, invoiceId, creditNoteId });

type SendQueued = (mail: Mail, deps: Deps, fact: Envelope) => Promise<Sent>;

/** `others`: how mails are made that slices downstream queue; nothing here knows what they say. */
export const sendQueued =
  (others: Partial<Record<Mail['purpose'], SendQueued>>) =>
  async (queued: Queued, deps: Deps, fact: Envelope): Promise<Sent> => {
    const mail = (await read(mailOf(deps.tenant, named(queued))))!;
    const other = others[mail.purpose];
    if (other) return other(mail, deps, fact);
    if (mail.purpose === 'reminder') return sendReminder(mail, deps, fact);
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

/** A queued reminder is decided again at the second of sending; what was paid meanwhile, or is on its way, is not asked for. */
const sendReminder = async (queued: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const recipient = (await read(customerById(deps.tenant, queued.customerId!)))!;
  const about = { mail: queued, customer: recipient, entity: queued.reminder!.entity, fact };
  return dispatch(about, deps, async (customer, seller) => {
    const today = localDate(deps.now, seller.zone);
    const offsets = (queued.reminder!.deposits ? seller.depositReminders : seller.reminders) ?? [];
    // A sender that died after its claim has counted the step already: then only what is still open is asked for again.
    const counted = queued.state === 'SENDING';
    const { debts, unapplied } = await debtsOf(deps.tenant, queued, customer);
    const { owed, spared } = stillOwed(
      counted ? debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: today } })) : debts,
      unapplied,
      today,
      deps.now,
    );
    if (owed.length === 0) return { suppressed: [...new Set(spared.map(({ why }) => why))].join(', ') };
    const asked = counted ? owed.map((invoice) => ({ ...invoice, reminded: invoice.reminded - 1 })) : owed;
    const { effects, own, claims } = await charge(queued, asked, counted, deps);
    return {
      ...(await withReminder(deps.tenant, { owed: asked, claims }, customer, seller, today)),
      steps: [
        ...(counted ? [] : owed.map((invoice) => putInvoice(deps.tenant, reminded(invoice, offsets, today)))),
        ...writesOf(deps.tenant, effects),
      ],
      ...(effects.length > 0 && {
        entry: entryOf(effects, owed[0]!, today, queued.id),
        charged: effects.flatMap(({ facts }) => facts),
      }),
      asked: owed,
      ...(!counted && {
        reminder: {
          ...queued.reminder!,
          steps: owed.map(({ id, dueOn, reminded: before }) => ({
            invoiceId: id,
            dueOn,
            reminded: before + 1,
          })),
          ...(own.length > 0 && { claims: own }),
        },
      }),
    };
  });
};

/** What the reminder charges, and all that is open of such claims of its debts. A sender that died has charged already. */
const charge = async (mail: Mail, owed: readonly Invoice[], counted: boolean, deps: Deps) => {
  const rules = await recallOr(lateChargeRules(deps.tenant), NO_RULES);
  const { charges, deposits } = mail.reminder!;
  if ((rules.version === 0 && !charges) || deposits) return { effects: [], own: [], claims: [] };
  const { effects, standings } = await chargesOf(owed, counted ? {} : (charges ?? {}), mail.id, deps);
  return {
    effects,
    own: effects.flatMap(({ claims }) => claims.flatMap(({ id, version }) => (version === 1 ? [id] : []))),
    claims: standings.flatMap(({ claims }) => claims.filter(({ open }) => open.minor > 0)),
  };
};
