/** How customers order and pay, drawn from the seed: the same seed plays the same company. */
import { createHash } from 'node:crypto';
import type { DemoCustomer } from './customers.ts';
import type { Random } from './random.ts';

export interface Invoice {
  id: string;
  number: string;
  reference: string;
  customerId: string;
  issuedOn: string;
  dueOn: string;
  open: { minor: number; currency: string };
  total: { minor: number; currency: string };
}
export interface Due {
  account?: string;
  on: string;
  customer: DemoCustomer;
  invoice: Invoice;
  minor: number;
  text: string;
  structured?: string;
  card: boolean;
}

/** When, how and with which words an invoice will be paid, by its customer's habit; undefined: never. */
export const howPaid = (
  customer: DemoCustomer,
  invoice: Invoice,
  random: Random,
  first: boolean,
): Due | undefined => {
  const { habit } = customer;
  const total = invoice.total.minor;
  const on = (low: number, high: number): string => shift(invoice.dueOn, random.between(low, high));
  const transfer = (day: string, minor = total): Due => ({
    on: day,
    customer,
    invoice,
    minor,
    text: `Rechnung ${invoice.number}`,
    ...(random.chance(0.5) && { structured: invoice.reference }),
    card: false,
  });
  switch (habit) {
    case 'prompt':
      return transfer(on(-8, -1));
    case 'punctual':
      return transfer(on(-2, 1));
    case 'late':
      return transfer(on(4, 16));
    case 'very late':
      return random.chance(0.75) ? transfer(on(18, 55)) : undefined;
    case 'card':
      return { ...transfer(on(-6, 6)), card: true };
    case 'no reference': {
      const { structured: _, ...plain } = transfer(on(0, 4));
      // Now and then from an account that nobody knows: that one waits for a person.
      return {
        ...plain,
        text: random.pick(['Zahlung', 'Danke', 'Teebestellung', 'payment']),
        ...(random.chance(0.2) && { account: 'NL91ABNA0417164300' }),
      };
    }
    case 'short':
      return transfer(on(0, 5), random.chance(0.4) ? Math.round(total * 0.9) : total);
    // Two customers now and then pay twice; it shows as unapplied cash.
    case 'over':
      return transfer(on(-3, 2), first ? total * 2 : total);
    default:
      return random.chance(0.5) ? transfer(on(8, 25)) : undefined;
  }
};

export const basket = (random: Random) =>
  Array.from({ length: random.between(1, 5) }, () => {
    const [sku, description, unitPrice, taxClass] = random.pick(GOODS);
    return { sku, description, unitPrice, taxClass, quantity: String(random.between(1, 12) * 6) };
  });

const GOODS = [
  ['KT-1001', 'Teekanne Steingut, 1,2 l', '24.90', 'standard'],
  ['KT-1002', 'Teetasse Steingut, 0,25 l', '6.45', 'standard'],
  ['KT-2001', 'Leinenserviette, natur', '3.20', 'standard'],
  ['KT-2002', 'Tischläufer Leinen 40 × 140 cm', '18.75', 'standard'],
  ['KT-3001', 'Notizbuch A5, 192 Seiten', '7.90', 'standard'],
  ['KT-3002', 'Füllhalter, Edelstahl', '31.50', 'standard'],
  ['KT-4001', 'Assam-Tee, 250 g', '8.1250', 'reduced'],
  ['KT-4002', 'Kräutertee, 100 g', '4.35', 'reduced'],
  ['KT-4003', 'Heidehonig, 500 g', '9.80', 'reduced'],
  ['KT-5001', 'Duftkerze Bienenwachs', '11.40', 'standard'],
  ['KT-5002', 'Laterne Zink, groß', '46.00', 'standard'],
  ['KT-6001', 'Küchenwaage digital', '38.20', 'standard'],
] as const;

export const shift = (day: string, by: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
export const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());
export const hash = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE();

/** The days of a demo, the first first. */
export const daysOf = ({ months, until }: { readonly months: number; readonly until: string }): string[] => {
  const first = shift(until, -Math.round(months * 30.4));
  return Array.from({ length: Math.round(months * 30.4) }, (_, index) => shift(first, index));
};
