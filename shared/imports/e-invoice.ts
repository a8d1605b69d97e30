/** An e-invoice by EN 16931 as an invoice that was supplied: held against the rules first, then against what we can keep. */
import { groupsOf, said, type Group, type Reading, type Term } from '../documents/en16931/model.ts';
import { judge } from '../documents/en16931/rules.ts';
import { CREDIT_NOTES } from '../documents/en16931/write.ts';
import { addDays } from '../kernel/dates.ts';
import { exact, written } from '../kernel/decimal.ts';
import { inMinor } from '../kernel/money.ts';
import {
  TaxCategory,
  type Allowance,
  type PricedLine,
  type TaxTreatment,
  type Totals,
} from '../pricing/price.ts';
import { ppmOf, wrong, type Supplied, type Wrong } from './rules.ts';

/** `termsDays`: when it is due where it does not say. Every broken rule is told; nothing is taken of a document that breaks one. */
export const suppliedIn = (reading: Reading, termsDays: number): Supplied | Wrong => {
  const findings = judge(reading);
  if (findings.length > 0)
    return { wrong: findings.map(({ rule, detail }) => ({ field: rule, reason: detail })) };
  const { invoice } = reading;
  const kept = keptOf(invoice);
  if (kept) return kept;
  const [seller, buyer] = [groupsOf(invoice, 'BG-4')[0]!, groupsOf(invoice, 'BG-7')[0]!];
  const issuedOn = said(invoice, 'BT-2')!;
  const currency = said(invoice, 'BT-5')!;
  const minor = minorIn(currency);
  const due = minor(invoice, 'BT-115');
  const gross = minor(invoice, 'BT-112');
  return {
    number: said(invoice, 'BT-1')!,
    customer: { externalId: said(buyer, 'BT-46'), vatId: said(buyer, 'BT-48') },
    seller: { vatId: said(seller, 'BT-31'), name: said(seller, 'BT-27') },
    dates: {
      issuedOn,
      dueOn: said(invoice, 'BT-9') ?? addDays(issuedOn, termsDays),
      deliveredOn: groupsOf(invoice, 'BG-13').flatMap((one) => said(one, 'BT-72') ?? [])[0] ?? issuedOn,
    },
    currency,
    reminded: 0,
    ...(said(invoice, 'BT-13') !== undefined && { purchaseOrder: line(said(invoice, 'BT-13')!) }),
    ...(said(invoice, 'BT-14') !== undefined && { order: line(said(invoice, 'BT-14')!) }),
    lines: [...groupsOf(invoice, 'BG-25').map((line) => lineOf(line, minor)), ...chargesOf(invoice, minor)],
    totals: totalsOf(invoice, minor),
    paidMinor: gross - due,
  };
};

/** What EN 16931 has and our books do not: said, and not rounded away. */
const keptOf = (invoice: Group): Wrong | undefined => {
  if (CREDIT_NOTES.has(said(invoice, 'BT-3')!))
    return wrong('BT-3', 'is a credit note: import what is open of the invoice after it');
  const minor = minorIn(said(invoice, 'BT-5')!);
  const [gross, due, paid] = (['BT-112', 'BT-115', 'BT-113'] as const).map((term) => minor(invoice, term));
  if (due! <= 0) return wrong('BT-115', 'asks for nothing: there is nothing open');
  if (gross! - due! !== paid) return wrong('BT-114', 'is rounded, which our books do not do');
  if (paid < 0) return wrong('BT-113', 'was paid less than nothing');
  const groups = groupsOf(invoice, 'BG-23');
  const other = groups.find((group) => !TaxCategory.safeParse(said(group, 'BT-118')).success);
  if (other)
    return wrong('BT-118', `has the VAT category ${said(other, 'BT-118')}, which our books do not have`);
  const base = groups.reduce((sum, group) => sum + minor(group, 'BT-116'), 0);
  return base === minor(invoice, 'BT-109')
    ? undefined
    : wrong('BT-116', 'has VAT groups whose bases are not the total without VAT to the cent');
};

