/** Files of cases: where they are uploaded to, who gets them, and what was heard of them; `taking-in.ts` has what happens in the bucket. */
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { read, untilFresh } from '../runtime/table.ts';
import { uploadTo, type Upload } from '../runtime/uploads.ts';
import { opening } from '../tasks/opening.ts';
import type { Dispute } from './dispute.ts';
import { MOST_BYTES, type AddDisputeFile, type DisputeFile } from './file.ts';
import { awaited, room, scanned, type NotFiled, type Scan } from './filing.ts';
import { actingOn, keep } from './keeping.ts';
import { unknown } from './saying.ts';
import { disputeById, evidenceKey, uploadKey } from './store.ts';

const UPLOAD_SECONDS = 900;
const LINK_SECONDS = 300;
const later = (now: string, seconds: number): string =>
  new Date(Date.parse(now) + seconds * 1_000).toISOString();

/** One of us: exactly these bytes are taken, under a key of its own. */
export const addFile = (
  { id, ...wanted }: AddDisputeFile & { readonly id: Dispute['id'] },
  deps: Deps,
): Promise<
  Result<DisputeFile & { upload: Upload }, NotFiled | 'disputes.unknown' | 'once.taken' | 'table.stale'>
> => {
  const fileId = newId('fil');
  return untilFresh(async () => {
    const before = await read(disputeById(deps.tenant, id));
    if (!before) return unknown(id);
    const may = room(before, wanted.size, deps.now);
    if (!may.ok) return may;
    const until = later(deps.now, UPLOAD_SECONDS);
    const made = { id: fileId, until, by: deps.actor, at: deps.now };
    const { dispute, file } = awaited(before, wanted, made);
    const upload = uploadTo(
      {
        key: uploadKey(deps.tenant, id, file, file.name!),
        leastBytes: wanted.size,
        mostBytes: wanted.size,
        until,
        fields: { 'x-amz-checksum-sha256': Buffer.from(wanted.sha256, 'hex').toString('base64') },
      },
      deps.now,
    );
    const answer = { ...file, upload };
    const kept = await keep({ action: 'disputes.add_file', dispute, facts: [], answer, of: [] }, deps);
    return kept.ok ? ok(answer) : kept;
  });
};

/** The customer at its page: one file of any kind and name, which its content says later. */
export const customersUpload = (dispute: Dispute['id'], back: string, { tenant, now }: Deps): Upload => {
  const file = { id: newId('fil'), side: 'customer' } as const;
  return uploadTo(
    {
      key: uploadKey(tenant, dispute, file, '${filename}'),
      leastBytes: 1,
      mostBytes: MOST_BYTES,
      until: later(now, 4 * UPLOAD_SECONDS),
      fields: { success_action_redirect: back },
    },
    now,
  );
};

export const linkOf = async (
  {
    id,
    file: fileId,
    unscanned,
  }: { id: Dispute['id']; file: DisputeFile['id']; unscanned?: 'accept' | undefined },
  { tenant }: Deps,
) => {
  const dispute = await read(disputeById(tenant, id));
  if (!dispute) return unknown(id);
  const file = dispute.files?.find((one) => one.id === fileId);
  if (!file) return refuse('disputes.file_unknown', `The case has no file ${fileId}.`);
  if (file.state === 'UNSCANNED' && unscanned !== 'accept')
    return refuse(
      'disputes.file_unscanned',
      'No scanner has looked at this file: it may have a virus in it. With unscanned=accept it is handed out all the same.',
    );
  if (file.state !== 'CLEAN' && file.state !== 'UNSCANNED')
    return refuse('disputes.file_withheld', `The file is ${file.state}: nobody gets it.`);
  return ok({ ...file, url: await downloadOf(tenant, id, file) });
};
/** As octets and as an attachment: S3 knows no `nosniff`, and of octets a browser shows nothing. */
export const downloadOf = (tenant: string, dispute: Dispute['id'], file: DisputeFile): Promise<string> =>
  linkTo(evidenceKey(tenant, dispute, file), file.name ?? file.id, LINK_SECONDS);

/** What was heard of a file, in its case; nothing where it says so already. */
export const heard = async (
  id: Dispute['id'],
  fileId: DisputeFile['id'],
  scan: Scan,
  deps: Deps,
): Promise<Result<void, 'once.taken' | 'table.stale'>> => {
  const before = await read(disputeById(deps.tenant, id));
  const effect = before && scanned(before, fileId, scan, (await actingOn(before, deps)).by);
  if (!effect) return ok(undefined);
  const { customerId, invoiceNumber } = before;
  const infected = effect.file.state === 'INFECTED';
  const why = `A file of the dispute about ${invoiceNumber} had a virus in it (${scan.found?.join(', ') ?? 'of no name'}) and is deleted: tell who sent it.`;
  const kind = 'infected_file' as const;
  const task = infected
    ? await opening({ id: idOfCause('tsk', before.at, kind, fileId), kind, customerId, about: id, why }, deps)
    : { writes: [], facts: [] };
  return keep(
    {
      action: 'disputes.hear_scan',
      ...effect,
      facts: [...effect.facts, ...task.facts],
      writes: task.writes,
      of: [],
    },
    deps,
  );
};
