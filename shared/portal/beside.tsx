/** Interest and costs on the pages: each with why, and the choice to pay the invoice alone. */
import { CLAIM_WORDS } from '../claims/words.ts';
import { amount, day, percent } from '../documents/format.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { BESIDE_WORDS } from './besidewords.ts';
import type { BesideView, Why } from './payview.ts';

/** `invoice`: what is asked for of the invoice itself, which stands first; nothing where it is paid. */
export const Beside = ({
  of: { rows, total },
  invoice,
  language,
}: {
  of: BesideView;
  invoice: Money;
  language: Language;
}) => {
  const words = BESIDE_WORDS[language];
  return (
    <section class="block">
      <h2>{words.title}</h2>
      <dl class="facts">
        {invoice.minor > 0 && (
          <>
            <dt>{words.invoice}</dt>
            <dd>{amount(invoice, language)}</dd>
          </>
        )}
        {rows.map((row) => (
          <>
            <dt>
              {CLAIM_WORDS[language][row.kind]}
              <span class="qty">{whyOf(row, language)}</span>
            </dt>
            <dd>{amount(row.amount, language)}</dd>
          </>
        ))}
      </dl>
      {invoice.minor > 0 && <p class="small under">{words.part(amount(total, language))}</p>}
      <p class="small under">{words.contest}</p>
    </section>
  );
};

/** Days, rate and source of interest; the law of a fixed sum; the day of costs. */
export const whyOf = ({ on, interest, source }: Why, language: Language): string => {
  const words = BESIDE_WORDS[language];
  return [
    ...(interest
      ? [
          words.days(interest.days),
          words.atPercent(percent(interest.ppm, language)),
          CLAIM_WORDS[language].until(day(interest.to, language)),
        ]
      : [day(on, language)]),
    ...(source === undefined ? [] : [source]),
  ].join(' · ');
};
