/** What the demo shows on a terminal: a progress bar, a timeline, a summary with the ageing as a picture. */
import type { Client } from './client.ts';

/** Redraws one line on a terminal; elsewhere says a line each tenth. */
export const bar = (
  out: NodeJS.WriteStream = process.stdout,
): ((done: number, of: number, label: string) => void) => {
  let said = -1;
  return (done, of, label) => {
    const share = done / of;
    if (out.isTTY) {
      const width = 40;
      out.write(
        `\r  ${'█'.repeat(Math.round(share * width)).padEnd(width, '░')} ${String(Math.round(share * 100)).padStart(3)} %  ${label}${done === of ? '\n' : ''}`,
      );
    } else if (Math.floor(share * 10) > said) {
      said = Math.floor(share * 10);
      out.write(`  ${said * 10} %  ${label}\n`);
    }
  };
};

interface Ageing {
  currencies: {
    currency: string;
    buckets: { name: string; minor: number }[];
    openMinor: number;
    controlAccountMinor: number;
    unappliedMinor: number;
  }[];
}
interface Dso {
  currencies: { currency: string; simple: number | null; countback: { days: number } }[];
}

/** The books at the end, per currency: buckets as bars, and the figures that must agree beside each other. */
export const summary = async (desk: Client): Promise<string> => {
  const [ageing, dso] = [await desk.get<Ageing>('/v1/ageing'), await desk.get<Dso>('/v1/dso')];
  const lines: string[] = [];
  for (const { currency, buckets, openMinor, controlAccountMinor, unappliedMinor } of ageing.currencies) {
    const most = Math.max(1, ...buckets.map(({ minor }) => minor));
    const days = dso.currencies.find((one) => one.currency === currency);
    lines.push(
      '',
      `  ${currency}  open ${major(openMinor)}   control account ${major(controlAccountMinor)}   unapplied ${major(unappliedMinor)}   DSO ${days?.simple ?? 'n/a'} (countback ${days?.countback.days})`,
    );
    for (const { name, minor } of buckets)
      lines.push(
        `    ${name.padEnd(9)}${'█'.repeat(Math.round((minor / most) * 40)).padEnd(41)}${major(minor).padStart(14)}`,
      );
  }
  return lines.join('\n');
};

export const major = (minor: number): string =>
  (minor / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 });

interface Row {
  state?: string;
  issuedOn?: string;
  total?: Amount;
  open?: Amount;
  overdueDays?: number;
  delivery?: { state: string };
  reminded?: number;
  amount?: Amount;
  unapplied?: Amount;
  method?: string;
  paidOn?: string;
  placedAt?: string;
  number?: string;
}
interface Amount {
  minor: number;
  currency: string;
}

/** Month by month: what was ordered, invoiced and paid, in counts; then what needs a person. */
export const timeline = async (desk: Client): Promise<string> => {
  const [orders, invoices, payments, exceptions] = [
    await everything(desk, '/v1/orders'),
    await everything(desk, '/v1/invoices'),
    await everything(desk, '/v1/payments'),
    await everything(desk, '/v1/exceptions'),
  ];
  const months = [...new Set(orders.map((order) => order.placedAt!.slice(0, 7)))].sort();
  const count = (rows: readonly Row[], day: (row: Row) => string | undefined, month: string): number =>
    rows.filter((row) => day(row)?.startsWith(month)).length;
  return [
    '',
    '  month     orders  invoices  payments',
    ...months.map(
      (month) =>
        `  ${month} ${[count(orders, (row) => row.placedAt, month), count(invoices, (row) => row.issuedOn, month), count(payments, (row) => row.paidOn, month)].map((n) => String(n).padStart(9)).join('')}`,
    ),
    '',
    `  held orders ${orders.filter(({ state }) => state === 'HELD').length}   overdue invoices ${invoices.filter(({ overdueDays }) => (overdueDays ?? 0) > 0).length}   reminded ${invoices.filter(({ reminded }) => (reminded ?? 0) > 0).length}   invoices without an address that takes mail ${invoices.filter(({ delivery }) => delivery?.state === 'BOUNCED' || delivery?.state === 'SUPPRESSED').length}   payments with unapplied money ${payments.filter(({ unapplied }) => (unapplied?.minor ?? 0) > 0).length}   exceptions ${exceptions.length}`,
  ].join('\n');
};

const everything = async (desk: Client, path: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let cursor = ''; ;) {
    const page = await desk.get<{ data: Row[]; nextCursor?: string }>(`${path}?limit=100${cursor}`);
    rows.push(...page.data);
    if (page.nextCursor === undefined) return rows;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
};
