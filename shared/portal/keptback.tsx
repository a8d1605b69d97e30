/** What a payer kept back of an invoice: that it is in clarification, or that it is asked for again. */
import { DEDUCTION_WORDS } from '../documents/deduction-words.ts';
import { amount } from '../documents/format.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';

interface Kept {
  readonly clarified?: Money | undefined;
  readonly rejected?: Money | undefined;
}
export const KeptBack = ({ of: { clarified, rejected }, language }: { of: Kept; language: Language }) => {
  const words = DEDUCTION_WORDS[language];
  return (
    <>
      {clarified && <span class="qty">{words.clarified(amount(clarified, language))}</span>}
      {rejected && <span class="qty late">{words.rejected(amount(rejected, language))}</span>}
    </>
  );
};
