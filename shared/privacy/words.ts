/** The steps of an erasure that take out what people said: promises, calls, mails and cases stay as facts. */
import { contactsOf, putContact, putRow, rowById } from '../collecting/store.ts';
import { disputesOf, putDispute } from '../disputes/store.ts';
import { deleteFiles } from '../disputes/taking-in.ts';
import { putReceived, receivedOf } from '../inbound/store.ts';
import { without } from '../kernel/fields.ts';
import { expiring } from '../kernel/storage.ts';
import { promisesOf, putPromise } from '../promises/store.ts';
import { putQuestion, questionsOf } from '../questions/store.ts';
import { list, read } from '../runtime/table.ts';
import { kept, ofAll, PAGE, type Step } from './parts.ts';

/** Who gave a promise, and what was said of it, are people's words; the sum and the day are the books'. */
export const promises: Step = async (id, { next }, { tenant }) => {
  const { data, nextCursor } = await list(promisesOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const done = await ofAll(
    data.filter((one) => (one.contact ?? one.note ?? one.reason) !== undefined),
    (one) =>
      kept(putPromise(tenant, { ...without(one, 'contact', 'note', 'reason'), version: one.version + 1 })),
  );
  return { counts: { promises: done }, cursor: nextCursor };
};

/** What was said of it, and what somebody meant to do next. */
export const contacts: Step = async (id, { next }, { tenant, now }) => {
  const { data, nextCursor } = await list(contactsOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const done = await ofAll(
    data.filter(({ words }) => words !== undefined),
    (one) => kept(putContact(tenant, { ...without(one, 'words'), version: one.version + 1 })),
  );
  const row = await read(rowById(tenant, id));
  const over = row && { ...without(row, 'collector'), version: row.version + 1 };
  return {
    counts: { contacts: done },
    cursor: nextCursor,
    writes: over ? [expiring(putRow(tenant, over), now)] : [],
  };
};

/** Who wrote, about what, and how files were called; the mail itself is a commercial letter, which is kept. */
export const received: Step = async (id, { next }, { tenant }) => {
  const { data, nextCursor } = await list(receivedOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const done = await ofAll(
    data.filter(({ from, subject, files }) => (from ?? subject ?? files[0]) !== undefined),
    (one) =>
      kept(putReceived(tenant, { ...without(one, 'from', 'subject'), files: [], version: one.version + 1 })),
  );
  return { counts: { received: done }, cursor: nextCursor };
};

/** What was said in a case, whom to speak with, and files, which are deleted and whose hashes stay; what was disputed, and how it ended, are the books'. */
export const disputes: Step = async (id, { next }, { tenant }) => {
  const { data, nextCursor } = await list(disputesOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const done = await ofAll(
    data.filter(
      ({ contact, thread, files = [] }) =>
        contact !== undefined ||
        thread.some(({ text }) => text !== undefined) ||
        files.some(({ state }) => state !== 'ERASED'),
    ),
    async (one) => {
      await deleteFiles(tenant, one);
      return kept(
        putDispute(tenant, {
          ...without(one, 'contact'),
          thread: one.thread.map((turn) => without(turn, 'text')),
          ...(one.files && {
            files: one.files.map((file) => ({ ...without(file, 'name', 'until'), state: 'ERASED' as const })),
          }),
          version: one.version + 1,
        }),
      );
    },
  );
  return { counts: { disputes: done }, cursor: nextCursor };
};

/** What was asked and answered, by which address, and what was said of the answer; that it was asked, and how long it took, stays. */
export const questions: Step = async (id, { next }, { tenant }) => {
  const { data, nextCursor } = await list(questionsOf(tenant, id), { limit: PAGE, cursor: next.cursor });
  const done = await ofAll(
    data.filter(({ email, thread }) => email !== undefined || thread.some(({ text }) => text !== undefined)),
    ({ rating, ...one }) =>
      kept(
        putQuestion(tenant, {
          ...without(one, 'email'),
          ...(rating && { rating: without(rating, 'text') }),
          thread: one.thread.map((turn) => without(turn, 'text')),
          version: one.version + 1,
        }),
      ),
  );
  return { counts: { questions: done }, cursor: nextCursor };
};
