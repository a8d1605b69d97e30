/** Partners' messages: sources and their secrets, the inbox, and keeping what was signed. `work.ts` works on them. */
import { SourceName } from '../customers/customer.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { TenantId } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/result.ts';
import { live, rotated, textOf, verifyWebhook } from '../kernel/webhook.ts';
import { idOfCause, instant, type Deps } from '../runtime/context.ts';
import { about, log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { newSigningSecret, seal, unseal } from '../runtime/seal.ts';
import { commit, list, listed, read, readEach, recall, untilFresh } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import type { intakeApi } from './api.ts';
import { IntakeKept, type Message, type Source } from './intake.ts';
import { compile, run } from './mapping.ts';
import { PRESETS } from './presets.ts';
import { understood } from './rules.ts';
import { inbox, keepRaw, messageById, putMessage, putSource, rawOf, sourceByName, sources } from './store.ts';

export { retryWaiting, workMessage } from './work.ts';

export const actions: ActionsOf<typeof intakeApi, Deps> = {
  listMappings: () => Promise.resolve(listed({ data: [...PRESETS] })),
  putSource: async ({ source, preset, mapping: own, sample: given, secret: shared, ...settings }, deps) => {
    const ready = PRESETS.find(({ name }) => name === preset);
    const [mapping, sample] = ready ? [ready.mapping, given ?? ready.sample] : [own!, given!];
    const tried = await dryRun(source, mapping, sample);
    if (!tried.ok) return tried;
    const made = newSigningSecret();
    return untilFresh(async () => {
      const before = await read(sourceByName(deps.tenant, source));
      const fresh = before ? await otherThan(before, shared, deps) : (shared ?? made);
      const doc: Source = {
        source,
        version: (before?.version ?? 0) + 1,
        ...(preset !== undefined && { preset }),
        mapping,
        ...settings,
        secrets:
          fresh === undefined
            ? before!.secrets
            : rotated(before?.secrets ?? [], await seal(deps.tenant, source, fresh), deps.now, 24),
        createdAt: before?.createdAt ?? deps.now,
        updatedAt: deps.now,
      };
      const kept = await commit(deps, { action: 'intake.put_source' }, [putSource(deps.tenant, doc)]);
      if (!kept.ok) return kept;
      const shown = fresh === made ? made : undefined;
      return ok({ ...viewOf(doc, deps, shown), dryRun: tried.value ?? null });
    });
  },
  getSource: async ({ source }, deps) => {
    const known = await read(sourceByName(deps.tenant, source));
    return known ? ok(viewOf(known, deps)) : noSource(source);
  },
  listSources: async (page, deps) => {
    const { data, ...rest } = await list(sources(deps.tenant), page);
    return listed({ data: data.map((source) => viewOf(source, deps)), ...rest });
  },
  rotateSourceSecret: async ({ source, secret: shared, overlapHours }, deps) => {
    const secret = shared ?? newSigningSecret();
    const sealed = await seal(deps.tenant, source, secret);
    return untilFresh(async () => {
      const before = await read(sourceByName(deps.tenant, source));
      if (!before) return noSource(source);
      const secrets = rotated(before.secrets, sealed, deps.now, overlapHours);
      const doc = { ...before, version: before.version + 1, secrets, updatedAt: deps.now };
      const kept = await commit(deps, { action: 'intake.rotate', answer: viewOf(doc, deps) }, [
        putSource(deps.tenant, doc),
      ]);
      return kept.ok ? ok(viewOf(doc, deps, shared === undefined ? secret : undefined)) : kept;
    });
  },
  listInbox: async ({ state, ...page }, { tenant }) => listed(await list(inbox(tenant, state), page)),
  getMessage: async ({ id }, { tenant }) => {
    const [message, raw] = await readEach(messageById(tenant, id), rawOf(tenant, id));
    if (!message) return noMessage(id);
    return ok({ ...message, ...(raw && { payload: raw }) });
  },
  replayMessage: ({ id }, deps) =>
    untilFresh(async () => {
      const [message, raw] = await readEach(messageById(deps.tenant, id), rawOf(deps.tenant, id));
      if (!message) return noMessage(id);
      if (!raw) return refuse('intake.payload_gone', 'Its payload was kept for ninety days, which are over.');
      const { code: _, detail: __, errors: ___, awaits: ____, ...rest } = message;
      const again: Message = {
        ...rest,
        version: message.version + 1,
        state: 'KEPT',
        replays: message.replays + 1,
        at: deps.now,
      };
      const under = { ...deps, trace: message.trace ?? deps.trace };
      const kept = await commit(
        under,
        { action: 'intake.replay', events: [announce(IntakeKept, id, { messageId: id })], answer: again },
        [putMessage(deps.tenant, again)],
      );
      return kept.ok ? ok(again) : kept;
    }),
};

/** The secret that is given, where it is not the present one: saying the same settings again ends no secret. */
const otherThan = async ({ source, secrets }: Source, given: string | undefined, { tenant }: Deps) =>
  given === undefined || (await unseal(tenant, source, secrets[0]!.sealed)) === given ? undefined : given;

/** What the sample becomes. A mapping that does not fit its own sample is not taken. */
const dryRun = async (source: string, mapping: string, sample: unknown) => {
  const expression = await compile(mapping);
  if (!expression.ok) return expression;
  const answer = await run(expression.value, sample);
  return answer.ok ? understood(source, answer.value) : answer;
};

const noSource = (source: string) => refuse('intake.source_unknown', `There is no source ${source}.`);
const noMessage = (id: string) => refuse('intake.unknown', `There is no message ${id}.`);

/** What callers see: never a secret, except the new one in the one answer. */
const viewOf = ({ secrets, ...source }: Source, { tenant }: Deps, secret?: string) => ({
  ...source,
  path: `/hooks/orders/${tenant}.${source.source}`,
  ...(secrets[1]?.until !== undefined && { previousSecretUntil: secrets[1].until }),
  ...(secret !== undefined && { secret }),
});

/**
 * Keeps a partner's message of `tenant.source`, once however often it comes; its id, or undefined where no live secret of the
 * source signed these bytes now. Whether there is such a source is not told.
 */
export const keepMessage = async (
  address: string,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<Message['id'] | undefined> => {
  const now = instant();
  const [, tenant = '', name = ''] = /^([^.]*)\.(.*)$/.exec(address) ?? [];
  const isName = TenantId.safeParse(tenant).success && SourceName.safeParse(name).success;
  const source = isName ? await recall(sourceByName(tenant, name)) : undefined;
  const raw = textOf(bytes);
  const keys = await Promise.all(
    live(source?.enabled ? source.secrets : [], now).map(({ sealed }) => unseal(tenant, name, sealed)),
  );
  const webhookId = raw === undefined ? undefined : verifyWebhook(raw, headers, now, keys);
  if (raw === undefined || webhookId === undefined) {
    log.warn('webhook.refused', {});
    measure('webhookRefused');
    return undefined;
  }
  const trace = newTrace();
  about({ tenant, trace });
  const message: Message = {
    // The same message has the same id whenever it comes: nothing of its time is in it.
    id: idOfCause('inb', '1970-01-01T00:00:00Z', name, webhookId),
    version: 1,
    source: name,
    webhookId: webhookId.slice(0, 255),
    state: 'KEPT',
    bytes: bytes.length,
    receivedAt: now,
    at: now,
    replays: 0,
    trace,
  };
  const { id } = message;
  const kept = await commit(
    { tenant, actor: `source:${name}`, trace, now },
    { action: 'intake.keep', events: [announce(IntakeKept, id, { messageId: id })] },
    [putMessage(tenant, message), keepRaw(tenant, id, raw, now)],
  );
  if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
  log.info('webhook.kept', { event: id });
  return id;
};
