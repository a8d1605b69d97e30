/** What becomes of a file of a case: it is awaited, comes in, and a scanner says of it what it finds. */
import type { Instant } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { kindOf, safeName } from './content.ts';
import type { Dispute, Turn } from './dispute.ts';
import { DisputeFileReceived, DisputeFileScanned } from './events.ts';
import { MOST_BYTES, MOST_BYTES_OF_CASE, MOST_FILES, type AddDisputeFile, type DisputeFile } from './file.ts';
import { businessDay, factOf, isSpokenOf, next, whyOver, type By, type Effect, type Times } from './rules.ts';

type Files = Pick<Dispute, 'files'>;
export type NotFiled =
  | 'disputes.over'
  | 'disputes.full'
  | 'disputes.too_many_files'
  | 'disputes.files_too_large';

/** Without those whose time to come is over. */
const standing = ({ files = [] }: Files, now: Instant): readonly DisputeFile[] =>
  files.filter(({ until }) => until === undefined || until > now);
/** What is kept of a case, and what may still come, in bytes. */
const bytesOf = (files: readonly DisputeFile[]): number =>
  files.reduce((sum, { state, size }) => sum + (GONE.includes(state) ? 0 : size), 0);
const GONE: readonly DisputeFile['state'][] = ['INFECTED', 'REFUSED', 'ERASED'];

/** Whether one more may come, of so many bytes. */
export const room = (
  dispute: Pick<Dispute, 'state' | 'thread' | 'files'>,
  size: number,
  now: Instant,
): Result<void, NotFiled> => {
  const over = whyOver(dispute, isSpokenOf);
  if (over) return over;
  const files = standing(dispute, now);
  if (files.length >= MOST_FILES)
    return refuse('disputes.too_many_files', `A case has ${MOST_FILES} files at most.`);
  if (bytesOf(files) + size > MOST_BYTES_OF_CASE)
    return refuse('disputes.files_too_large', 'The files of a case are 25 MB at most.', [
      { pointer: '/size', detail: `at most ${MOST_BYTES_OF_CASE - bytesOf(files)}` },
    ]);
  return ok(undefined);
};

export const awaited = (
  before: Dispute,
  { name, size, sha256 }: AddDisputeFile,
  { id, until, by, at }: Pick<DisputeFile, 'id' | 'by' | 'at'> & { readonly until: Instant },
): { dispute: Dispute; file: DisputeFile } => {
  const named = safeName(name, undefined);
  const file: DisputeFile = { id, name: named, state: 'AWAITED', size, sha256, side: 'us', by, at, until };
  const files = [...standing(before, at), file];
  return { dispute: { ...before, version: before.version + 1, files }, file };
};

/** What lies in the bucket: `sha256` of the bytes, and who put it there. */
export interface Uploaded {
  readonly id: DisputeFile['id'];
  readonly side: DisputeFile['side'];
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * It is in the case from now on; undefined where nothing is to be done: it is known already, was not awaited, or there is no room for it. What is of
 * no kind that is taken is noted and not kept. What a customer shows when it was asked is its answer.
 */
export const received = (
  before: Dispute,
  { id, side, name, bytes, sha256 }: Uploaded,
  { by, scans, times }: { readonly by: By; readonly scans: boolean; readonly times: Times },
): (Effect & { readonly file: DisputeFile }) | undefined => {
  const known = before.files?.find((one) => one.id === id);
  if (known ? known.state !== 'AWAITED' || known.sha256 !== sha256 : side === 'us') return undefined;
  const others = { ...before, files: (before.files ?? []).filter((one) => one !== known) };
  if (bytes.length > MOST_BYTES || !room(others, bytes.length, by.at).ok) return undefined;
  const kind = kindOf(bytes, name);
  const file: DisputeFile = {
    id,
    name: safeName(name, kind),
    state: kind ? (scans ? 'PENDING' : 'UNSCANNED') : 'REFUSED',
    ...(kind && { kind }),
    size: bytes.length,
    sha256,
    side,
    by: known?.by ?? by.by,
    at: by.at,
  };
  const turn: Turn = {
    what: kind ? 'file' : 'file_refused',
    side,
    ...by,
    by: file.by,
    text: file.name!,
    files: [id],
  };
  const informed = kind !== undefined && side === 'customer' && before.state === 'INFO_NEEDED';
  const dispute = next(
    informed ? without(before, 'informBy') : before,
    {
      files: [...standing(others, by.at), file],
      ...(informed && { state: 'IN_REVIEW', answerBy: businessDay(by.on, times.answerDays) }),
    },
    turn,
  );
  const fact = { ...factOf(dispute), fileId: id, side, state: file.state };
  return { dispute, file, facts: [announce(DisputeFileReceived, before.id, fact)] };
};

export interface Scan {
  readonly state: 'CLEAN' | 'INFECTED' | 'UNSCANNED';
  readonly found?: readonly string[];
}
/** What is infected stays so, and what was clean once does not become unknown again; undefined where nothing changes. */
export const scanned = (
  before: Dispute,
  id: DisputeFile['id'],
  { state, found }: Scan,
  by: By,
): (Effect & { readonly file: DisputeFile }) | undefined => {
  const known = before.files?.find((one) => one.id === id);
  if (!known || !LATER[known.state]?.includes(state)) return undefined;
  const file: DisputeFile = { ...without(known, 'found'), state, ...(found && { found: [...found] }) };
  const files = before.files!.map((one) => (one === known ? file : one));
  const said = { ...by, text: known.name!, files: [id] };
  const dispute =
    state === 'INFECTED'
      ? next(before, { files }, { what: 'file_infected', side: known.side, ...said })
      : { ...before, version: before.version + 1, files };
  const fact = { ...factOf(dispute), fileId: id, state };
  return { dispute, file, facts: [announce(DisputeFileScanned, before.id, fact)] };
};
const LATER: Partial<Record<DisputeFile['state'], readonly Scan['state'][]>> = {
  PENDING: ['CLEAN', 'INFECTED', 'UNSCANNED'],
  UNSCANNED: ['CLEAN', 'INFECTED'],
  CLEAN: ['INFECTED'],
};

/** A scanner that has said nothing for so long says nothing any more. */
const SILENT_HOURS = 24;
export const unheardOf = ({ files = [] }: Files, now: Instant): readonly DisputeFile[] =>
  files.filter(
    ({ state, at }) => state === 'PENDING' && Date.parse(now) - Date.parse(at) > SILENT_HOURS * 3_600_000,
  );
