/** The books of the sandbox provider: sessions, payouts and the webhooks that tell of them, on disk. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../services/journal.ts';
import type { PspOptions } from '../psp.ts';
import { openDisputes } from './disputes.ts';
import { openMethods } from './methods.ts';
import type { Dispute, KeptMethod, NewSession, Payout, Refund, Session, Webhook } from './model.ts';
import { newId, shown } from './model.ts';
import { openPayouts } from './payouts.ts';
import { openRefunds } from './refunds.ts';
import { openSetups, type Setup } from './setups.ts';
import type { Mischief } from './webhooks.ts';
import { openSender } from './webhooks.ts';

type Entry =
  | { session: Session }
  | { payout: Payout }
  | { refund: Refund }
  | { dispute: Dispute }
  | { method: KeptMethod }
  | { setup: Setup }
  | { webhook: Webhook }
  | { told: string }
  | { forget: string; copy: number }
  | { mischief: Mischief };

const MOST_TOLD = 5_000;

export const openBook = (options: PspOptions) => {
  const { clock, log = () => {} } = options;
  const sessions = new Map<string, Session>();
  const byKey = new Map<string, Session>();
  const payouts = new Map<string, Payout>();
  const refunds = new Map<string, Refund>();
  const disputes = new Map<string, Dispute>();
  const methods = new Map<string, KeptMethod>();
  const setups = new Map<string, Setup>();
  const webhooks = new Map<string, Webhook>();
  /** Bodies of the newest events, oldest first. */
  const told: string[] = [];
  const mischief: Mischief = { duplicate: 0, drop: 0, reorder: false, delaySeconds: 0, failRefunds: 0 };
  const timers = new Map<string, { cancel(): void }>();

  const learn = (session: Session) => {
    sessions.set(session.id, session);
    if (session.idempotency) byKey.set(session.idempotency.key, session);
  };
  mkdirSync(options.stateDir, { recursive: true });
  const journal = openJournal<Entry>(join(options.stateDir, 'psp.jsonl'), {
    replay: (entry) => {
      if ('session' in entry) learn(entry.session);
      else if ('payout' in entry) payouts.set(entry.payout.id, entry.payout);
      else if ('refund' in entry) refunds.set(entry.refund.id, entry.refund);
      else if ('dispute' in entry) disputes.set(entry.dispute.id, entry.dispute);
      else if ('method' in entry) methods.set(entry.method.token, entry.method);
      else if ('setup' in entry) setups.set(entry.setup.id, entry.setup);
      else if ('told' in entry) told.push(entry.told);
      else if ('webhook' in entry) webhooks.set(`${entry.webhook.id}/${entry.webhook.copy}`, entry.webhook);
      else if ('forget' in entry) webhooks.delete(`${entry.forget}/${entry.copy}`);
      else Object.assign(mischief, entry.mischief);
    },
    snapshot: () => [
      ...[...sessions.values()].map((session) => ({ session })),
      ...[...payouts.values()].map((payout) => ({ payout })),
      ...[...refunds.values()].map((refund) => ({ refund })),
      ...[...disputes.values()].map((dispute) => ({ dispute })),
      ...[...methods.values()].map((method) => ({ method })),
      ...[...setups.values()].map((setup) => ({ setup })),
      ...[...webhooks.values()].map((webhook) => ({ webhook })),
      ...told.map((one) => ({ told: one })),
      { mischief },
    ],
  });
  let batch: Entry[] | undefined;
  const write = (...entries: Entry[]) => void (batch ? batch.push(...entries) : journal.write(...entries));
  /** One append for what belongs together: a kill leaves either all of it or nothing. */
  const together = (act: () => void) => {
    const entries: Entry[] = (batch = []);
    act();
    batch = undefined;
    journal.write(...entries);
  };
  const sender = openSender(
    {
      clock,
      log,
      secret: () => options.secret().webhookSecret,
      url: options.webhookUrl,
      record: (body) => {
        told.push(body);
        told.splice(0, told.length - MOST_TOLD);
        write({ told: body });
      },
      keep: (webhook) => {
        webhooks.set(`${webhook.id}/${webhook.copy}`, webhook);
        write({ webhook });
      },
      forget: ({ id, copy }) => {
        webhooks.delete(`${id}/${copy}`);
        write({ forget: id, copy });
      },
      keepMischief: (change) => write({ mischief: change }),
    },
    mischief,
  );
  for (const webhook of webhooks.values()) sender.restore(webhook);

  const change = (session: Session, status: Session['status'], more: Partial<Session> = {}) => {
    Object.assign(session, {
      failure: undefined,
      settlesAt: undefined,
      ...more,
      status,
      version: session.version + 1,
      updatedAt: clock.now(),
    });
    together(() => {
      write({ session });
      sender.emit(`payment.${status}`, shown(session, options.baseUrl()));
    });
    if (session.settlesAt !== undefined) plan(session, session.settlesAt);
  };
  const plan = (session: Session, at: number) => {
    const timer = clock.at(at, `psp debit ${session.id}`, () => {
      timers.delete(session.id);
      change(session, 'succeeded');
    });
    timers.set(session.id, timer);
  };

  /** The same key gives the same session back; with another body it is a conflict, and undefined. */
  const create = (
    given: NewSession,
    key: string | null,
  ): { session: Session; replayed: boolean } | undefined => {
    const { hash, ...facts } = given;
    const known = key === null ? undefined : byKey.get(key);
    if (known) return known.idempotency?.hash === hash ? { session: known, replayed: true } : undefined;
    const now = clock.now();
    const session: Session = {
      id: newId('ses'),
      status: 'open',
      version: 1,
      ...facts,
      createdAt: now,
      updatedAt: now,
      ...(key !== null && { idempotency: { key, hash } }),
    };
    learn(session);
    write({ session });
    return { session, replayed: false };
  };

  const { refund, arrive } = openRefunds({ clock, refunds, sessions, timers, sender, write, together });

  const { dispute, decide, close } = openDisputes({ clock, disputes, sessions, sender, write, together });

  const onFile = openMethods({ methods, sender, write, create, change, clock });

  const payOut = openPayouts({ clock, payouts, sessions, refunds, disputes, sender, write, together });

  return {
    sessions,
    payouts,
    disputes,
    methods,
    ...onFile,
    setups,
    ...openSetups({ setups, sender, made: onFile.made, write, together }),
    told,
    sender,
    create,
    refund,
    dispute,
    decide,
    close,
    change,
    payOut,
    start: () => {
      sender.start();
      for (const session of sessions.values())
        if (session.settlesAt !== undefined) plan(session, session.settlesAt);
      for (const one of refunds.values()) if (one.settlesAt !== undefined) arrive(one);
    },
    stop: () => {
      sender.stop();
      for (const timer of timers.values()) timer.cancel();
      journal.close();
    },
  };
};
