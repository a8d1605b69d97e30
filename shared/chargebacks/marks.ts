/** What an invoice says of the chargebacks that it was taken off by: reminders wait while one is open. */
import type { Invoice } from '../invoices/invoice.ts';
import type { Chargeback } from './chargeback.ts';

export const isOver = ({ state }: Pick<Chargeback, 'state'>): boolean =>
  state === 'WON' || state === 'LOST' || state === 'ACCEPTED';

/** `touched`: of these, what the money moved already; the others change only where their mark does. */
export const marked = (
  chargeback: Chargeback,
  before: Chargeback | undefined,
  invoices: readonly Invoice[],
  touched: readonly Invoice[],
): Invoice[] => {
  const parts = chargeback.taken?.parts ?? before?.taken?.parts ?? [];
  const state = !isOver(chargeback) ? 'OPEN' : chargeback.state === 'WON' ? 'WON' : 'LOST';
  return invoices.flatMap((was) => {
    const moved = touched.find(({ id }) => id === was.id);
    const known = was.chargebacks?.find(({ id }) => id === chargeback.id);
    const amount = parts.find(({ invoiceId }) => invoiceId === was.id)?.amount ?? known?.amount;
    if (!amount || (!moved && known?.state === state)) return moved ? [moved] : [];
    const others = (was.chargebacks ?? []).filter(({ id }) => id !== chargeback.id);
    const own = { id: chargeback.id, amount, state, on: known?.on ?? chargeback.on } as const;
    return [{ ...(moved ?? { ...was, version: was.version + 1 }), chargebacks: [...others, own] }];
  });
};
