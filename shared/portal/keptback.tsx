/** What a payer kept back of an invoice: that it is in clarification, or that it is asked for again; what it promised, and who is in charge. */
import { AGENCY_WORDS } from '../documents/agency-words.ts';
import { DEDUCTION_WORDS } from '../documents/deduction-words.ts';
import { amount, day } from '../documents/format.ts';
import { PROMISED } from '../documents/promise-words.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { InCharge } from './payview.ts';

interface Kept {
  readonly clarified?: Money | undefined;
  readonly rejected?: Money | undefined;
  readonly promised?: Money | undefined;
  readonly promisedOn?: LocalDate | undefined;
  readonly inCharge?: InCharge | undefined;
}
export const KeptBack = ({
  of: { clarified, rejected, promised, promisedOn, inCharge },
  language,
}: {
  of: Kept;
  language: Language;
}) => {
  const words = DEDUCTION_WORDS[language];
  return (
    <>
      {inCharge && (
        <span class="qty">{AGENCY_WORDS[language].inCharge(inCharge.name, inCharge.contact)}</span>
      )}
      {clarified && <span class="qty">{words.clarified(amount(clarified, language))}</span>}
      {rejected && <span class="qty late">{words.rejected(amount(rejected, language))}</span>}
      {promised && promisedOn !== undefined && (
        <span class="qty">
          {PROMISED[language].said(amount(promised, language), day(promisedOn, language))}
        </span>
      )}
    </>
  );
};
