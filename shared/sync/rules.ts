/** What the change feed says of a fact. */
import type { Envelope } from '../kernel/events.ts';
import { KINDS, type Change } from './link.ts';

const BY_PREFIX = new Map<string, string>(Object.entries(KINDS).map(([kind, prefix]) => [prefix, kind]));

/** The kind is told by the id's prefix where it is a thing of ours, else by the first word of the event. */
export const changeOf = ({ id, type, subject, time, data }: Envelope): Change => {
  const version = (data as { version?: unknown } | null)?.version;
  return {
    id,
    type,
    kind: BY_PREFIX.get(subject.slice(0, 3)) ?? type.slice(0, type.indexOf('.')),
    subject,
    ...(typeof version === 'number' && { version }),
    at: time,
    data,
  };
};
