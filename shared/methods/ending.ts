/** Takes a method off file, whoever says so. */
import { told } from '../dispatch/told.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { MethodEnded, type EndReason, type MethodOnFile } from './method.ts';
import { ended } from './over.ts';
import { methodById, putMethod } from './store.ts';

/** Ends a method for good. Undefined where there is none; one that is ended stays as it was ended. */
export const endMethod = (
  { customerId, methodId }: { customerId: string; methodId: string },
  why: { reason: EndReason; word?: string | undefined },
  deps: Deps,
): Promise<Result<MethodOnFile | undefined, 'once.taken' | 'table.stale'>> =>
  untilFresh(async () => {
    const before = await read(methodById(deps.tenant, customerId, methodId));
    const after = before && ended(before, { ...why, by: deps.actor, at: deps.now });
    if (!after) return ok(before);
    const { id, entity } = after;
    const said = { methodId: id, customerId: after.customerId, entity, reason: why.reason };
    const mail = why.reason === 'customer' ? changeTold('method_ended', after, deps) : undefined;
    const events = [announce(MethodEnded, id, said), ...(mail?.events ?? [])];
    const kept = await commit(
      follow(deps, [after]),
      { action: 'methods.end', subject: id, events, answer: shown(after) },
      [putMethod(deps.tenant, after), ...(mail?.writes ?? [])],
    );
    return kept.ok ? ok(after) : kept;
  });

/** Who did not do it hears of it. An end that no person asked for has mails of its own, or none: data that are taken out tell nobody. */
export const changeTold = (
  say: 'method_kept' | 'method_ended',
  { id, customerId, entity }: MethodOnFile,
  deps: Deps,
) => told({ say, id, customerId, entity }, deps);

/** Without the names that only the provider needs. */
export const shown = ({
  token: _,
  payer: __,
  ...view
}: MethodOnFile): Omit<MethodOnFile, 'token' | 'payer'> => view;
