/** Two periods beside each other as sheets: where money waited, the most of it first, and what became of each figure. */
import { day } from '../documents/format.ts';
import { DEFINITIONS } from '../figures/rules.ts';
import { STEPS, type Compared, type Gap, type Review } from '../figures/review.ts';
import { endOfMonth, monthOf, type LocalDate } from '../kernel/dates.ts';
import type { Block, Section, Sheets, Table } from './blocks.ts';
import { columns } from './chart.ts';
import { decimals, inDays, inPercent, monthName, sayer } from './saying.ts';
import { nothing, section } from './sections.ts';

export interface ReviewPack extends Review {
  readonly name: string;
  readonly knownAt: string;
  /** Of the books: what is in it comes first. */
  readonly currency: string;
}
type Part = Review['currencies'][number];
interface Periods {
  readonly now: string;
  readonly before: string;
  readonly days: number;
}

export const reviewSheets = (pack: ReviewPack): Sheets => {
  const periods = {
    now: period(pack.from, pack.asOf),
    before: period(pack.before.from, pack.before.asOf),
    days: pack.days,
  };
  const own = ({ currency }: Part): number => Number(currency !== pack.currency);
  const parts = pack.currencies.toSorted((a, b) => own(a) - own(b));
  return {
    title: `Review of ${periods.now}`,
    subtitle: `${pack.name} (${pack.entity}) · against ${periods.before} · as known at ${pack.knownAt.slice(0, 16).replace('T', ' ')} UTC`,
    asOf: pack.asOf,
    sections: [
      ...(parts.length === 0 ? [section('At one glance', nothing('Nothing was booked in either.'))] : []),
      ...parts.flatMap((part) => told(part, periods, parts.length > 1)),
      meanings(pack),
    ],
  };
};

/** A whole month by its name, else its ends. */
const period = (from: LocalDate, to: LocalDate): string =>
  monthOf(from) === monthOf(to) && from === `${monthOf(from)}-01` && to === endOfMonth(to)
    ? monthName(monthOf(from))
    : `${day(from, 'en')} to ${day(to, 'en')}`;

const told = (part: Part, periods: Periods, isOneOfSeveral: boolean): Section[] => {
  const suffix = isOneOfSeveral ? `, in ${part.currency}` : '';
  return [
    atOneGlance(part, periods),
    whereItWaits(part, periods),
    became('What got better', 'Nothing did.', judged(part, true), part),
    became('What got worse', 'Nothing did.', judged(part, false), part),
    became(
      'What stayed, or is neither good nor bad',
      'Nothing did.',
      part.figures.filter(({ better, value, before }) => better === null && (value ?? before) !== null),
      part,
    ),
  ].map(({ title, blocks }) => ({ title: title + suffix, blocks }));
};
const judged = ({ figures }: Part, wanted: boolean): Compared[] =>
  figures.filter(({ better }) => better === wanted);

const GLANCE = [
  'dso_simple',
  'cei',
  'past_due_percent',
  'days_late_paid',
  'dispute_cycle_days',
  'touchless_rate',
];

const atOneGlance = (part: Part, periods: Periods): Section => {
  const say = sayer(part);
  const [first] = part.gaps.filter(({ standingMinor }) => standingMinor > 0);
  const better = judged(part, true).length;
  const worse = judged(part, false).length;
  const waited =
    first === undefined
      ? `During ${periods.now} no money waited anywhere.`
      : `During ${periods.now} the most money waited from ${called(first)}: ${say(first.standingMinor)} on a day, in the mean; ${against(first, part, periods.before)}.`;
  return section(
    'At one glance',
    {
      block: 'lead',
      text: `${waited} Of the figures that moved and can be judged, ${better} got better and ${worse} got worse.`,
    },
    {
      block: 'figures',
      figures: part.figures
        .filter(({ id }) => GLANCE.includes(id))
        .map((figure) => ({
          name: definition(figure).name,
          value: shown(figure, part),
          beside: `before: ${shown({ ...figure, value: figure.before, atLeast: figure.beforeAtLeast }, part)}`,
        })),
    },
  );
};

