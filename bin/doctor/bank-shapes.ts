/** Of lines and statements of banks, what the checks read (see shapes.ts). */
import type { Money } from './shapes.ts';

export interface BankLine {
  readonly id: string;
  readonly entity: string;
  readonly statementId: string;
  readonly amount: Money;
  readonly bookedOn: string;
  readonly state: string;
  readonly paymentId?: string;
  readonly match?: { readonly tier: string };
  readonly parked?: { readonly until: string };
  readonly takesBack?: string;
  readonly takenBackBy?: string;
}
export interface Statement {
  readonly id: string;
  readonly state: string;
  readonly receivedAt: string;
  readonly readAt?: string;
  readonly accounts: readonly { readonly entries: number }[];
  readonly refusal?: { readonly code: string };
  readonly counts?: { readonly new: number; readonly known: number; readonly skipped: number };
}
