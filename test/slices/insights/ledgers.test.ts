/** Ledgers of accounts and customers agree with the trial balance and with the statement of account, on any days and pages. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standingOf } from '../../../shared/accounts/rules.ts';
import { ledgerOf, linesOfCustomer } from '../../../shared/insights/ledgers.ts';
import { balanceOf, fold } from '../../../shared/insights/rules.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { ACCOUNTS, type Account, type Booked, type Entry } from '../../../shared/ledger/entry.ts';
import { entry } from '../../../shared/ledger/rules.ts';

const DUE = '2026-02-01';
const CUSTOMERS = ['cus_a', 'cus_b'];
/** A move of the road: an invoice, money that settles it in part and is the customer's for the rest, a match, an unmatch. */
const move = fc.record({
  day: fc.nat(60),
  whose: fc.constantFrom(...CUSTOMERS),
  what: fc.constantFrom('invoice', 'receipt', 'match', 'unmatch'),
  invoice: fc.nat(3),
  minor: fc.integer({ min: 1, max: 100_000 }),
  rest: fc.nat(500),
});
const linesOf: Record<
  string,
  (m: { whose: string; invoice: number; minor: number; rest: number }) => Entry['lines']
> = {
  invoice: ({ whose, invoice, minor }) => [
    { account: 'receivables', minor, customerId: whose, invoiceId: `${whose} ${invoice}`, dueOn: DUE },
    { account: 'revenue', minor: 0 - minor },
  ],
  receipt: ({ whose, invoice, minor, rest }) => [
    { account: 'bank', minor: minor + rest },
    // The customer of a receivable is not always said: its invoice says it.
    { account: 'receivables', minor: 0 - minor, invoiceId: `${whose} ${invoice}`, dueOn: DUE },
    { account: 'unapplied', minor: 0 - rest, customerId: whose },
  ],
  match: ({ whose, invoice, minor }) => [
    { account: 'unapplied', minor, customerId: whose },
    {
      account: 'receivables',
      minor: 0 - minor,
      customerId: whose,
      invoiceId: `${whose} ${invoice}`,
      dueOn: DUE,
    },
  ],
  unmatch: ({ whose, invoice, minor }) => [
    { account: 'receivables', minor, customerId: whose, invoiceId: `${whose} ${invoice}`, dueOn: DUE },
    { account: 'unapplied', minor: 0 - minor, customerId: whose },
  ],
};
const books = fc.array(move, { maxLength: 25 }).map((moves): Booked[] => {
  // Every invoice is there from the first day on, so that whose it is is known.
  const first = CUSTOMERS.flatMap((whose) =>
    [0, 1, 2, 3].map((invoice) => ({ day: 0, whose, what: 'invoice', invoice, minor: 1, rest: 0 })),
  );
  return [...first, ...moves.toSorted((a, b) => a.day - b.day)].map((one, serial) => ({
    ...entry({
      entity: 'main',
      on: addDays('2026-01-01', one.day),
      currency: 'EUR',
      kind: one.what as Entry['kind'],
      source: `S-${serial}`,
      memo: '',
      lines: linesOf[one.what]!(one),
    })!,
    id: `act_${String(serial).padStart(4, '0')}`,
    at: '2026-01-01T00:00:00Z',
    actor: 'x',
  }));
});
const days = fc.tuple(fc.nat(70), fc.nat(70)).map(([a, b]) => ({
  from: addDays('2026-01-01', Math.min(a, b)),
  to: addDays('2026-01-01', Math.max(a, b)),
}));

/** All pages of a few movements, one after the other. */
const paged = (
  entries: readonly Booked[],
  asked: Omit<Parameters<typeof ledgerOf>[1], 'limit' | 'after'>,
  limit: number,
) => {
  const pages: ReturnType<typeof ledgerOf>[] = [];
  for (let after: string | undefined; ;) {
    const page = ledgerOf(entries, { ...asked, limit, after });
    pages.push(page);
    if (page.next === undefined) return pages;
    after = page.next;
  }
};

test('an account begins and ends as the trial balance of these days has it, and its pages hold each movement once', () => {
  const accounts = Object.keys(ACCOUNTS) as Account[];
  fc.assert(
    fc.property(books, days, fc.integer({ min: 1, max: 7 }), (entries, { from, to }, limit) => {
      const upTo = (day: string) => fold(entries.filter(({ on }) => on <= day)).get('EUR');
      const [before, after] = [upTo(addDays(from, -1)), upTo(to)];
      for (const account of accounts) {
        const asked = { counts: (line: { account: string }) => line.account === account, from, to };
        const pages = paged(entries, asked, limit);
        const rows = pages.flatMap(({ data }) => data);
        const { openingMinor, debitMinor, creditMinor, closingMinor } = pages[0]!;
        expect(openingMinor).toBe(before ? balanceOf(before, account) : 0);
        expect(closingMinor).toBe(after ? balanceOf(after, account) : 0);
        expect(openingMinor + debitMinor - creditMinor).toBe(closingMinor);
        let balance = openingMinor;
        for (const { minor, balanceMinor } of rows) expect(balanceMinor).toBe((balance += minor));
        expect(balance).toBe(closingMinor);
        expect(rows.map(({ entry: id }) => id)).toEqual(
          entries.flatMap(({ id, on, lines }) =>
            on < from || on > to ? [] : lines.filter((line) => line.account === account).map(() => id),
          ),
        );
        for (const { closingMinor: same, data } of pages) {
          expect(same).toBe(closingMinor);
          expect(data.length).toBeLessThanOrEqual(limit);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a customer ends with the balance of its statement of account', () => {
  fc.assert(
    fc.property(books, days, fc.subarray(CUSTOMERS, { minLength: 1 }), (entries, { from, to }, ids) => {
      const { closingMinor } = ledgerOf(entries, {
        counts: linesOfCustomer(entries, ids),
        from,
        to,
        limit: 10,
      });
      const said = standingOf(
        entries.filter(({ on }) => on <= to),
        { ids, entity: 'main', currency: 'EUR', asOf: to },
      );
      expect(closingMinor).toBe(said.balanceMinor);
    }),
  );
});