type Minor = (group: Group, term: Term) => number;
const minorIn =
  (currency: string): Minor =>
  (group, term) => {
    const text = said(group, term);
    return text === undefined ? 0 : inMinor(exact(plain(text)), currency).minor;
  };

/** XML's decimals may begin with a plus or a point; ours do not. */
const plain = (text: string): string =>
  written(
    exact(
      text
        .replace(/^\+/, '')
        .replace(/^(-?)\./, '$10.')
        .replace(/\.$/, ''),
    ),
  );
/** One line without what turns or ends a line: it ends in documents and mails of ours. */
const line = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, 200);

const treatment = (category: string | undefined, percent: string | undefined): TaxTreatment => ({
  category: TaxCategory.parse(category),
  ratePpm: percent === undefined ? 0 : ppmOf(percent),
});
/** Ours is written with its category; which class of goods it was, nobody needs to know any more. */
const CLASSES: Readonly<Record<TaxCategory, PricedLine['taxClass']>> = {
  S: 'standard',
  Z: 'zero',
  E: 'exempt',
  AE: 'reverse_charge',
  K: 'standard',
  G: 'standard',
  O: 'out_of_scope',
};

const lineOf = (of: Group, minor: Minor): PricedLine => {
  const tax = treatment(said(of, 'BT-151'), said(of, 'BT-152'));
  const allowances = groupsOf(of, 'BG-27').map((one): Allowance => ({
    reason: line(said(one, 'BT-139') ?? said(one, 'BT-140')!),
    minor: minor(one, 'BT-136'),
  }));
  return {
    id: said(of, 'BT-126')!,
    sku: line(said(of, 'BT-155') ?? said(of, 'BT-157') ?? said(of, 'BT-126')!),
    description: line(said(of, 'BT-153')!),
    quantity: plain(said(of, 'BT-129')!),
    unit: said(of, 'BT-130')!,
    unitPrice: plain(said(of, 'BT-146')!),
    ...(said(of, 'BT-149') !== undefined && { baseQuantity: plain(said(of, 'BT-149')!) }),
    taxClass: CLASSES[tax.category],
    tax,
    ...(allowances.length > 0 && { allowances }),
    netMinor: minor(of, 'BT-131'),
  };
};

/** A charge on the document is a line of its own: our documents know discounts alone. */
const chargesOf = (invoice: Group, minor: Minor): PricedLine[] =>
  groupsOf(invoice, 'BG-21').map((charge, at) => {
    const tax = treatment(said(charge, 'BT-102'), said(charge, 'BT-103'));
    const reason = line(said(charge, 'BT-104') ?? said(charge, 'BT-105')!);
    return {
      id: `C${at + 1}`,
      sku: reason.slice(0, 60),
      description: reason,
      quantity: '1',
      unit: 'C62',
      unitPrice: plain(said(charge, 'BT-99')!),
      taxClass: CLASSES[tax.category],
      tax,
      netMinor: minor(charge, 'BT-99'),
    };
  });

const totalsOf = (invoice: Group, minor: Minor): Totals => {
  const allowances = groupsOf(invoice, 'BG-20').map((one) => {
    const { category, ratePpm } = treatment(said(one, 'BT-95'), said(one, 'BT-96'));
    return {
      reason: line(said(one, 'BT-97') ?? said(one, 'BT-98')!),
      minor: minor(one, 'BT-92'),
      category,
      ratePpm,
    };
  });
  return {
    netMinor: minor(invoice, 'BT-109'),
    taxMinor: minor(invoice, 'BT-110'),
    grossMinor: minor(invoice, 'BT-112'),
    taxes: groupsOf(invoice, 'BG-23').map((group) => ({
      ...treatment(said(group, 'BT-118'), said(group, 'BT-119')),
      ...(said(group, 'BT-121') !== undefined && { reasonCode: said(group, 'BT-121')! }),
      ...(said(group, 'BT-120') !== undefined && { reason: said(group, 'BT-120')! }),
      baseMinor: minor(group, 'BT-116'),
      taxMinor: minor(group, 'BT-117'),
    })),
    ...(allowances.length > 0 && { allowances }),
  };
};
