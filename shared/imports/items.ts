/** A row of open items as an invoice that was supplied, or every field that is wrong with its reason. */
import { fromText, money, toText, type Money } from '../kernel/money.ts';
import { rounded } from '../kernel/decimal.ts';
import type { Row } from '../kernel/rows.ts';
import type { PricedLine, Totals } from '../pricing/price.ts';
import { OpenItem } from './import.ts';
import { ppmOf, wrong, type Supplied, type Wrong } from './rules.ts';

/** Columns of a CSV as the fields of an open item. */
export const fieldsOf = (flat: Readonly<Record<string, string>>): Row['fields'] =>
  Object.fromEntries(
    Object.entries(flat)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, name === 'reminded' && /^\d+$/.test(text) ? Number(text) : text]),
  );

export const suppliedBy = ({ fields, fault }: Row): Supplied | Wrong => {
  if (fault !== undefined) return wrong('', fault);
  const item = OpenItem.safeParse(fields);
  if (!item.success)
    return {
      wrong: item.error.issues.map((issue) => ({
        field: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
        reason: issue.code === 'unrecognized_keys' ? 'is not a field of an open item' : issue.message,
      })),
    };
  const { number, customer, issuedOn, dueOn, deliveredOn = issuedOn, currency, reminded, order } = item.data;
  const amounts = amountsOf(item.data);
  if ('wrong' in amounts) return amounts;
  const { total, open, totals, line } = amounts;
  return {
    number,
    customer: { externalId: customer },
    dates: { issuedOn, dueOn, deliveredOn },
    currency,
    reminded,
    ...(order !== undefined && { order }),
    lines: [{ ...line, description: number }],
    totals,
    paidMinor: total.minor - open.minor,
  };
};

interface Amounts {
  readonly total: Money;
  readonly open: Money;
  readonly totals: Totals;
  readonly line: Omit<PricedLine, 'description'>;
}

/**
 * One line of the whole: net, and its tax where it is said. Where it is not, the balance is outside the scope of VAT here: the tax
 * was accounted for with the invoice that another system issued.
 */
const amountsOf = ({
  currency,
  total: said,
  open: left = said,
  tax,
  taxPercent,
}: OpenItem): Amounts | Wrong => {
  const parsed = {
    total: amount(said, currency),
    open: amount(left, currency),
    tax: amount(tax ?? '0', currency),
  };
  for (const [field, value] of Object.entries(parsed))
    if (value === undefined) return wrong(field, `has more decimals than ${currency}`);
  const { total, open, tax: taxed } = parsed as Record<keyof typeof parsed, Money>;
  if (total.minor === 0) return wrong('total', 'must be above zero');
  if (open.minor === 0) return wrong('open', 'must be above zero: nothing is open otherwise');
  if (open.minor > total.minor) return wrong('open', 'is more than the total');
  if ((tax === undefined) !== (taxPercent === undefined))
    return wrong(tax === undefined ? 'tax' : 'taxPercent', 'belongs to the other of the two');
  const [netMinor, taxMinor] = [total.minor - taxed.minor, taxed.minor];
  const ratePpm = taxPercent === undefined ? 0 : ppmOf(taxPercent);
  // Rounded by line or by sum, in another system: a unit for each is what it may be off.
  const should = Number(rounded(BigInt(netMinor) * BigInt(ratePpm), 1_000_000n));
  if (netMinor < 0 || Math.abs(taxMinor - should) > 100)
    return wrong('tax', `is not ${taxPercent ?? '0'} percent of what it leaves of the total`);
  const treatment =
    taxPercent === undefined || ratePpm === 0
      ? { category: 'O' as const, ratePpm: 0, reason: 'Balance of an invoice that was issued before' }
      : { category: 'S' as const, ratePpm };
  return {
    total,
    open,
    totals: {
      netMinor,
      taxMinor,
      grossMinor: total.minor,
      taxes: [{ ...treatment, baseMinor: netMinor, taxMinor }],
    },
    line: {
      id: '1',
      sku: 'OPENING',
      quantity: '1',
      unit: 'C62',
      unitPrice: toText(money(netMinor, currency)),
      taxClass: treatment.category === 'S' ? 'standard' : 'out_of_scope',
      tax: treatment,
      netMinor,
    },
  };
};
const amount = (text: string, currency: string): Money | undefined => {
  try {
    return fromText(text, currency);
  } catch {
    return undefined;
  }
};
