/**
 * An example to begin with: every customer and invoice that changed goes to an ERP, once a night. What the ERP did not take is
 * tried again the next night. Needs nothing but Node: copy it, and change `send`.
 *
 *     QUITTANCE_API=https://… QUITTANCE_KEY=qk.… ERP_URL=https://erp.example/things node nightly-sync.ts
 *
 * The key needs the scopes sync:read, sync:write, customers:read and invoices:read.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const { QUITTANCE_API: api, QUITTANCE_KEY: key, ERP_URL: erp } = process.env;
/** Where the last night ended. */
const state = process.env['SYNC_STATE'] ?? 'nightly-sync.cursor';
const SYSTEM = 'erp';
const PATHS: Readonly<Record<string, string>> = { customer: '/v1/customers', invoice: '/v1/invoices' };

interface Page<T> {
  data: T[];
  hasMore: boolean;
  nextCursor?: string;
}
interface Named {
  kind: string;
  id: string;
}

const quittance = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

/** The ERP's own id of the thing. Sending twice must be sending once there: by our id. */
const send = async (kind: string, thing: { id: string }): Promise<string> => {
  const response = await fetch(`${erp}/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(thing),
  });
  if (!response.ok) throw new Error(`the ERP answered ${response.status}`);
  return ((await response.json()) as { id: string }).id;
};

/** Each thing once, however often it changed: what is sent is how it is now. */
const changed = async (): Promise<{ things: Map<string, Named>; cursor: string | undefined }> => {
  const things = new Map<string, Named>();
  let cursor = existsSync(state) ? readFileSync(state, 'utf8').trim() : undefined;
  for (let more = true; more;) {
    const since = cursor === undefined ? '' : `&since=${encodeURIComponent(cursor)}`;
    const page = await quittance<Page<{ kind: string; subject: string }>>(
      'GET',
      `/v1/changes?limit=100${since}`,
    );
    for (const { kind, subject: id } of page.data) if (kind in PATHS) things.set(id, { kind, id });
    cursor = page.nextCursor;
    more = page.hasMore;
  }
  return { things, cursor };
};

const failedBefore = async (): Promise<Named[]> => {
  const failed: Named[] = [];
  for (let cursor = ''; ;) {
    const page = await quittance<Page<Named>>('GET', `/v1/links/${SYSTEM}?status=FAILED&limit=100${cursor}`);
    failed.push(...page.data);
    if (page.nextCursor === undefined) return failed;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
};

const sync = async ({ kind, id }: Named): Promise<boolean> => {
  const row = `/v1/links/${SYSTEM}/${kind}/${id}`;
  try {
    const thing = await quittance<{ id: string; version: number }>('GET', `${PATHS[kind]}/${id}`);
    const externalId = await send(kind, thing);
    await quittance('PUT', row, { status: 'SYNCED', externalId, version: thing.version });
    return true;
  } catch (error) {
    await quittance('PUT', row, { status: 'FAILED', detail: (error as Error).message.slice(0, 500) });
    return false;
  }
};

const { things, cursor } = await changed();
for (const { kind, id } of await failedBefore()) things.set(id, { kind, id });
let synced = 0;
for (const thing of things.values()) if (await sync(thing)) synced += 1;
// Only now: a night that died begins again where it began, and does what is done once more.
if (cursor !== undefined) {
  writeFileSync(`${state}.new`, cursor);
  renameSync(`${state}.new`, state);
}
console.log(`${synced} synced, ${things.size - synced} failed`);
