/**
 * Table: ASKED `${t}#MYASK#${hidden}`/ASK, of an address or a customer · CODE `${t}#MYCODE#${id}`/CODE, its tries beside the document ·
 * NOTE `${t}#MYCODE#${id}`/NOTE, in the place of a mail where nobody has the address · SESSION `${t}#MY#${id}`/SESSION. All go by TTL.
 * 1. what was asked for: 2 reads in one batch · 2. a code: 1 read · 3. a session: 1 read
 */
import type { Instant } from '../kernel/dates.ts';
import { docOf, saved, type Read, type Write } from '../kernel/storage.ts';
import { Asked, Code, Session } from './session.ts';

const seconds = (at: Instant, hours: number): number => Math.floor(Date.parse(at) / 1000) + hours * 3_600;
const going = (write: Write<'table.stale'>, ttl: number): Write<'table.stale'> => ({
  ...write,
  put: { ...write.put!, ttl },
});

export const askedOf = (tenant: string, hidden: string): Read<Asked> => ({
  key: { pk: `${tenant}#MYASK#${hidden}`, sk: 'ASK' },
  parse: docOf(Asked),
});
export const putAsked = (tenant: string, hidden: string, asked: Asked): Write<'table.stale'> =>
  going(
    saved(askedOf(tenant, hidden).key, 'code-asked', asked, 'what was asked for'),
    seconds(asked.at.at(-1)!, 2),
  );

const codeKey = (tenant: string, id: string, part: 'CODE' | 'NOTE') => ({
  pk: `${tenant}#MYCODE#${id}`,
  sk: part,
});
export const codeById = (tenant: string, id: string): Read<Code> => ({
  key: codeKey(tenant, id, 'CODE'),
  parse: docOf(Code),
});
export const putCode = (tenant: string, code: Code): Write<'table.stale'> => {
  const write = saved(codeById(tenant, code.id).key, 'code', code, `code ${code.id}`);
  return going({ ...write, put: { ...write.put!, tries: 0 } }, seconds(code.until, 1));
};
/** As much as a mail that is queued: whoever measures cannot tell one from the other. */
export const putNote = (tenant: string, { id, until }: Code): Write<'table.stale'> => ({
  put: { ...codeKey(tenant, id, 'NOTE'), kind: 'code-note', ttl: seconds(until, 1) },
  clash: 'table.stale',
  about: `a note of ${id}`,
});
/** A try is counted before it is judged, so that no two of a moment are one. */
export const countTry = (tenant: string, id: string, most: number): Write<'table.stale'> => ({
  update: codeKey(tenant, id, 'CODE'),
  add: { tries: 1 },
  if: { tries: { is: '<', value: most } },
  clash: 'table.stale',
  about: `code ${id}`,
});
/** It opens once. */
export const useUp = (tenant: string, id: string, most: number): Write<'table.stale'> => ({
  update: codeKey(tenant, id, 'CODE'),
  set: { tries: USED_UP },
  if: { tries: { is: '<=', value: most } },
  clash: 'table.stale',
  about: `code ${id}`,
});
const USED_UP = 1_000;

export const sessionById = (tenant: string, id: string): Read<Session> => ({
  key: { pk: `${tenant}#MY#${id}`, sk: 'SESSION' },
  parse: docOf(Session),
});
export const putSession = (tenant: string, session: Session): Write<'table.stale'> =>
  going(
    saved(sessionById(tenant, session.id).key, 'session', session, `session ${session.id}`),
    seconds(session.until, 1),
  );
