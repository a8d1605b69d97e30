/** Whom a collector looks at first: points for what is known of a customer, each shown with its figure. */
import { addressesOf, type Customer } from '../customers/customer.ts';
import type { Account } from '../credit/credit.ts';
import { askedMinor, disputedMinor } from '../invoices/clarifying.ts';
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { isCollected } from '../invoices/rules.ts';
import { addDays, daysBetween, localDate, type LocalDate } from '../kernel/dates.ts';
import { overdueMinor } from '../kernel/instalments.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import { openAfter, type KnownOf } from '../predicting/expecting.ts';
import type { Score } from '../risk/risk.ts';
import type { CollectionRow, Point, Weights } from './row.ts';

export interface Known {
  readonly customer: Pick<Customer, 'undeliverable' | 'emails' | 'contacts'>;
  readonly open: readonly Invoice[];
  readonly score: Score | undefined;
  readonly account: Pick<Account, 'limit' | 'exposure'> | undefined;
  readonly lastContactAt: string | undefined;
  /** How it pays, as far as that was learned. */
  readonly pays?: KnownOf;
  readonly today: LocalDate;
  readonly zone: string;
}
type Ranked = Pick<
  CollectionRow,
  'score' | 'points' | 'overdue' | 'pausedMinor' | 'disputedMinor' | 'withAgency' | 'oldestDays'
>;

/** What of an invoice is asked for now: nothing of what is charged by itself, charged back, or only a deposit. */
const askedOf = (invoice: Invoice, today: LocalDate): number =>
  invoice.deposit ||
  isWithAgency(invoice) ||
  isCollected(invoice, today) ||
  invoice.chargebacks?.some(({ state }) => state === 'OPEN')
    ? 0
    : askedMinor(invoice, today);

/** It is on the row as overdue. */
export const isAskedFor = (invoice: Invoice, today: LocalDate): boolean => askedOf(invoice, today) > 0;

export const rankedOf = (known: Known, weights: Weights): Ranked => {
  const { open, today } = known;
  const owed = open.filter(({ deposit }) => !deposit);
  const asked = owed.filter((invoice) => isAskedFor(invoice, today));
  const overdue = [...Map.groupBy(asked, (invoice) => invoice.open.currency)].map(([currency, own]) =>
    money(
      own.reduce((sum, invoice) => sum + askedOf(invoice, today), 0),
      currency,
    ),
  );
  const all = owed.reduce((sum, invoice) => sum + overdueMinor(invoice, today), 0);
  const pausedMinor = all - overdue.reduce((sum, { minor }) => sum + minor, 0);
  const handed = owed.filter(isWithAgency);
  const withAgency = [...Map.groupBy(handed, (invoice) => invoice.open.currency)].map(([currency, own]) =>
    money(
      own.reduce((sum, { open: { minor } }) => sum + minor, 0),
      currency,
    ),
  );
  const oldestDays = Math.max(0, ...asked.map(({ dueOn }) => daysBetween(dueOn, today)));
  const points = pointsOf({ ...known, overdue, oldestDays }, weights);
  return {
    score: points.reduce((sum, point) => sum + point.points, 0),
    points,
    overdue,
    pausedMinor,
    ...(withAgency.length > 0 && { withAgency }),
    disputedMinor: owed.reduce((sum, one) => sum + Math.min(disputedMinor(one), overdueMinor(one, today)), 0),
    oldestDays,
  };
};

type Measured = Known & Pick<Ranked, 'overdue' | 'oldestDays'>;

