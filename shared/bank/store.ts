/**
 * Table: STATEMENT `${t}#STM#${id}`/STATEMENT (g1 `${t}#STATEMENTS`/received#id) ·
 * LINE `${t}#BANKLINE#${id}`/LINE (g2 while a person must look `${t}#EXCEPTIONS`/booked#id) ·
 * BALANCE `${t}#BANKACCOUNT#${iban}#${currency}`/closed#statement#place: what each statement closed with ·
 * LAYOUT `${t}#BANKLAYOUT#${iban}`/LAYOUT: how the bank of an account writes CSV ·
 * MOVEMENT `${t}#MOVED#${iban}#${currency}#${minor}`/day#id (g2 while only announced `${t}#UNCONFIRMED`/day#id), SAME `${t}#BANKLINE#${id}`/SAME#${channel}:
 * what an entry is that another message told before, both for some months · ANNOUNCING `${t}#ANNOUNCING#${iban}`/ANNOUNCING
 * 1. statement by id: 1 read · 2. list: 1 query + 1 batch · 3. line by id: 1 read, many: 1 batch · 4. exceptions, oldest
 * first: 1 query + 1 batch · 5. closing balances up to a day, newest first: 1 query · 6. layout of an account: 1 read, of all: 1 batch ·
 * 7. whether the bank of an account announces: 1 read · 8. movements of an amount: 1 query; one: 1 read; what else an entry is: 1 batch ·
 * 9. what no statement has confirmed, oldest first: 1 query + 1 batch
 */
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { Money, type Currency } from '../kernel/money.ts';
import { docOf, saved, type Listing, type Read, type Write } from '../kernel/storage.ts';
import type { KnownBalance } from './rules.ts';
import * as z from 'zod';
import { CsvLayout } from './layout.ts';
import { Announcing, isUnconfirmed, Movement, type Same } from './movement.ts';
import { BankLine, Statement, type AccountStatement } from './statement.ts';

export const statementById = (tenant: string, id: string): Read<Statement> => ({
  key: { pk: `${tenant}#STM#${id}`, sk: 'STATEMENT' },
  parse: docOf(Statement),
});
export const statements = (tenant: string): Listing<Statement> => ({
  index: 'g1',
  partition: `${tenant}#STATEMENTS`,
  order: 'newest first',
  parse: docOf(Statement),
});
export const putStatement = (tenant: string, statement: Statement): Write<'table.stale'> =>
  saved(
    { pk: `${tenant}#STM#${statement.id}`, sk: 'STATEMENT' },
    'statement',
    statement,
    `statement ${statement.id}`,
    {
      g1p: `${tenant}#STATEMENTS`,
      g1s: `${statement.receivedAt}#${statement.id}`,
    },
  );

const lineKey = (tenant: string, id: string) => ({ pk: `${tenant}#BANKLINE#${id}`, sk: 'LINE' });
export const lineById = (tenant: string, id: string): Read<BankLine> => ({
  key: lineKey(tenant, id),
  parse: docOf(BankLine),
});
export const exceptions = (tenant: string): Listing<BankLine> => ({
  index: 'g2',
  partition: `${tenant}#EXCEPTIONS`,
  parse: docOf(BankLine),
});
export const putLine = (tenant: string, line: BankLine): Write<'table.stale'> =>
  saved(
    lineKey(tenant, line.id),
    'bank-line',
    line,
    `bank line ${line.id}`,
    line.state === 'EXCEPTION' ? { g2p: `${tenant}#EXCEPTIONS`, g2s: `${line.bookedOn}#${line.id}` } : {},
  );

const balances = (tenant: string, iban: string, currency: Currency) =>
  `${tenant}#BANKACCOUNT#${iban}#${currency}`;
export const balancesUpTo = (
  tenant: string,
  iban: string,
  currency: Currency,
  day: LocalDate,
): Listing<KnownBalance> => ({
  partition: balances(tenant, iban, currency),
  to: `${day}$`,
  order: 'newest first',
  parse: (item) => ({ on: item.sk.slice(0, 10), closing: Money.parse(item['closing']) }),
});
/** The closing balances of a statement's accounts, in the order of the file. */
export const putBalances = (
  tenant: string,
  id: string,
  accounts: readonly AccountStatement[],
): Write<'table.stale'>[] =>
  accounts.flatMap(({ accountIban, currency, closing, closedOn }, place) =>
    closing === undefined || closedOn === undefined
      ? []
      : [
          {
            put: {
              pk: balances(tenant, accountIban, currency),
              sk: `${closedOn}#${id}#${place}`,
              kind: 'bank-balance',
              closing,
            },
            clash: 'table.stale',
            about: `a balance of ${id}`,
          },
        ],
  );

