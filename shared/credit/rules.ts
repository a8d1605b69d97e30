/** Why an order is held. Every reason that applies is listed; which rules there are is the tenant's data. */
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import type { Account, CreditRules, HoldRule, Signal, Standing } from './credit.ts';

export interface Hold {
  readonly code: `credit.${string}`;
  readonly detail: string;
}
/** What is overdue of a customer in the currency of the order. */
export interface Overdue {
  readonly oldestDueOn: LocalDate;
  readonly amount: Money;
}
/** What an order is judged by, beside its account and its gross amount. */
export interface Circumstances {
  readonly on: LocalDate;
  readonly rules: readonly HoldRule[];
  readonly expiredLimit: CreditRules['expiredLimit'];
  readonly standing?: Standing | undefined;
  readonly overdue?: Overdue | undefined;
  readonly paymentTermsUntil?: LocalDate | undefined;
  /** Minor units that records merged into this customer owe on accounts of their own. */
  readonly elsewhereMinor?: number;
}
export interface Judgement {
  readonly holds: Hold[];
  /** Reasons that would hold the order, but for a grace that somebody gave. */
  readonly waived: Hold[];
  /** Up to which exposure, order included, no reason speaks against it; the commit holds that against what others take. */
  readonly capMinor: number;
}

/** The rules of the house, until the tenant has its own: a limit that has expired is worth nothing. */
export const HOUSE_RULES: CreditRules = {
  version: 0,
  rules: [{ when: 'limit_expired' }],
  segments: {},
  expiredLimit: 'zero',
};
export const rulesFor = (
  { rules, segments }: CreditRules,
  segment: string | undefined,
): readonly HoldRule[] => (segment === undefined ? undefined : segments[segment]) ?? rules;
/** Only these need to know what is overdue, which is a query of its own. */
export const asksForOverdue = (rules: readonly HoldRule[]): boolean =>
  rules.some(({ when }) => when === 'days_overdue' || when === 'overdue_amount');

const NOWHERE: Circumstances = { on: '0000-01-01', rules: [], expiredLimit: 'last' };
/** What is read of an account. */
export type Figures = Pick<Account, 'currency' | 'exposure' | 'limit' | 'validUntil'>;

/** Every reason that holds an order of this gross amount; none means that the credit may be taken up to `capMinor`. */
export const judge = (
  account: Figures | undefined,
  grossMinor: number,
  around: Circumstances = NOWHERE,
): Judgement => {
  const expired = account?.validUntil !== undefined && account.validUntil < around.on;
  const worth = expired && around.expiredLimit === 'zero' ? 0 : account?.limit?.minor;
  const used = (account?.exposure.minor ?? 0) + (around.elsewhereMinor ?? 0) + grossMinor;
  const asked: Asked = { account, worth, used, expired, around };
  const found = [...limits(asked), ...blocks(around), ...around.rules.flatMap((rule) => byRule(rule, asked))];
  const graced = new Set(
    (around.standing?.graces ?? []).filter(({ until }) => until >= around.on).map(({ code }) => code),
  );
  const stands = (code: string): boolean => !graced.has(code);
  const caps = [
    ...(stands('credit.over_limit') && stands('credit.no_limit') ? [worth ?? 0] : []),
    ...around.rules.flatMap((rule) =>
      rule.when === 'limit_used' && stands('credit.limit_used') ? [shareOf(worth ?? 0, rule.percent)] : [],
    ),
  ];
  return {
    holds: found.filter(({ code }) => stands(code)),
    waived: found.filter(({ code }) => !stands(code)),
    capMinor: Math.min(...caps) - (around.elsewhereMinor ?? 0),
  };
};

interface Asked {
  readonly account: Figures | undefined;
  /** What the limit is worth today, and what would be used of it. */
  readonly worth: number | undefined;
  readonly used: number;
  readonly expired: boolean;
  readonly around: Circumstances;
}
const hold = (name: string, detail: string): Hold => ({ code: `credit.${name}`, detail });

const limits = ({ account, worth, used }: Asked): Hold[] => {
  if (account?.limit === undefined || worth === undefined)
    return [hold('no_limit', 'No credit limit is set in this currency.')];
  const over = used - worth;
  return over > 0
    ? [
        hold(
          'over_limit',
          `The order would pass the credit limit by ${over} minor units of ${account.currency}.`,
        ),
      ]
    : [];
};
const blocks = ({ standing, on }: Circumstances): Hold[] => [
  ...(standing?.block && (standing.block.until === undefined || standing.block.until >= on)
    ? [hold('blocked', `Blocked by ${standing.block.by}: ${standing.block.reason}`)]
    : []),
  ...(standing?.service && standing.service.state !== 'warned'
    ? [hold('service', `Its supply is ${standing.service.state} for what is overdue.`)]
    : []),
];