const against = ({ standingMinor, before }: Gap, part: Part, when: string): string => {
  const more = standingMinor - before.standingMinor;
  if (more === 0) return `as much as during ${when}`;
  return `${sayer(part)(Math.abs(more))} ${more > 0 ? 'more' : 'less'} than during ${when}`;
};

const whereItWaits = (part: Part, { days, ...periods }: Periods): Section => {
  const say = sayer(part);
  const title = 'Where money waits';
  const gaps = part.gaps.filter(({ count, before, standingMinor }) =>
    [count, before.count, standingMinor, before.standingMinor].some((one) => one !== 0),
  );
  if (gaps.length === 0) return section(title, nothing('Nothing passed a step, and nothing stood in one.'));
  const standing: Table = {
    title: 'Stood in the step on a day, in the mean',
    columns: ['From', periods.before, periods.now, 'Change', 'One day less frees'],
    rows: gaps.map((gap) => [
      called(gap),
      say(gap.before.standingMinor),
      say(gap.standingMinor),
      say(gap.standingMinor - gap.before.standingMinor),
      (gap.days ?? 0) < 1 ? '–' : say(gap.minor / days),
    ]),
  };
  const lasting: Table = {
    title: 'How long it took',
    columns: ['From', 'Passed', 'Amount', 'Days before', 'Days', 'Half within', '90 % within'],
    rows: gaps.map((gap) => [
      called(gap),
      String(gap.count),
      say(gap.minor),
      inDays(gap.before.days),
      inDays(gap.days),
      inDays(gap.medianDays),
      inDays(gap.ninthDays),
    ]),
  };
  return section(
    title,
    {
      block: 'chart',
      chart: columns(
        gaps.map(called),
        [
          { tone: 'before', name: periods.before, values: gaps.map(({ before }) => before.standingMinor) },
          { tone: 'now', name: periods.now, values: gaps.map(({ standingMinor }) => standingMinor) },
        ],
        say,
      ),
      table: standing,
    },
    { block: 'table', table: lasting },
  );
};

/** “order to invoice”. */
const called = ({ step }: { readonly step: string }): string => step.replaceAll('_', ' ');

const became = (title: string, none: string, figures: readonly Compared[], part: Part): Section =>
  section(
    title,
    figures.length === 0
      ? nothing(none)
      : {
          block: 'table',
          table: {
            title: 'Figures',
            columns: ['Figure', 'Before', 'Now', 'Change'],
            rows: figures.map((figure) => [
              definition(figure).name,
              shown({ ...figure, value: figure.before, atLeast: figure.beforeAtLeast }, part),
              shown(figure, part),
              shown({ ...figure, value: figure.change, atLeast: undefined }, part),
            ]),
          },
        },
  );

const definition = ({ id }: Pick<Compared, 'id'>) => DEFINITIONS.find((one) => one.id === id)!;

const shown = (
  { id, value, atLeast }: Pick<Compared, 'id' | 'value'> & { readonly atLeast?: number | undefined },
  part: Part,
): string => {
  if (atLeast !== undefined) return `over ${atLeast} days`;
  if (value === null) return '–';
  const said = { days: inDays, percent: inPercent, times: inTimes, minor: sayer(part) };
  return said[definition({ id }).unit](value);
};
const inTimes = (value: number): string => `${decimals(value, 2)} times`;

const meanings = ({ entity, from, asOf, before, knownAt }: ReviewPack): Section => {
  const [beforeFrom, beforeAsOf] = [before.from, before.asOf];
  const asked = new URLSearchParams({ entity, from, asOf, beforeFrom, beforeAsOf, knownAt });
  return section(
    'What is meant',
    ...Object.entries(STEPS).map(([step, text]): Block => ({
      block: 'note',
      text: `${called({ step })}: ${text}`,
    })),
    {
      block: 'note',
      text: 'One day less frees: what passed the step ÷ the days of the period. Better and worse are of the figure’s own sense; each formula is in the answer of the API.',
    },
    {
      block: 'link',
      text: 'The same as data, with every definition',
      path: `/v1/figures/review?${asked.toString()}`,
    },
  );
};
