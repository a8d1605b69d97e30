/** What is in force on a day, for whom, and in which order; and when an amount falls due by its terms. */
import { idsOf, type Customer } from '../customers/customer.ts';
import { addDays, addMonths, endOfMonth, type LocalDate } from '../kernel/dates.ts';
import { money, portion, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { ppm } from '../pricing/discounts.ts';
import { stepsFit } from '../pricing/models.ts';
import type {
  Contract,
  Exemptions,
  FrozenTerms,
  PaymentTerms,
  PriceList,
  PriceListHead,
} from './agreement.ts';

export const inForce = (
  { validFrom, validUntil }: { validFrom: LocalDate; validUntil?: LocalDate | undefined },
  on: LocalDate,
): boolean => validFrom <= on && (validUntil === undefined || on <= validUntil);

const RANK = { contract: 0, customer: 1, segment: 2, everybody: 3 } as const;

/** The lists that may price for a customer, the first to be asked first. A contract's own list is in its frozen version. */
export const listsFor = (
  heads: readonly PriceListHead[],
  customer: Pick<Customer, 'id' | 'aliases' | 'segment'>,
  contract: Contract | undefined,
  { on, currency }: { on: LocalDate; currency: string },
): Pick<PriceListHead, 'id' | 'version' | 'requires'>[] => {
  const frozen =
    contract?.priceList === undefined
      ? []
      : [{ id: contract.priceList, version: contract.priceListVersion! }];
  const ids = idsOf(customer);
  const others = heads
    .filter(
      (head) =>
        inForce(head, on) &&
        head.currency === currency &&
        (head.for.kind === 'everybody' ||
          (head.for.kind === 'customer' && ids.includes(head.for.id)) ||
          (head.for.kind === 'segment' && head.for.segment === customer.segment)),
    )
    .sort(
      (a, b) =>
        RANK[a.for.kind] - RANK[b.for.kind] ||
        (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : a.id < b.id ? -1 : 1),
    );
  return [...frozen, ...others];
};

/** Each sku has one price, and each price a step for every quantity. */
export const priceListFits = ({
  entries,
}: Pick<PriceList, 'entries'>): Result<void, 'agreements.entries'> => {
  const seen = new Set<string>();
  for (const [index, { sku, rule }] of entries.entries()) {
    const wrong = seen.has(sku)
      ? `${sku} has a price already`
      : stepsFit(rule)
        ? undefined
        : 'steps rise, and the first begins at "0"';
    if (wrong !== undefined)
      return refuse('agreements.entries', 'A price list has one price for each quantity of a sku.', [
        { pointer: `/entries/${index}`, detail: wrong },
      ]);
    seen.add(sku);
  }
  return ok(undefined);
};

/** One line takes the rest and so the rounding; the others leave it something. */
export const termsFit = ({ lines }: Pick<PaymentTerms, 'lines'>): Result<void, 'agreements.terms_lines'> => {
  const rest = lines.filter(({ percent }) => percent === undefined).length;
  const said = lines.reduce((total, { percent }) => total + (percent === undefined ? 0 : ppm(percent)), 0);
  return rest === 1 && said < 1_000_000
    ? ok(undefined)
    : refuse(
        'agreements.terms_lines',
        'Terms have exactly one line without a percentage, and the others leave it something.',
        [{ pointer: '/lines', detail: `${rest} lines take the rest of ${100 - said / 10_000} %` }],
      );
};

export interface Instalment {
  readonly dueOn: LocalDate;
  readonly minor: number;
}
/**
 * Percent lines are rounded, of a few cents to no more than the lines before left; the one without takes the rest. In the order of the terms. Months,
 * then days, then the month's end.
 */
export const instalmentsOf = (
  { lines }: Pick<FrozenTerms, 'lines'>,
  issuedOn: LocalDate,
  gross: Money,
): Instalment[] => {
  let rest = gross.minor;
  const parts = lines.map(({ percent }) => {
    const minor = percent === undefined ? 0 : Math.min(portion(gross, ppm(percent)).minor, Math.max(0, rest));
    rest -= minor;
    return minor;
  });
  return lines.map(({ percent, months = 0, days, endOfMonth: toEnd, extraDays = 0 }, index) => {
    const day = addDays(addMonths(issuedOn, months), days);
    return {
      dueOn: addDays(toEnd ? endOfMonth(day) : day, extraDays),
      minor: percent === undefined ? rest : parts[index]!,
    };
  });
};

/** When the first of it is due (BT-9: of several parts the day of the first, the others are told in BT-20). */
export const dueOnOf = (terms: Pick<FrozenTerms, 'lines'>, issuedOn: LocalDate): LocalDate =>
  instalmentsOf(terms, issuedOn, money(0, 'EUR'))
    .map(({ dueOn }) => dueOn)
    .toSorted()[0]!;

/** By rising day, where an amount falls due on more than one; undefined else. */
export const partsOver = (
  terms: Pick<FrozenTerms, 'lines'> | undefined,
  from: LocalDate,
  gross: Money,
): Instalment[] | undefined => {
  if (!terms || terms.lines.length < 2) return undefined;
  const days = Map.groupBy(instalmentsOf(terms, from, gross), ({ dueOn }) => dueOn);
  const parts = [...days]
    .map(([dueOn, some]) => ({ dueOn, minor: some.reduce((sum, { minor }) => sum + minor, 0) }))
    .filter(({ minor }) => minor > 0)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  return parts.length > 1 ? parts : undefined;
};

/** The early-payment discount that the tax is computed without, in parts per million; 0 where the terms offer none, or correct the tax. */
export const untaxedPpm = (terms: Pick<FrozenTerms, 'earlyPayment'> | undefined): number =>
  terms?.earlyPayment?.mode === 'taxed' ? ppm(terms.earlyPayment.percent) : 0;

export const frozen = ({ id, version, name, lines, earlyPayment }: PaymentTerms): FrozenTerms => ({
  id,
  version,
  name,
  lines,
  ...(earlyPayment && { earlyPayment }),
});

/** The certificate that frees a customer's domestic purchases on a day, whichever of its records was given it. */
export const certificateOn = (exemptions: readonly Exemptions[], on: LocalDate) =>
  exemptions.flatMap(({ certificates }) => certificates).find((certificate) => inForce(certificate, on));
