/** What is asked for by a reminder at the second of its sending, and what that does to the debts. */
import type { Entity } from '../access/tenant.ts';
import type { Claim } from '../claims/claim.ts';
import type { Customer } from '../customers/customer.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { levelOf } from './gather.ts';
import type { Mail } from './mail.ts';
import type { Letter } from './mails/letter.ts';
import type { Reminder } from './mails.tsx';
import type { Drawing } from './papers.ts';
import { reminded, type Debt } from './rules.ts';
import type { Level } from './words.ts';

/** What is asked for at the second of sending, and what that does to the debts: by the entity's `reminders`, or as policies downstream say. */
export interface Terms {
  readonly debts: readonly Debt[];
  readonly step: (invoice: Invoice) => Invoice;
  /** Which of what is owed is asked for, and how; why nothing is, after all. */
  readonly say: (owed: readonly Invoice[]) =>
    | { readonly suppressed: string }
    | {
        readonly asked: readonly Invoice[];
        readonly level: Level;
        readonly charges?: NonNullable<Mail['reminder']>['charges'];
        readonly events?: readonly Fact[];
        /** What is kept together with that. */
        readonly marks?: readonly Write<'table.stale'>[];
        /** It is a document of its own, which others know. */
        readonly formal?: Formal;
      };
}
/** Makes a formal document of what would be a reminder; what it keeps and tells is in the commit that claims the mail. */
export type Formal = (of: {
  readonly mail: Mail;
  readonly letter: Letter;
  readonly facts: Reminder;
  readonly asked: readonly Invoice[];
  readonly claims: readonly Claim[];
  readonly customer: Customer;
  readonly seller: Entity;
  readonly today: LocalDate;
  readonly trace: string;
}) => Promise<{
  readonly id: `lgn_${string}`;
  readonly written: { readonly letter: Letter; readonly paper: () => Promise<Drawing> };
  readonly writes: readonly Write<'table.stale'>[];
  readonly events: readonly Fact[];
}>;
export interface About {
  readonly mail: Pick<Mail, 'reminder'>;
  readonly seller: Entity;
  readonly today: LocalDate;
  /** A sender that died after its claim has counted the step already. */
  readonly counted: boolean;
}

/** Where no policy is named. */
export const byReminders = (debts: readonly Debt[], { mail, seller, today, counted }: About): Terms => {
  const offsets = (mail.reminder!.deposits ? seller.depositReminders : seller.reminders) ?? [];
  return {
    // Then only what is still open is asked for again.
    debts: counted
      ? debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: today } }))
      : debts,
    step: (invoice) => reminded(invoice, offsets, today),
    say: (owed) => ({ asked: owed, level: levelOf(owed) }),
  };
};
