/** Disputes: each is on its invoice with what is disputed and how it ended, all of them are no more than what is not credited, and a decision has its credit note. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Invoice, Money } from './shapes.ts';

/** What a customer says is wrong with an invoice. */
export interface Dispute {
  readonly id: string;
  readonly state: string;
  readonly invoiceId: string;
  readonly customerId: string;
  readonly disputed: Money;
  readonly decided?: {
    readonly outcome: string;
    readonly credited?: Money;
    readonly creditNoteId?: string;
  };
  readonly thread: readonly { readonly what: string; readonly files?: readonly string[] }[];
  readonly files?: readonly { readonly id: string; readonly state: string; readonly size: number }[];
}

const marked = rule(
  'dispute.invoice',
  'The case and its invoice are one commit: reminders ask for what is disputed, or not for what is not. Look at the acts of both.',
);
const large = rule(
  'dispute.amount',
  'Look at the dead letters of keep-plans: more is disputed than is left of the invoice after its credit notes.',
);
const decision = rule(
  'dispute.decided',
  'The case names a credit note that is not there, or over another sum: find the act that lacks it.',
);
const shown = rule(
  'dispute.files',
  'A file and its turn in the thread are one commit, and so are its limits: look at the acts of the case.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const UNDECIDED = ['OPEN', 'IN_REVIEW', 'INFO_NEEDED'];
const DECIDED = ['ACCEPTED', 'PARTIAL', 'REJECTED'];

export function* disputes(books: Books): Generator<Finding> {
  const { tenant, disputes: all, invoices } = books;
  const heads = new Map(invoices.map((head) => [head.id, head]));
  for (const one of all) {
    const { id, state, customerId, item } = one;
    yield* onInvoice(tenant, one, heads.get(one.invoiceId));
    yield* decided(books, one);
    yield* filed(tenant, one);
    const wrong = misplaced(item, {
      g1: [...UNDECIDED, ...DECIDED].includes(state) ? [`${tenant}#DISPUTES_OPEN`, id] : undefined,
      g2: [`${tenant}#DISPUTES_OF#${customerId}`, id],
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the case is ${state}`, id);
  }
  const known = new Set(all.map(({ id }) => id));
  for (const head of invoices) yield* together(books, head, known);
}

function* onInvoice(
  tenant: string,
  { id, state, disputed, decided: by }: Dispute,
  head: Invoice | undefined,
): Generator<Finding> {
  const mark = head?.disputes?.find((one) => one.id === id);
  const wanted = UNDECIDED.includes(state) ? 'OPEN' : state === 'CLOSED' ? by?.outcome : state;
  if (mark?.state !== wanted)
    yield marked(tenant, `the case is ${state}, and its invoice says ${mark?.state ?? 'nothing'}`, id);
  else if (mark?.minor !== disputed.minor)
    yield marked(tenant, `${disputed.minor} are disputed, and its invoice says ${mark?.minor}`, id);
}

const MOST_BYTES = 25 * 1024 * 1024;
const GONE = ['INFECTED', 'REFUSED', 'ERASED'];
/** Each is in the thread once, an infected one twice; ten of them and 25 MB are the most. */
function* filed(tenant: string, { id, files = [], thread }: Dispute): Generator<Finding> {
  const turns = thread.flatMap(({ what, files: of = [] }) => of.map((file) => `${file} ${what}`));
  const told = (file: string, what: string) => turns.filter((turn) => turn === `${file} ${what}`).length;
  for (const { id: file, state } of files) {
    const came = told(file, 'file') + told(file, 'file_refused');
    if (came !== (state === 'AWAITED' ? 0 : 1))
      yield shown(tenant, `a file is ${state}, and ${came} turns say that it came`, id, file);
    if (state === 'INFECTED' && told(file, 'file_infected') !== 1)
      yield shown(tenant, 'a file is INFECTED, and the thread does not say so', id, file);
  }
  const bytes = files.reduce((sum, { state, size }) => sum + (GONE.includes(state) ? 0 : size), 0);
  if (files.length > 10 || bytes > MOST_BYTES)
    yield shown(tenant, `it has ${files.length} files of ${bytes} bytes`, id);
}

/** What is open of it is no more than what is not credited. */
function* together(
  { tenant, creditNotes }: Books,
  { id, number, total, disputes: marks = [] }: Invoice,
  known: ReadonlySet<string>,
): Generator<Finding> {
  for (const mark of marks)
    if (!known.has(mark.id)) yield marked(tenant, `${number} names a case that is not there`, id, mark.id);
  const sum = marks.reduce((open, { state, minor }) => open + (state === 'OPEN' ? minor : 0), 0);
  if (sum === 0) return;
  const credited = creditNotes
    .filter((note) => note.invoiceId === id)
    .reduce((all, note) => all + note.total.minor, 0);
  if (sum > total.minor - credited)
    yield large(tenant, `${sum} of ${number} are disputed, and ${total.minor - credited} are left of it`, id);
}

function* decided({ tenant, creditNotes }: Books, { id, state, decided: by }: Dispute): Generator<Finding> {
  const must = DECIDED.includes(state) || state === 'CLOSED';
  if (must !== (by !== undefined) || (DECIDED.includes(state) && by?.outcome !== state)) {
    yield decision(tenant, `it is ${state}, and was decided as ${by?.outcome ?? 'nothing'}`, id);
    return;
  }
  if (!by || by.outcome === 'REJECTED') return;
  const found = creditNotes.find((note) => note.id === by.creditNoteId)?.total.minor;
  if (found === undefined || found !== by.credited?.minor)
    yield decision(tenant, `${by.credited?.minor} were credited, and that is ${found ?? 'nowhere'}`, id);
}
