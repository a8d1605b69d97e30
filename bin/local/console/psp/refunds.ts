/** Refunds at the sandbox provider: never more than was paid, and each arrives, or does not, a minute later. */
import type { Clock } from '../../seam.ts';
import type { NewRefund, Refund, Session } from './model.ts';
import { newId, shownRefund } from './model.ts';
import type { Sender } from './webhooks.ts';

const REFUND_MS = 60_000;
interface Around {
  clock: Clock;
  refunds: Map<string, Refund>;
  sessions: Map<string, Session>;
  timers: Map<string, { cancel(): void }>;
  sender: Sender;
  write(entry: { refund: Refund }): void;
  together(act: () => void): void;
}

export const openRefunds = ({ clock, refunds, sessions, timers, sender, write, together }: Around) => {
  /** The same key gives the same refund back, as it is now. A text says why nothing can go back. */
  const refund = (
    { hash, ...facts }: NewRefund,
    key: string | null,
  ):
    | { refund: Refund; replayed: boolean }
    | 'idempotency_conflict'
    | 'no_such_session'
    | 'refund_too_large' => {
    const known = [...refunds.values()].find(({ idempotency }) => key !== null && idempotency?.key === key);
    if (known)
      return known.idempotency?.hash === hash ? { refund: known, replayed: true } : 'idempotency_conflict';
    const session = sessions.get(facts.sessionId);
    if (session?.status !== 'succeeded' || session.amount.currency !== facts.amount.currency)
      return 'no_such_session';
    const before = [...refunds.values()]
      .filter(({ sessionId, status }) => sessionId === session.id && status !== 'failed')
      .reduce((sum, { amount }) => sum + amount.minor, 0);
    if (before + facts.amount.minor > session.amount.minor) return 'refund_too_large';
    const now = clock.now();
    const made: Refund = {
      id: newId('rfd'),
      ...facts,
      status: 'pending',
      createdAt: now,
      settlesAt: now + REFUND_MS,
      ...(key !== null && { idempotency: { key, hash } }),
    };
    refunds.set(made.id, made);
    write({ refund: made });
    arrive(made);
    return { refund: made, replayed: false };
  };
  const arrive = (one: Refund) => {
    const timer = clock.at(one.settlesAt!, `psp refund ${one.id}`, () => {
      timers.delete(one.id);
      const fails = sender.mischief.failRefunds > 0;
      if (fails) sender.misbehave({ failRefunds: sender.mischief.failRefunds - 1 });
      Object.assign(one, {
        status: fails ? 'failed' : 'succeeded',
        settlesAt: undefined,
        ...(fails && { failureCode: 'expired_or_canceled_card' }),
      });
      together(() => {
        write({ refund: one });
        sender.emit(`refund.${one.status}`, shownRefund(one));
      });
    });
    timers.set(one.id, timer);
  };

  return { refund, arrive };
};
