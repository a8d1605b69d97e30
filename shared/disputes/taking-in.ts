/** Workers: a file was uploaded, or a scanner has looked at one. What is taken in lies where nobody outside can write. */
import { ok } from '../kernel/result.ts';
import { EVIDENCE, UPLOADS } from '../kernel/storage.ts';
import { keep as store, removed, versionOf, type Stored } from '../runtime/blobs.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { about, log } from '../runtime/log.ts';
import type { Scanned } from '../runtime/objects.ts';
import { read, untilFresh } from '../runtime/table.ts';
import type { Dispute } from './dispute.ts';
import { heard } from './evidence.ts';
import { KEPT, MOST_BYTES, type DisputeFile } from './file.ts';
import { received, type Scan, type Uploaded } from './filing.ts';
import { actingOn, keep } from './keeping.ts';
import { rulesOf } from './opening.ts';
import { disputeById, evidenceKey, placeIn } from './store.ts';

/** Somebody uploaded a file. What is known already, or not wanted, goes away again. */
const takeFile = async (object: Stored & { readonly at: string }, worker: Deps): Promise<void> => {
  const place = placeIn(object.key);
  if (!place) return removed(object.key);
  const { tenant, dispute: id, file: fileId, rest } = place;
  const deps = { ...worker, tenant };
  about({ tenant });
  const fits = object.size <= MOST_BYTES;
  const bytes = fits ? await versionOf(object) : undefined;
  // Another one took its place before it was read: that one is announced as well, and not ours to delete.
  if (fits && !bytes) return;
  if (bytes) {
    const [side, ...name] = rest;
    const uploaded: Uploaded = {
      id: fileId,
      side: side === 'us' ? 'us' : 'customer',
      name: name.join('/'),
      bytes,
      sha256: sha256(bytes),
    };
    const file = await untilTaken(id, uploaded, deps);
    if (file?.sha256 === uploaded.sha256 && KEPT.includes(file.state))
      await store(evidenceKey(tenant, id, file), bytes, 'application/octet-stream');
  }
  await removed(object.key);
};
/** By the folder that it reads. */
export const uploading = () => ({ [UPLOADS]: takeFile });

/** The file as it is in its case then; undefined where it is not. */
const untilTaken = async (
  id: Dispute['id'],
  uploaded: Uploaded,
  deps: Deps,
): Promise<DisputeFile | undefined> => {
  const taken = await untilFresh(async () => {
    const before = await read(disputeById(deps.tenant, id));
    if (!before) return ok(undefined);
    const { by } = await actingOn(before, deps);
    const scans = env('malwareScan') !== '';
    const effect = received(before, uploaded, { by, scans, times: await rulesOf(deps) });
    if (!effect) {
      log.info('disputes.file_known');
      return ok(before.files?.find((one) => one.id === uploaded.id));
    }
    const kept = await keep({ action: 'disputes.receive_file', ...effect, of: [] }, deps);
    return kept.ok ? ok(effect.file) : kept;
  });
  if (!taken.ok) throw new Error(taken.detail);
  return taken.value;
};

/** A scanner has looked at a file that is kept. What has a virus in it is noted, then deleted. */
export const takeScan = async ({ key, result, found }: Scanned, worker: Deps): Promise<void> => {
  const place = placeIn(key);
  if (!place || !key.startsWith(EVIDENCE)) return;
  const deps = { ...worker, tenant: place.tenant };
  about({ tenant: place.tenant });
  const done = await untilFresh(() =>
    heard(place.dispute, place.file, { state: STATES[result] ?? 'UNSCANNED', ...(found && { found }) }, deps),
  );
  if (!done.ok) throw new Error(done.detail);
  if (STATES[result] === 'INFECTED') await removed(key);
};
const STATES: Readonly<Record<string, Scan['state']>> = {
  NO_THREATS_FOUND: 'CLEAN',
  THREATS_FOUND: 'INFECTED',
};

/** What of a case lies in the bucket, for who takes it away with its customer. */
export const deleteFiles = async (tenant: string, { id, files = [] }: Dispute): Promise<void> => {
  for (const file of files) if (file.sha256 !== undefined) await removed(evidenceKey(tenant, id, file));
};
