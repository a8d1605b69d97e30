/** Says line by line how an amount came about, from what is kept of it. In English: for people who sell, not for documents. */
import { money, toText, type Currency } from '../kernel/money.ts';
import { percentOf } from './discounts.ts';
import type { Allowance, PricedLine, PriceSource, Totals } from './price.ts';
import { amountOf } from './rules.ts';

export const explained = (line: PricedLine, currency: Currency, rateSource: string | undefined): string[] => {
  const show = (minor: number) => `${toText(money(minor, currency))} ${currency}`;
  const amount = amountOf(line, currency)!;
  const { category, ratePpm, reason } = line.tax;
  return [
    ...fromWhere(line.price),
    ...(line.price?.used ?? []).map(({ quantity, price }) => `${quantity} × ${price}`),
    line.baseQuantity === undefined
      ? `${line.quantity} × ${line.unitPrice} = ${show(amount)}`
      : `${line.quantity} at ${line.unitPrice} for ${line.baseQuantity} = ${show(amount)}`,
    ...(line.allowances ?? []).map((allowance) => taken(allowance, show)),
    ...(line.allowances ? [`net ${show(line.netMinor)}`] : []),
    `VAT ${category} ${percentOf(ratePpm)} %${reason === undefined ? '' : `: ${reason}`}${rateSource === undefined ? '' : ` (${rateSource})`}`,
  ];
};

export const explainedTotals = (totals: Totals, currency: Currency): string[] => {
  const show = (minor: number) => `${toText(money(minor, currency))} ${currency}`;
  return [
    ...(totals.allowances ?? []).map(
      (allowance) => `${taken(allowance, show)} on ${allowance.category} ${percentOf(allowance.ratePpm)} %`,
    ),
    ...(totals.untaxed ?? []).map(
      ({ category, ratePpm, minor }) =>
        `early-payment discount: ${show(minor)} of ${category} ${percentOf(ratePpm)} % bears no tax`,
    ),
    ...totals.taxes.map(
      ({ category, ratePpm, baseMinor, taxMinor }) =>
        `VAT ${category} ${percentOf(ratePpm)} % of ${show(baseMinor)} = ${show(taxMinor)}`,
    ),
    `net ${show(totals.netMinor)} + VAT ${show(totals.taxMinor)} = ${show(totals.grossMinor)}`,
  ];
};

const fromWhere = (price: PriceSource | undefined): string[] => [
  ...(price?.passedOver ?? []).map((why) => `passed over ${why}`),
  price === undefined || price.source === 'given'
    ? 'price as given'
    : `${price.model} price of list ${price.list} version ${price.version}${price.contract === undefined ? '' : ` by contract ${price.contract}`}${price.quote === undefined ? '' : `, frozen by quote ${price.quote}`}`,
];

const taken = (
  { reason, percentPpm, baseMinor, minor }: Allowance,
  show: (minor: number) => string,
): string =>
  `${reason}: ${percentPpm === undefined ? '' : `${percentOf(percentPpm)} % ${baseMinor === undefined ? '' : `of ${show(baseMinor)} `}= `}-${show(minor)}`;