const shareOf = (minor: number, percent: number): number => Math.floor((minor * percent) / 100);

const byRule = (rule: HoldRule, asked: Asked): Hold[] => {
  const { around, account, worth = 0, used, expired } = asked;
  const { on, overdue, standing } = around;
  const when = (holds: boolean | undefined, detail: string): Hold[] =>
    holds === true ? [hold(rule.when, detail)] : [];
  switch (rule.when) {
    case 'days_overdue': {
      const days = overdue ? daysBetween(overdue.oldestDueOn, on) : 0;
      return when(days > rule.days, `An invoice is ${days} days overdue; ${rule.days} are tolerated.`);
    }
    case 'overdue_amount':
      return when(
        overdue &&
          overdue.amount.currency === rule.over.currency &&
          overdue.amount.minor > rule.over.minor &&
          used >= shareOf(worth, rule.limitUsedPercent ?? 0),
        `${overdue && said(overdue.amount)} are overdue; ${said(rule.over)} are tolerated.`,
      );
    case 'limit_used':
      return when(
        account?.limit && used > shareOf(worth, rule.percent),
        `The order would use more than ${rule.percent} % of the credit limit.`,
      );
    case 'limit_expired':
      return when(expired, `The credit limit expired after ${account?.validUntil}.`);
    case 'terms_expired':
      return when(
        around.paymentTermsUntil !== undefined && around.paymentTermsUntil < on,
        `The payment terms expired after ${around.paymentTermsUntil}.`,
      );
    default: {
      const broken = standing?.signals.findLast(
        ({ kind, on: day }) => kind === 'broken_promise' && daysBetween(day, on) < rule.withinDays,
      );
      return when(broken !== undefined, `A promise to pay was broken on ${broken?.on}.`);
    }
  }
};
const said = (amount: Money): string => `${toText(amount)} ${amount.currency}`;

/** What is overdue on a day, of rows that are oldest due first. */
export const overdueOf = (
  owed: readonly { readonly dueOn: LocalDate; readonly open: Money }[],
  currency: string,
): Overdue | undefined => {
  const own = owed.filter(({ open }) => open.currency === currency);
  const [oldest] = own;
  return (
    oldest && {
      oldestDueOn: oldest.dueOn,
      amount: money(
        own.reduce((sum, { open }) => sum + open.minor, 0),
        currency,
      ),
    }
  );
};

/** As many as are looked back at; older ones have no say in any rule or score that looks back for a year. */
const MAX_SIGNALS = 50;
export const nobody = (customerId: Standing['customerId']): Standing => ({
  customerId,
  version: 0,
  graces: [],
  signals: [],
});
/**
 * A customer's standing with that of the records that were merged into it: no merge lifts a block or forgets a broken promise.
 * Of several blocks the longest holds. Grace does not go over: like a limit, it was given to one record for less.
 */
export const joined = (
  customerId: Standing['customerId'],
  own: Standing | undefined,
  old: readonly Standing[],
): Standing | undefined => {
  if (old.length === 0) return own;
  const base = own ?? nobody(customerId);
  const [block] = [base, ...old]
    .flatMap((one) => one.block ?? [])
    .toSorted((a, b) => (lastDay(a) > lastDay(b) ? -1 : lastDay(a) < lastDay(b) ? 1 : 0));
  const signals = new Map(
    [...old, base].flatMap((one) =>
      one.signals.map((signal) => [`${signal.kind} ${signal.reference}`, signal]),
    ),
  );
  return { ...base, ...(block && { block }), signals: newest([...signals.values()]) };
};
const lastDay = ({ until = '9999-12-31' }: NonNullable<Standing['block']>): LocalDate => until;
const newest = (signals: readonly Standing['signals'][number][]) =>
  signals.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).slice(-MAX_SIGNALS);
/** Undefined where the same was told before. */
export const hear = (standing: Standing, { kind, reference, on }: Signal, by: string): Standing | undefined =>
  standing.signals.some((known) => known.kind === kind && known.reference === reference)
    ? undefined
    : {
        ...standing,
        version: standing.version + 1,
        signals: newest([...standing.signals, { kind, reference, on, by }]),
      };
/** The reasons of a release do not hold this customer again up to `until`; grace that is over is forgotten. */
export const withGrace = (
  standing: Standing,
  codes: readonly string[],
  grace: { until: LocalDate; reason: string; by: string; at: string },
  today: LocalDate,
): Standing => ({
  ...standing,
  version: standing.version + 1,
  graces: [
    ...standing.graces.filter(({ code, until }) => until >= today && !codes.includes(code)),
    ...[...new Set(codes)].map((code) => ({ code, ...grace })),
  ],
});
