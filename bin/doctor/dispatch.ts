/** Mails that reached nobody: that somebody is asked for an address, and that what is stopped is flagged where people look. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

export interface Mail {
  readonly id: string;
  readonly purpose: string;
  readonly state: string;
  readonly at: string;
  readonly invoiceId?: string;
  readonly creditNoteId?: string;
  readonly customerId?: string;
  readonly prices?: { readonly subscriptionIds: readonly string[] };
  readonly round?: number;
  /** By what it went, where that was not mail. */
  readonly via?: string;
  readonly carried?: string;
  /** Key of the PDF that was drawn of it. */
  readonly pdf?: string;
  readonly reminder?: { readonly steps?: readonly { readonly invoiceId: string }[] };
  readonly waits?: { readonly for: string; readonly since: string; readonly until?: string };
  readonly template?: { readonly name: string; readonly language: string; readonly version: number };
  readonly history?: readonly {
    readonly state: string;
    readonly at: string;
    readonly to?: readonly string[];
  }[];
}
/** What is read of a task. */
export interface Task {
  readonly id: string;
  readonly customerId: string;
  readonly state: string;
  readonly since: string;
  readonly at: string;
  readonly undelivered: readonly { readonly mailId: string }[];
}

const unasked = rule(
  'dispatch.unreachable',
  'A document, or a new price, reached nobody and no task says so: send it by other means, and look for the news of its bounce.',
);
const flag = rule(
  'dispatch.flag',
  'The customer says that an address takes no mail, and it is not stopped: look for the bounce in the acts.',
);
const waiting = rule(
  'dispatch.waiting',
  'Something waits and is not queued, or is carried by nobody: look at the acts of the mail, and write it again without what is wrong.',
);
const drawn = rule(
  'dispatch.paper',
  'What went on paper has no PDF, or one of another mail: look in the bucket under its id, and at the acts of the mail.',
);
const step = rule(
  'dispatch.step',
  'A reminder that has not gone out counts steps: take them off its invoices if nothing counted since, and off the mail.',
);
const named = rule(
  'task.document',
  'The task names a mail that is not there: look for it by its id in the log.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be, or is found where it should not: write the item again with its keys.',
);

const HOUR = 3_600_000;
/** Until when a mail may wait. The breaker judges a day, and a service is waited for as long: what is held for longer has been forgotten. */
export const waitsUntil = ({ for: why, since, until }: NonNullable<Mail['waits']>): string =>
  until ?? new Date(Date.parse(since) + (why === 'service' ? 25 : 48) * HOUR).toISOString();

/** A full task names no further documents. */
const MAX_DOCUMENTS = 50;

function* papers(tenant: string, { id, purpose, state, via, pdf, reminder }: Mail): Generator<Finding> {
  const posted = purpose === 'reminder' && via === 'letter' && state !== 'QUEUED';
  if (pdf === undefined ? posted : !pdf.startsWith(`${tenant}/invoices/${id}/`))
    yield drawn(tenant, `its PDF is ${pdf ?? 'not there'}`, id);
  if (state === 'QUEUED' && reminder?.steps) yield step(tenant, 'a step is counted before it goes out', id);
}

export function* dispatch({ tenant, mails, tasks, customers, stopped }: Books): Generator<Finding> {
  const known = new Set(mails.map(({ id }) => id));
  const asked = new Set(tasks.flatMap(({ undelivered }) => undelivered.map(({ mailId }) => mailId)));
  const full = tasks.some(({ undelivered }) => undelivered.length >= MAX_DOCUMENTS);
  for (const mail of mails) {
    const {
      id,
      state,
      invoiceId,
      creditNoteId,
      prices,
      customerId,
      history = [],
      waits,
      via,
      carried,
      item,
    } = mail;
    yield* papers(tenant, mail);
    if (waits && state !== 'QUEUED') yield waiting(tenant, `it is ${state} and waits for ${waits.for}`, id);
    if (carried !== undefined && !['letter', 'peppol'].includes(via ?? ''))
      yield waiting(tenant, `a service carries what goes by ${via ?? 'mail'}`, id);
    const held = waits && ([`${tenant}#MAILS_HELD`, id] as const);
    for (const index of misplaced(item, { g1: held }))
      yield indexed(tenant, `${index} does not say whether the mail waits`, id);
    // A mail from before addresses were kept bounced before there were tasks.
    const document =
      history.some(({ to }) => to !== undefined) && (invoiceId ?? creditNoteId ?? (prices && customerId));
    if (state === 'BOUNCED' && document && !asked.has(id) && !full)
      yield unasked(tenant, 'the mail bounced at every address', id, document);
  }
  for (const { id, customerId, state, since, at, undelivered, item } of tasks) {
    for (const { mailId } of undelivered)
      if (!known.has(mailId)) yield named(tenant, `there is no mail ${mailId}`, id, customerId);
    const place = [`${tenant}#TASKS#${state}`, `${state === 'OPEN' ? since : at}#${id}`] as const;
    for (const index of misplaced(item, { g1: place }))
      yield indexed(tenant, `${index} does not say where the task is`, id);
  }
  for (const { id, undeliverable = [] } of customers)
    for (const { email } of undeliverable)
      if (!stopped.has(email.toLowerCase())) yield flag(tenant, 'a flagged address is not stopped', id);
}
