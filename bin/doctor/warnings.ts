/** What finance is told: each file that is there has a mail for whom it is for, and a warning stands as long as the night remembers it. */
import type { Books, Raw } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Kept } from './shapes.ts';

interface Warning {
  readonly id: string;
  readonly state: string;
  readonly customerId?: string;
}
interface Watch {
  readonly subject: string;
  readonly live: Readonly<Record<string, { readonly id: string }>>;
}

const untold = rule(
  'export.mail',
  'A file and its mails are one commit: look at the act of the export, and tell its recipients by hand.',
);
const standing = rule(
  'warning.standing',
  'A warning and what the night remembers are one commit: it is raised twice, or never cleared. Look at the acts of both.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const docs = <T>({ dunning }: Books, kind: string): Kept<T>[] =>
  dunning.flatMap((item: Raw) => (item.kind === kind ? [{ ...(item.doc as T), item }] : []));

export function* warnings(books: Books): Generator<Finding> {
  const { tenant, exports: files, mails } = books;
  const told = new Map<string, number>();
  for (const { item } of mails) {
    const { exportId } = (item.doc as { file?: { exportId: string } }).file ?? {};
    if (exportId !== undefined) told.set(exportId, (told.get(exportId) ?? 0) + 1);
  }
  for (const { id, item } of files) {
    const { state, recipients = [] } = item.doc as { state: string; recipients?: unknown[] };
    const wanted = state === 'READY' ? recipients.length : 0;
    const found = told.get(id) ?? 0;
    if (found !== wanted) yield untold(tenant, `it is ${state}, ${found} of ${wanted} are told`, id);
  }
  const all = docs<Warning>(books, 'warning');
  const known = new Map<string, string>();
  for (const { subject, live } of docs<Watch>(books, 'watch'))
    for (const { id } of Object.values(live)) known.set(id, subject);
  for (const { id, state, customerId, item } of all) {
    const subject = known.get(id);
    known.delete(id);
    // Of a customer that is gone what it owes is forgotten with the next look at its account.
    if (subject === undefined && state !== 'CLEARED')
      yield standing(tenant, `it is ${state}, and nothing remembers it`, id);
    if (subject === customerId && subject !== undefined && state === 'CLEARED')
      yield standing(tenant, 'it is CLEARED, and is remembered', id);
    const wrong = misplaced(item, {
      g1: [`${tenant}#WARNINGS`, id],
      g2: [`${tenant}#WARNINGS_${state}`, id],
      g3: customerId === undefined ? undefined : [`${tenant}#WARNINGS_OF#${customerId}`, id],
    });
    for (const index of wrong)
      yield indexed(tenant, `${index} does not say that the warning is ${state}`, id);
  }
  for (const [id, subject] of known)
    yield standing(tenant, `${subject} remembers it, and it is not there`, id);
}