const pointsOf = (known: Measured, weights: Weights): Point[] => {
  const { oldestDays, score } = known;
  const broken = score?.factors.find(({ name }) => name === 'broken_promises')?.value ?? 0;
  const silent = silentDays(known);
  return [
    amountPoints(known.overdue, weights),
    point('oldest_days', oldestDays, weights.fullDays, weights.oldestDays, `${oldestDays} days overdue.`),
    point(
      'risk',
      score ? 100 - score.score : 0,
      100,
      weights.risk,
      score ? `The behaviour score is ${score.score} of 100.` : 'Nothing is known of how it pays.',
    ),
    point(
      'broken_promises',
      broken,
      weights.fullBroken,
      weights.brokenPromises,
      `${broken} broken promises.`,
    ),
    point(
      'silence',
      silent,
      weights.fullSilence,
      weights.silence,
      known.lastContactAt === undefined
        ? 'Nobody has spoken with it.'
        : `${silent} days since the last contact.`,
    ),
    bouncedPoints(known, weights),
    limitPoints(known, weights),
    expectedPoints(known, weights),
  ];
};

/** In proportion up to a figure at which all of them are given; whole points, rounded down. */
const point = (name: Point['name'], value: number, full: number, most: number, detail: string): Point => ({
  name,
  value,
  points: Math.floor((most * Math.min(Math.max(value, 0), full)) / full),
  most,
  detail,
});

const FULL_MINOR = 1_000_000;
/** Shares of several currencies add up: amounts of them never do. */
const amountPoints = (overdue: readonly Money[], { overdueAmount, fullAmount }: Weights): Point => {
  const share = overdue.reduce((sum, { minor, currency }) => {
    const full = fullAmount.find((one) => one.currency === currency)?.minor ?? FULL_MINOR;
    return sum + (100 * minor) / full;
  }, 0);
  const said = overdue.map((one) => `${toText(one)} ${one.currency}`).join(', ');
  return point(
    'overdue_amount',
    Math.round(share),
    100,
    overdueAmount,
    `${said === '' ? 'Nothing' : said} overdue.`,
  );
};

/** Since the last contact, else since the oldest debt fell due. */
const silentDays = ({ lastContactAt, oldestDays, today, zone }: Measured): number =>
  lastContactAt === undefined ? oldestDays : Math.max(0, daysBetween(localDate(lastContactAt, zone), today));

const bouncedPoints = ({ customer }: Measured, { bouncedMail }: Weights): Point => {
  const bounced = customer.undeliverable?.length ?? 0;
  return point('bounced_mail', bounced, 1, bouncedMail, `${bounced} addresses take no mail.`);
};
/** Whether any address that reminders go to takes mail. */
export const takesMail = ({ customer }: Pick<Known, 'customer'>): boolean =>
  addressesOf(customer, 'billing').some(
    (address) => !customer.undeliverable?.some(({ email }) => email === address),
  );

const limitPoints = ({ account }: Measured, { limitUse }: Weights): Point => {
  const limit = account?.limit?.minor ?? 0;
  if (!account || limit === 0) return point('limit_use', 0, 50, limitUse, 'It has no credit limit.');
  const used = Math.floor((100 * account.exposure.minor) / limit);
  return {
    ...point('limit_use', used - 50, 50, limitUse, `${used} % of the credit limit is used.`),
    value: used,
  };
};

const AHEAD_DAYS = 14;
/** The share by amount; where there are several currencies the greatest of theirs. */
const expectedPoints = ({ open, today, pays }: Measured, { expectedOpen }: Weights): Point => {
  const until = addDays(today, AHEAD_DAYS);
  const soon = open.flatMap((invoice) => {
    const isLeft = invoice.deposit || isWithAgency(invoice) || !pays;
    const after = isLeft ? undefined : openAfter(invoice, pays, until);
    return after ? [{ ...after, currency: invoice.open.currency }] : [];
  });
  const shares = [...Map.groupBy(soon, ({ currency }) => currency).values()].map(
    (own) =>
      own.reduce((sum, { minor, share }) => sum + minor * share, 0) /
      own.reduce((sum, { minor }) => sum + minor, 0),
  );
  const percent = Math.round(100 * Math.max(0, ...shares));
  const detail =
    shares.length === 0
      ? 'Nothing is due soon, or nothing was learned of how customers pay.'
      : `${percent} % of what is overdue or due within ${AHEAD_DAYS} days is expected to be open after them.`;
  return point('expected_open', percent, 100, expectedOpen, detail);
};