const KeptLayout = z.object({ iban: z.string(), version: z.int(), layout: CsvLayout });
type KeptLayout = Readonly<z.infer<typeof KeptLayout>>;
const layoutKey = (tenant: string, iban: string) => ({ pk: `${tenant}#BANKLAYOUT#${iban}`, sk: 'LAYOUT' });
export const layoutOf = (tenant: string, iban: string): Read<KeptLayout> => ({
  key: layoutKey(tenant, iban),
  parse: docOf(KeptLayout),
});
export const putLayout = (tenant: string, kept: KeptLayout): Write<'table.stale'> =>
  saved(layoutKey(tenant, kept.iban), 'bank-layout', kept, `the layout of ${kept.iban}`);

/** As long as a bank may take to book what it announced, many times over. */
const MOVEMENT_DAYS = 120;
const untilOf = (now: Instant): number => Math.floor(Date.parse(now) / 1000) + MOVEMENT_DAYS * 86_400;
type Place = Pick<Movement, 'accountIban' | 'amount'>;
const moved = (tenant: string, { accountIban, amount: { currency, minor } }: Place) =>
  `${tenant}#MOVED#${accountIban}#${currency}#${minor}`;
export const movementOf = (
  tenant: string,
  { id, bookedOn, ...place }: Place & Pick<Movement, 'id' | 'bookedOn'>,
): Read<Movement> => ({
  key: { pk: moved(tenant, place), sk: `${bookedOn}#${id}` },
  parse: docOf(Movement),
});
/** All of an amount on an account, from one day to another. */
export const movementsOf = (
  tenant: string,
  place: Place,
  from: LocalDate,
  to: LocalDate,
): Listing<Movement> => ({ partition: moved(tenant, place), from, to: `${to}$`, parse: docOf(Movement) });
export const putMovement = (tenant: string, movement: Movement, now: Instant): Write<'table.stale'> => {
  const { key } = movementOf(tenant, movement);
  const index = isUnconfirmed(movement) ? { g2p: `${tenant}#UNCONFIRMED`, g2s: key.sk } : {};
  const write = saved(key, 'bank-movement', movement, `movement ${movement.id}`, index);
  return { ...write, put: { ...write.put!, ttl: untilOf(now) } };
};
/** Announced, and in no statement that was read, up to a day. */
export const unconfirmed = (tenant: string, upTo: LocalDate): Listing<Movement> => ({
  index: 'g2',
  partition: `${tenant}#UNCONFIRMED`,
  to: `${upTo}$`,
  parse: docOf(Movement),
});

export const sameAs = (tenant: string, id: string, channel: string): Read<string> => ({
  key: { pk: `${tenant}#BANKLINE#${id}`, sk: `SAME#${channel}` },
  parse: () => `${id} ${channel}`,
});
export const putSame = (tenant: string, { id, is, channel }: Same, now: Instant): Write<'table.stale'> => ({
  put: { ...sameAs(tenant, id, channel).key, kind: 'bank-same', is, ttl: untilOf(now) },
  clash: 'table.stale',
  about: `entry ${id}`,
});

/** Commits of one account that go on at once, each with a condition in a place of its own: two that share an item get into each other's way. */
export const PLACES = 4;
export const announcingOn = (tenant: string, iban: string, place: number): Read<Announcing> => ({
  key: { pk: `${tenant}#ANNOUNCING#${iban}`, sk: `ANNOUNCING#${place}` },
  parse: docOf(Announcing),
});
/** In all places together, so that each of them says it. */
export const putAnnouncing = (tenant: string, iban: string, version: number): Write<'table.stale'>[] =>
  Array.from({ length: PLACES }, (_, place) =>
    saved(
      announcingOn(tenant, iban, place).key,
      'bank-announcing',
      { version },
      `what the bank of ${iban} announces`,
    ),
  );
/** Holds while the bank of the account has announced nothing. */
export const announcesNothing = (tenant: string, iban: string, place: number): Write<'table.stale'> => ({
  check: announcingOn(tenant, iban, place).key,
  if: 'absent',
  clash: 'table.stale',
  about: `announcements on ${iban}`,
});
