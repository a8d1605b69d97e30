/** What the sandbox provider pays out. */
import type { Clock } from '../../seam.ts';
import type { Dispute, Payout, Refund, Session } from './model.ts';
import { fee, newId } from './model.ts';
import type { Sender } from './webhooks.ts';

const DAY_MS = 86_400_000;

interface Around {
  clock: Clock;
  payouts: Map<string, Payout>;
  sessions: Map<string, Session>;
  refunds: Map<string, Refund>;
  disputes: Map<string, Dispute>;
  sender: Sender;
  write(
    ...entries: ({ payout: Payout } | { session: Session } | { refund: Refund } | { dispute: Dispute })[]
  ): void;
  together(act: () => void): void;
}

export const openPayouts = ({
  clock,
  payouts,
  sessions,
  refunds,
  disputes,
  sender,
  write,
  together,
}: Around) => {
  /** Everything of that currency that was paid and not paid out yet, less what went back; undefined when that is nothing. */
  return (currency: string): Payout | undefined => {
    const open = [...sessions.values()].filter(
      (each) =>
        each.status === 'succeeded' && each.payoutId === undefined && each.amount.currency === currency,
    );
    const disputed = [...disputes.values()]
      .filter(({ amount }) => amount.currency === currency)
      .flatMap((each) =>
        each.moves.filter(({ payoutId }) => payoutId === undefined).map((move) => ({ each, move })),
      );
    if (open.length === 0 && disputed.length === 0) return undefined;
    const back = [...refunds.values()].filter(
      (each) =>
        each.status === 'succeeded' && each.payoutId === undefined && each.amount.currency === currency,
    );
    const items: Payout['items'] = [
      ...open.map(({ id, reference, amount }) => ({
        sessionId: id,
        reference,
        grossMinor: amount.minor,
        feeMinor: fee(amount.minor),
      })),
      ...back.map(({ sessionId, reference, amount }) => ({
        sessionId,
        reference: sessions.get(sessionId)!.reference,
        refund: reference,
        grossMinor: 0 - amount.minor,
        feeMinor: 0,
      })),
      ...disputed.map(({ each, move }) => ({
        sessionId: each.sessionId,
        reference: each.reference,
        dispute: each.id,
        grossMinor: move.minor,
        feeMinor: move.feeMinor,
      })),
    ];
    const grossMinor = items.reduce((sum, item) => sum + item.grossMinor, 0);
    const feeMinor = items.reduce((sum, item) => sum + item.feeMinor, 0);
    if (grossMinor <= feeMinor) return undefined;
    const now = clock.now();
    const payout: Payout = {
      id: newId('po'),
      currency,
      grossMinor,
      feeMinor,
      netMinor: grossMinor - feeMinor,
      arrivalDate: new Date(now + 2 * DAY_MS).toISOString().slice(0, 10),
      statementReference: `SANDBOXPAY PO${String(payouts.size + 1).padStart(6, '0')}`,
      createdAt: new Date(now).toISOString(),
      items,
    };
    payouts.set(payout.id, payout);
    for (const each of [...open, ...back]) each.payoutId = payout.id;
    for (const { move } of disputed) move.payoutId = payout.id;
    together(() => {
      write(
        { payout },
        ...open.map((session) => ({ session })),
        ...back.map((one) => ({ refund: one })),
        ...disputed.map(({ each }) => ({ dispute: each })),
      );
      sender.emit('payout.paid', payout);
    });
    return payout;
  };
};
