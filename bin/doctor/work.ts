/** What should have happened by now: documents, mails, statements, files; and work that somebody has to look at. */
import type { Books } from './books.ts';
import { waitsUntil } from './dispatch.ts';
import { rule, sumOf, type Finding } from './finding.ts';

const LOOK = 'Look at the dead letters and the log of';
const documents = rule('work.documents', `${LOOK} render-document; moving its messages back is safe.`);
const mailed = rule(
  'work.mail',
  `${LOOK} send-mail; moving its messages back is safe: a mail goes out once.`,
);
const read = rule('work.statement', `${LOOK} read-statement; moving its messages back is safe.`);
const matched = rule('work.bank_line', `${LOOK} match-cash; moving its messages back is safe.`);
const built = rule('work.export', `${LOOK} build-export; moving its messages back is safe.`);
const asked = rule('work.attempt', 'Invoke check-attempts, and look at its log: a provider is not asked.');
const parked = rule(
  'work.parked',
  'A worker refused this. Correct what its code says, then send the fact again.',
);
const dead = rule(
  'work.dead_letter',
  'Six tries failed. The log of the worker has record.failed with the fault; correct it, then redrive the queue.',
);
const twice = rule('mail.once', 'A customer got one mail twice: find what sent the second, and say sorry.');
const unsent = rule(
  'mail.sent',
  'The books say that a mail went out which SES never took: send it again by hand.',
);

export function* work(books: Books, due: (at: string) => boolean): Generator<Finding> {
  const { tenant } = books;
  const mails = new Map(books.mails.map((mail) => [mail.creditNoteId ?? mail.invoiceId, mail]));
  // What another system issued was mailed by it.
  const own = books.invoices.filter(({ external }) => external === undefined);
  const issued = [...own, ...books.creditNotes, ...books.deposits];
  for (const { id, number, issuedAt } of issued.filter((document) => due(document.issuedAt))) {
    if (!books.documents.has(id))
      yield documents(tenant, `issued at ${issuedAt} and has no documents`, number, id);
    if (!mails.has(id)) yield mailed(tenant, `issued at ${issuedAt} and not mailed`, number, id);
  }
  for (const { id, purpose, state, at, waits } of books.mails)
    if ((state === 'QUEUED' || state === 'SENDING') && due(waits ? waitsUntil(waits) : at))
      yield mailed(tenant, `the ${purpose} is ${state} since ${at}`, id);
  yield* ofTheBank(books, due);
  for (const { id, state, requestedAt } of books.exports)
    if (state !== 'READY' && due(requestedAt))
      yield built(tenant, `the file of ${requestedAt} is ${state}`, id);
  for (const { id, state, checkAt } of books.attempts)
    // A day and the hour in which the job runs anyway.
    if (checkAt !== undefined && due(new Date(Date.parse(checkAt) + 86_400_000).toISOString()))
      yield asked(tenant, `it is ${state} and was to be asked about at ${checkAt}`, id);
  for (const { id, worker, code, detail, state, item } of books.parked)
    // A person sent it again or set it aside; then it is listed no more, and opens again where it is refused again.
    if (!['RETRIED', 'DISMISSED'].includes(state ?? '') || item['g1p'] !== undefined || item['open'] !== 'no')
      yield parked(tenant, `${worker} refused with ${code}: ${detail}`, id);
}

function* ofTheBank({ tenant, statements, lines }: Books, due: (at: string) => boolean): Generator<Finding> {
  const of = Map.groupBy(lines, ({ statementId }) => statementId);
  for (const { id, state, receivedAt, readAt, counts, refusal } of statements) {
    const own = of.get(id) ?? [];
    if (state === 'REFUSED') {
      if (own.length > 0 || refusal === undefined)
        yield read(tenant, `a refused statement has ${own.length} lines and the reason ${refusal?.code}`, id);
      continue;
    }
    if (state !== 'READ') {
      if (due(receivedAt)) yield read(tenant, `the statement of ${receivedAt} is ${state}`, id);
      continue;
    }
    if (counts?.new !== own.length)
      yield read(
        tenant,
        `the statement brought ${counts?.new} lines, and ${own.length} are in the books`,
        id,
      );
    const waiting = own.filter((line) => line.state === 'NEW');
    if (waiting.length > 0 && due(readAt ?? receivedAt))
      yield matched(
        tenant,
        `${waiting.length} lines are not decided`,
        ...waiting.slice(0, 5).map((line) => line.id),
      );
  }
  const known = new Set(statements.map(({ id }) => id));
  for (const { id, statementId } of lines)
    if (!known.has(statementId)) yield read(tenant, `its statement ${statementId} is not there`, id);
}

/** What stands around the table where it can be asked: queues, and the mails that SES took. */
export interface Around {
  readonly deadLetters: readonly { readonly queue: string; readonly messages: number }[];
  /** Tags of every mail that was taken. */
  readonly taken: readonly Readonly<Record<string, string>>[];
}

export function* around({ deadLetters, taken }: Around, all: readonly Books[]): Generator<Finding> {
  for (const { queue, messages } of deadLetters)
    if (messages > 0) yield dead('', `${messages} messages wait`, queue);
  const counts = Map.groupBy(taken, ({ tenant, mail, round = 1 }) => `${tenant} ${mail} ${round}`);
  for (const { tenant, mails } of all)
    for (const { id, purpose, state, invoiceId, via, round = 1 } of mails) {
      const timesOf = (one: number) => sumOf(counts.get(`${tenant} ${id} ${one}`) ?? [], () => 1);
      const times = timesOf(round);
      const where = invoiceId === undefined ? [id] : [id, invoiceId];
      if (times > 1) yield twice(tenant, `the ${purpose} went out ${times} times`, ...where);
      // It sets out again because it came back: once in each round.
      for (let before = 1; before < round; before++)
        if (timesOf(before) !== 1)
          yield twice(
            tenant,
            `the ${purpose} went out ${timesOf(before)} times in round ${before}`,
            ...where,
          );
      const out = ['SENT', 'DELIVERED', 'BOUNCED', 'COMPLAINED'].includes(state);
      if (via === undefined && out !== times > 0)
        yield unsent(tenant, `the ${purpose} is ${state} and went out ${times} times`, ...where);
    }
}
