/** The mails that were sent: each as an .eml file, what became of them in a journal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import type { Mail, MailState } from './feedback.ts';

type Entry = { mail: Mail } | { id: string; state: MailState } | { hold: boolean };

export type MailStore = ReturnType<typeof openMails>;

export const openMails = (dir: string) => {
  const mails = new Map<string, Mail>();
  let hold = false;
  mkdirSync(join(dir, 'mails'), { recursive: true });
  const log = openJournal<Entry>(join(dir, 'mails.jsonl'), {
    replay: (entry) => {
      if ('mail' in entry) mails.set(entry.mail.id, entry.mail);
      else if ('hold' in entry) hold = entry.hold;
      else Object.assign(mails.get(entry.id) ?? {}, { state: entry.state });
    },
    snapshot: () => [{ hold }, ...[...mails.values()].map((mail) => ({ mail }))],
  });
  const file = (id: string) => join(dir, 'mails', `${id}.eml`);
  return {
    all: () => [...mails.values()],
    get: (id: string): Mail | undefined => mails.get(id),
    add: (mail: Mail, raw: Buffer) => {
      writeFileSync(file(mail.id), raw);
      mails.set(mail.id, mail);
      log.write({ mail });
    },
    become: (mail: Mail, state: MailState) => {
      mail.state = state;
      log.write({ id: mail.id, state });
    },
    raw: (id: string): Promise<Buffer> => readFile(file(id)),
    held: () => hold,
    setHold: (on: boolean) => {
      hold = on;
      log.write({ hold });
    },
    close: () => log.close(),
  };
};
