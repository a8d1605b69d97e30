/** Disputes at the sandbox provider: what a payer takes back, with a fee, and what is decided about it. */
import type { Clock } from '../../seam.ts';
import type { Dispute, Session } from './model.ts';
import { newId, shownDispute } from './model.ts';
import type { Sender } from './webhooks.ts';

const DISPUTE_STATUSES = ['inquiry', 'needs_response', 'under_review', 'won', 'lost'] as const;
const DISPUTE_FEE = 1_500;
const EVIDENCE_MS = 14 * 86_400_000;

interface Around {
  clock: Clock;
  disputes: Map<string, Dispute>;
  sessions: Map<string, Session>;
  sender: Sender;
  write(entry: { dispute: Dispute }): void;
  together(act: () => void): void;
}
export interface Disputing {
  session?: string;
  status?: string;
  reason?: string;
  minor?: number;
}

export const openDisputes = ({ clock, disputes, sessions, sender, write, together }: Around) => {
  /** The money goes with an open dispute and comes back with one that is won; the fee stays. */
  const move = (dispute: Dispute, status: Dispute['status']): Dispute => {
    const took = dispute.moves.reduce((sum, { minor }) => sum + minor, 0) < 0;
    const takes = status !== 'inquiry' && status !== 'won';
    if (takes && !took) dispute.moves.push({ minor: 0 - dispute.amount.minor, feeMinor: DISPUTE_FEE });
    if (!takes && took) dispute.moves.push({ minor: dispute.amount.minor, feeMinor: 0 });
    Object.assign(dispute, { status, version: dispute.version + 1, updatedAt: clock.now() });
    together(() => {
      write({ dispute });
      sender.emit(`dispute.${dispute.version === 1 ? 'created' : 'updated'}`, shownDispute(dispute));
    });
    return dispute;
  };
  return {
    /** Undefined where nothing was paid by the session, or the status is none. */
    dispute: ({ session: id = '', status = 'needs_response', reason = 'fraudulent', minor }: Disputing) => {
      const session = sessions.get(id);
      const known = DISPUTE_STATUSES.find((one) => one === status);
      if (session?.status !== 'succeeded' || !known) return undefined;
      const now = clock.now();
      const made: Dispute = {
        id: newId('dsp'),
        sessionId: id,
        reference: session.reference,
        status: known,
        version: 0,
        amount: { ...session.amount, minor: minor ?? session.amount.minor },
        reason,
        evidenceBy: now + EVIDENCE_MS,
        moves: [],
        metadata: session.metadata,
        createdAt: now,
        updatedAt: now,
      };
      disputes.set(made.id, made);
      return move(made, known);
    },
    decide: (dispute: Dispute, status: string) => {
      const known = DISPUTE_STATUSES.find((one) => one === status);
      return known && move(dispute, known);
    },
    /** Given up by the merchant; one that is decided stays as it is. */
    close: (dispute: Dispute): Dispute =>
      dispute.status === 'won' || dispute.status === 'lost' ? dispute : move(dispute, 'lost'),
  };
};
