/** What was bought, line by line and down to the total: of an order and of an invoice. */
import { amount, labelled, percent } from '../documents/format.ts';
import { WORDS as DOCUMENT } from '../documents/words.ts';
import { money, type Currency } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { discountSums } from '../pricing/discounts.ts';
import { UNTAXED_REASON } from '../pricing/untaxed.ts';
import { WORDS } from './words.ts';

type Discounts = Parameters<typeof discountSums>[0];

export interface Basket {
  readonly language: Language;
  readonly currency: Currency;
  readonly summary: string;
  readonly open: boolean;
  readonly lines: readonly {
    readonly description: string;
    readonly said: readonly string[];
    readonly netMinor: number;
  }[];
  readonly discounts: Discounts;
  /** Where the net total is told beside the gross. */
  readonly netMinor?: number;
  readonly taxes: readonly {
    readonly category: keyof (typeof DOCUMENT)['en']['categories'] | 'S';
    readonly ratePpm: number;
    readonly taxMinor: number;
    readonly reason?: string | undefined;
  }[];
  readonly grossMinor: number;
}

export const BasketTable = ({ of }: { of: Basket }) => {
  const { language, lines, discounts, taxes, netMinor } = of;
  const words = WORDS[language];
  const show = (minor: number) => amount(money(minor, of.currency), language);
  const sums: readonly (readonly [string, number])[] = [
    ...discountSums(discounts).map(
      ({ reason, minor }) => [labelled(DOCUMENT[language].discount, reason, language), -minor] as const,
    ),
    ...(netMinor === undefined ? [] : [[words.net, netMinor] as const]),
    ...taxes
      // A discount that bears no tax is no exemption of what was bought.
      .filter(({ reason }) => reason !== UNTAXED_REASON)
      .map(
        ({ category, ratePpm, taxMinor }) =>
          [
            category === 'S'
              ? `${words.vat} ${percent(ratePpm, language)}`
              : DOCUMENT[language].categories[category],
            taxMinor,
          ] as const,
      ),
    [words.total, of.grossMinor],
  ];
  return (
    <details open={of.open}>
      <summary>{of.summary}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.item}</th>
            <th scope="col" class="num">
              {words.net}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <td>
                {line.description}
                {line.said.map((said) => (
                  <span class="qty">{said}</span>
                ))}
              </td>
              <td class="num">{show(line.netMinor)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums.map(([label, minor]) => (
            <tr>
              <td>{label}</td>
              <td class="num">{show(minor)}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </details>
  );
};
