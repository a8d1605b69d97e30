/** What a run would do, as people read it. */
import type * as z from 'zod';
import type { Entity } from '../access/tenant.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, sum } from '../kernel/money.ts';
import { askedOf, levelOf, type Case, type Message } from './messages.ts';
import type { DunningPreview, Spared } from './policy.ts';

interface Look {
  readonly entity: Pick<Entity, 'id'>;
  readonly today: LocalDate;
  readonly messages: readonly Message[];
  readonly left: readonly { readonly one: Case; readonly why: Spared }[];
}
type Preview = z.infer<typeof DunningPreview>;
const MOST = 100;

/** Only what is asked for under the policy, in whichever version, and what is said with it. `waits`: what is kept to see what notices bring. */
export const previewOf = (
  looks: readonly Look[],
  { policy: name, on, waits }: { policy: string; on: LocalDate; waits: ReadonlyMap<Message, unknown> },
): Preview => {
  const isUnder = ({ policy }: Case): boolean => policy?.policy === name;
  return {
    on,
    messages: looks
      .flatMap((look) =>
        look.messages
          .filter(({ cases }) => cases.some(isUnder))
          .map((one) => ({ ...messageRow(one, look), ...(waits.has(one) && { heldOut: true }) })),
      )
      .slice(0, MOST),
    spared: looks
      .flatMap(({ left }) => left.filter(({ one }) => isUnder(one)))
      .map(({ one: { invoice, step }, why }) => ({
        invoiceId: invoice.id,
        customerId: invoice.customerId,
        number: invoice.number,
        why,
        ...(why === 'not_yet' && step && { on: step.on }),
      }))
      .slice(0, MOST),
  };
};

const messageRow = (
  { cases, courtesy, level, tone, channel, approval, legalDays, charges }: Message,
  { entity, today }: Look,
): Preview['messages'][number] => {
  const [{ invoice: first }] = cases as [Case];
  const { currency } = first.open;
  const invoices = cases.map((one) => ({
    invoiceId: one.invoice.id,
    number: one.invoice.number,
    level: levelOf(one),
    asked: money(askedOf(one, today), currency),
  }));
  return {
    entity: entity.id,
    customerId: first.customerId,
    courtesy,
    level,
    tone,
    channel,
    approval,
    ...(legalDays !== undefined && { legal: true }),
    total: sum(
      invoices.map(({ asked }) => asked),
      currency,
    ),
    fee: money(charges.feeMinor, currency),
    interest: charges.interest,
    invoices,
  };
};
