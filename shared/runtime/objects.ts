/** What the account's default bus tells of the bucket: S3 of what somebody put there, GuardDuty of what it found in it. */
import * as z from 'zod';
import type { Stored } from './blobs.ts';
import { instant, type Deps } from './context.ts';
import { about, log } from './log.ts';
import { newTrace } from './trace.ts';

export interface Scanned {
  readonly key: string;
  /** NO_THREATS_FOUND, THREATS_FOUND, or why it could not look: UNSUPPORTED, ACCESS_DENIED, FAILED. */
  readonly result: string;
  /** Names of what it found, or reasons. */
  readonly found?: readonly string[];
}
export interface Objects {
  /** What is done with a file that somebody put into the bucket. */
  readonly created: (object: Stored & { readonly at: string }, deps: Deps) => Promise<void>;
  readonly scanned?: (scan: Scanned, deps: Deps) => Promise<void>;
}

/** By the beginning of the key: each folder has its own reader. */
export const byFolder =
  (readers: Readonly<Record<string, Objects['created']>>): Objects['created'] =>
  (object, deps) => {
    const reader = Object.entries(readers).find(([folder]) => object.key.startsWith(folder))?.[1];
    if (!reader) throw new Error('an object of no folder that is read here');
    return reader(object, deps);
  };

const Created = z.object({
  source: z.literal('aws.s3'),
  time: z.string(),
  detail: z.object({
    object: z.object({ key: z.string(), etag: z.string(), size: z.number() }),
  }),
});
/** As GuardDuty's guide has it ("S3 object scan result"). */
const ScanTold = z.object({
  source: z.literal('aws.guardduty'),
  detail: z.object({
    s3ObjectDetails: z.object({ objectKey: z.string() }),
    scanResultDetails: z.object({
      scanResultStatus: z.string(),
      threats: z.array(z.object({ name: z.string() })).nullish(),
      statusReasons: z.array(z.string()).nullish(),
    }),
  }),
});

/** False where it is no such event. The key says whose it is; nothing of ours came before it: it begins a trace. */
export const takeObject = async (
  worker: string,
  body: unknown,
  { created, scanned }: Objects,
): Promise<boolean> => {
  const [put, scan] = [Created.safeParse(body), ScanTold.safeParse(body)];
  const key = put.success ? put.data.detail.object.key : scan.data?.detail.s3ObjectDetails.objectKey;
  if (key === undefined || (!put.success && !scanned)) return false;
  const tenant = key.split('/')[0]!;
  const trace = newTrace();
  about({ tenant, trace, fact: 'object' });
  const deps = { tenant, actor: worker, trace, now: instant() };
  if (put.success)
    await created({ ...put.data.detail.object, at: new Date(put.data.time).toISOString() }, deps);
  else {
    const { scanResultStatus: result, threats, statusReasons } = scan.data!.detail.scanResultDetails;
    const found = [...(threats ?? []).map(({ name }) => name), ...(statusReasons ?? [])].slice(0, 10);
    await scanned!({ key, result, ...(found.length > 0 && { found }) }, deps);
  }
  log.info('worked');
  return true;
};
