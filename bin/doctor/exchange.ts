/** Foreign money: what an invoice is worth in the books, what each settlement relieves of that, and what was gained or lost on the way. */
import type { Books, Invoice, Money, Payment, Rate } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';

const value = rule(
  'exchange.value',
  'The value by which a foreign invoice stands in the books is not that of its rate, or is not used up when it is paid: unmatch what settled it and match it again.',
);
const gain = rule(
  'exchange.gain',
  'What a receipt gained or lost is not what it was worth less what it settled: unmatch it and match it again.',
);
const account = rule(
  'exchange.account',
  'The ledger is append-only: book a reversal and the right entry, and find what wrote this one.',
);

export function* exchange(books: Books): Generator<Finding> {
  for (const invoice of books.invoices) yield* worth(books, invoice);
  yield* gained(books);
  yield* booked(books);
}

/** Minor units of a currency; the others have two decimals. */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((name) => [name, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((name) => [name, 3])),
  CLF: 4,
  UYW: 4,
};
/** In the other currency of the pair, rounded half away from zero; undefined where the pair does not know it. */
const inOther = (minor: number, currency: string, { base, quote, rate }: Rate): Money | undefined => {
  if (currency !== base && currency !== quote) return undefined;
  const other = currency === base ? quote : base;
  const [whole = '', part = ''] = rate.split('.');
  let [up, down] = [BigInt(whole + part), 10n ** BigInt(part.length)];
  if (currency === quote) [up, down] = [down, up];
  const shift = (DECIMALS[other] ?? 2) - (DECIMALS[currency] ?? 2);
  up *= 10n ** BigInt(Math.max(shift, 0));
  down *= 10n ** BigInt(Math.max(-shift, 0));
  const doubled = 2n * BigInt(Math.abs(minor)) * up;
  const rounded = Number((doubled + down) / (2n * down));
  return { minor: minor < 0 ? -rounded : rounded, currency: other };
};

/** By the rate of its issue; each settlement relieves a part of it, and nothing is left when nothing is open. */
function* worth(
  { tenant, snapshots }: Books,
  { id, number, total, open, state, settlements, booked: kept }: Invoice,
): Generator<Finding> {
  const relieved = settlements.filter(({ bookedMinor }) => bookedMinor !== undefined);
  if (!kept) {
    if (relieved.length > 0)
      yield value(tenant, 'a settlement relieves a value that it does not have', number, id);
    return;
  }
  const should = inOther(total.minor, total.currency, kept.rate);
  if (kept.value.minor !== should?.minor || kept.value.currency !== should.currency)
    yield value(
      tenant,
      `${total.minor} ${total.currency} are worth ${should?.minor} by its rate, and it says ${kept.value.minor}`,
      number,
      id,
    );
  const frozen = snapshots.get(id)?.booked;
  if (frozen?.value.minor !== kept.value.minor || frozen.rate.rate !== kept.rate.rate)
    yield value(tenant, 'its snapshot has another value', number, id);
  if (relieved.length < settlements.length)
    yield value(tenant, 'a settlement does not say what of its value it relieves', number, id);
  const sum = sumOf(relieved, ({ bookedMinor }) => bookedMinor!);
  if (open.minor === 0 && state !== 'VOID' && sum !== kept.value.minor)
    yield value(tenant, `nothing is open, and ${sum} of ${kept.value.minor} are relieved`, number, id);
}

/** By receipt: worth in all what its rate makes of what it settled; by invoice: a gain is that less what it relieves. */
function* gained({ tenant, invoices, payments }: Books): Generator<Finding> {
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  for (const { id, rate, amount, allocations } of payments) {
    const own = allocations.filter((one) => one.exchange);
    if (own.length === 0) continue;
    const settled = sumOf(own, (one) => one.amount.minor);
    const [said, should] = [
      sumOf(own, (one) => one.exchange!.value.minor),
      rate && inOther(settled, amount.currency, rate)?.minor,
    ];
    if (said !== should)
      yield gain(
        tenant,
        `${settled} ${amount.currency} are worth ${should} by its rate, and it says ${said}`,
        id,
      );
    for (const [invoiceId, parts] of Map.groupBy(own, (one) => one.invoiceId)) {
      const less = relievedBy(byId.get(invoiceId), id);
      const [was, is] = [
        sumOf(parts, (one) => one.exchange!.value.minor) - less,
        sumOf(parts, (one) => one.exchange!.gainMinor),
      ];
      if (was !== is) yield gain(tenant, `it gained ${was} on an invoice, and says ${is}`, id, invoiceId);
    }
  }
}
/** What the money of a receipt relieved, without what its payer kept or left out. */
const relievedBy = (invoice: Invoice | undefined, paymentId: Payment['id']): number =>
  sumOf(
    (invoice?.settlements ?? []).filter(
      ({ paymentId: of, method }) => of === paymentId && method !== 'difference',
    ),
    ({ amount, discount, bookedMinor = 0 }) => {
      const kept = discount?.minor ?? 0;
      const whole = amount.minor + kept;
      const doubled = 2n * BigInt(Math.abs(bookedMinor)) * BigInt(kept);
      const part = Number((doubled + BigInt(whole)) / (2n * BigInt(whole)));
      return bookedMinor - (bookedMinor < 0 ? -part : part);
    },
  );

/** The accounts are what the receipts say, by legal entity and currency of its books. */
function* booked({ tenant, entries, payments }: Books): Generator<Finding> {
  const rows = entries.flatMap(({ entity, currency, lines }) =>
    lines.map(({ account: name, minor }) => ({ key: `${entity} ${currency}`, name, minor })),
  );
  const gains = payments.flatMap(({ entity, allocations }) =>
    allocations.flatMap((one) =>
      one.exchange
        ? [{ key: `${entity} ${one.exchange.value.currency}`, minor: one.exchange.gainMinor }]
        : [],
    ),
  );
  const expected: Record<string, { key: string; minor: number }[]> = {
    translation: gains,
    exchangeGains: gains.filter(({ minor }) => minor > 0).map((one) => ({ ...one, minor: 0 - one.minor })),
    exchangeLosses: gains.filter(({ minor }) => minor < 0).map((one) => ({ ...one, minor: 0 - one.minor })),
  };
  for (const [name, should] of Object.entries(expected))
    for (const { key, one, other } of differing(
      sumsOf(
        rows.filter((row) => row.name === name),
        (row) => row.key,
        ({ minor }) => minor,
      ),
      sumsOf(
        should,
        (row) => row.key,
        ({ minor }) => minor,
      ),
    ))
      yield account(tenant, `${name} is ${one} in the ledger and ${other} in the receipts`, key);
}
