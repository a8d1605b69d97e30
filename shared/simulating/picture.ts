/** The comparison as one page without scripts: figures side by side, two pictures, and the tables that are behind them. */
import { amount } from '../documents/format.ts';
import { toText, type Money } from '../kernel/money.ts';
import { cumulated, linesOf, barsOf } from './chart.ts';
import type { Comparison, Outcome, Simulation } from './simulation.ts';

type Kind = Simulation['trial']['kind'];
const TITLES: Readonly<Record<Kind, string>> = {
  dunning: 'Reminders under two policies',
  credit: 'Orders under two sets of credit rules',
  discount: 'Discounts for early payment, two offers',
};
const WAYS: Readonly<Record<Kind, { readonly a: string; readonly b: string }>> = {
  dunning: { a: 'A, as it holds', b: 'B, the draft' },
  credit: { a: 'A, as they hold', b: 'B, the draft' },
  discount: { a: 'A, as it was', b: 'B, the draft' },
};
const ASSUMED: Readonly<Record<Comparison['assumptions'][number], string>> = {
  issued_in_period: 'Only invoices that were issued in the period are looked at.',
  pays_when_paid: 'Payers pay when they paid, whatever is said to them.',
  paid_forward: 'Payers pay earlier by as many days as the trial says.',
  approved_at_once: 'Notices that wait for a person go out on their day.',
  present_segments: 'Customers are in the segments that they are in now.',
  present_limits: 'Credit limits were as they are now.',
  released_as_released: 'An order that went on goes on under both.',
  taken_back_unseen: 'Money that went back later never came.',
  lifted_holds_unseen: 'Holds that were lifted never were.',
  attempts_unseen: 'Payments under way held nothing back.',
  notes_to_all: 'Notes before the due day go to everybody, whatever a policy asks of how payers pay.',
};
const LACKED: Readonly<Record<Comparison['facts']['lacking'][number]['why'], string>> = {
  plan: 'invoices in payment plans',
  instalments: 'invoices that fall due in parts',
  imported: 'invoices that another system issued',
  void: 'invoices that were made void',
  cancelled: 'cancelled orders',
};

export const pageOf = ({ trial: { kind, ...trial }, entity, from, to, result }: Simulation): string => {
  const { a, b, facts, assumptions, replayed } = result!;
  const { [kind]: ways } = WAYS;
  const what = 'policy' in trial ? `, policy ${trial.policy}` : '';
  const lacking = facts.lacking.map(({ why, count }) => `${count} ${LACKED[why]}`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${TITLES[kind]}</title><style>${STYLE}</style></head><body><main>
<h1>${TITLES[kind]}</h1>
<p>Entity ${entity}${what}, ${from} to ${to}. ${facts.invoices} invoices${kind === 'credit' ? `, ${facts.orders} orders` : ''} and ${facts.payments} payments were read${facts.complete ? '' : '; there are more, and these are the newest'}.</p>
${tableOf(`What the period comes to`, ['', ways.a, ways.b, 'B less A'], figuresOf(kind, a, b))}
${pictures(kind, a, b, ways)}
<h2>What this rests on</h2><ul>${assumptions.map((one) => `<li>${ASSUMED[one]}</li>`).join('')}
${lacking.length > 0 ? `<li>Left out, because the past does not say enough: ${lacking.join(', ')}.</li>` : ''}
${replayed ? `<li>Of ${replayed.invoices} invoices A counts as many reminders as really went out for ${replayed.agreeing}.</li>` : ''}</ul>
</main></body></html>
`;
};

type Row = readonly string[];
const figuresOf = (kind: Kind, a: Outcome, b: Outcome): Row[] => {
  const whole = (name: string, of: (one: Outcome) => number): Row => [
    name,
    String(of(a)),
    String(of(b)),
    signed(of(b) - of(a)),
  ];
  const pays = (one: Outcome) => one.daysToPay?.toFixed(1) ?? '–';
  const days: Row = [
    'Days to pay, on average',
    pays(a),
    pays(b),
    a.daysToPay === undefined || b.daysToPay === undefined ? '–' : signed(b.daysToPay - a.daysToPay, 1),
  ];
  const ofDunning = [
    whole('Messages', ({ sent }) => sent),
    ...levelsOf(a, b).map(([name, level, channel]) => whole(name, (one) => sentAt(one, level, channel))),
    whole('Customers who got one', ({ customers }) => customers),
    whole('Asked for what was paid', ({ bothered }) => bothered),
  ];
  const ofCredit = [
    whole('Orders held', ({ holds }) => holds.orders),
    ...moneyRows('Held', a.holds.money, b.holds.money),
  ];
  const ofDiscount = [
    whole('Invoices with a discount', ({ discounts }) => discounts.invoices),
    ...moneyRows('Discount', a.discounts.money, b.discounts.money),
  ];
  return [...{ dunning: ofDunning, credit: ofCredit, discount: ofDiscount }[kind], days];
};

const signed = (value: number, digits = 0): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(digits)}`;
const levelsOf = (a: Outcome, b: Outcome) =>
  [
    ...new Map(
      [...a.messages, ...b.messages]
        .toSorted((one, other) => one.level - other.level)
        .map(({ level, channel }) => [`${level} ${channel}`, { level, channel }]),
    ).values(),
  ].map(
    ({ level, channel }) =>
      [`– ${level === 0 ? 'before the due day' : `level ${level}`}, ${channel}`, level, channel] as const,
  );
const sentAt = ({ messages }: Outcome, level: number, channel: string): number =>
  messages.find((one) => one.level === level && one.channel === channel)?.messages ?? 0;

const amountIn = (all: readonly Money[], currency: string): number =>
  all.find((one) => one.currency === currency)?.minor ?? 0;
const currenciesOf = (...all: (readonly Money[])[]): string[] =>
  [...new Set(all.flat().map(({ currency }) => currency))].toSorted();
const moneyRows = (name: string, a: readonly Money[], b: readonly Money[]): Row[] =>
  currenciesOf(a, b).map((currency) => {
    const [before, after] = [amountIn(a, currency), amountIn(b, currency)];
    const less = after - before;
    return [
      `${name}, ${currency}`,
      toText({ minor: before, currency }),
      toText({ minor: after, currency }),
      `${less > 0 ? '+' : ''}${toText({ minor: less, currency })}`,
    ];
  });

type Ways = (typeof WAYS)[Kind];
const pictures = (kind: Kind, a: Outcome, b: Outcome, ways: Ways): string => {
  const weeks = a.weeks.map(({ from }) => from);
  const of = (name: 'messages' | 'holds') => ({
    a: a.weeks.map((one) => one[name]),
    b: b.weeks.map((one) => one[name]),
  });
  const counted = kind === 'discount' ? undefined : kind === 'dunning' ? 'messages' : 'holds';
  const heading = counted === 'messages' ? 'Messages by week' : 'Orders held by week';
  const bars = counted && figure(heading, barsOf(weeks, of(counted), ways));
  const currencies = currenciesOf(...a.weeks.map(({ cash }) => cash), ...b.weeks.map(({ cash }) => cash));
  const cash = currencies.map((currency) => {
    const [before, after] = [a, b].map(({ weeks: all }) => all.map((one) => amountIn(one.cash, currency)));
    const curve = { a: cumulated(before!), b: cumulated(after!) };
    const shown = (minor: number) => amount({ minor, currency }, 'en');
    return figure(`Money that came in, ${currency}, added up`, linesOf(weeks, curve, { ...ways, shown }));
  });
  const columns = [
    'Week of',
    ...(counted ? [`${heading}, A`, `${heading}, B`] : []),
    ...currencies.flatMap((currency) => [`${currency}, A`, `${currency}, B`]),
  ];
  const rows = weeks.map((week, at) => [
    week,
    ...(counted ? [String(a.weeks[at]![counted]), String(b.weeks[at]![counted])] : []),
    ...currencies.flatMap((currency) =>
      [a, b].map((one) => toText({ minor: amountIn(one.weeks[at]!.cash, currency), currency })),
    ),
  ]);
  return `${bars ?? ''}${cash.join('')}<details><summary>The weeks as a table</summary>${tableOf('By week', columns, rows)}</details>`;
};

const figure = (title: string, drawn: string): string => `<section><h2>${title}</h2>${drawn}</section>`;

const tableOf = (title: string, columns: readonly string[], rows: readonly Row[]): string =>
  `<div class="wide" role="region" aria-label="${title}" tabindex="0"><table><caption>${title}</caption>
<thead><tr>${columns.map((one) => (one === '' ? '<td></td>' : `<th scope="col">${one}</th>`)).join('')}</tr></thead>
<tbody>${rows.map(([name, ...cells]) => `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table></div>`;

const STYLE = `
:root{color-scheme:light}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1c2329;background:#fff}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{padding:.3rem .5rem;border-bottom:1px solid #d5dbe0;text-align:right;vertical-align:bottom}
th[scope=row],thead td{text-align:left;font-weight:400}thead th{font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0 0 .5rem;padding:0;list-style:none}
.legend svg{width:1.75rem;height:.75rem;margin-right:.4rem;vertical-align:baseline}
.plot{display:block;width:100%;height:12rem;border-left:1px solid #7a858e;border-bottom:1px solid #7a858e}
.axis{display:flex;justify-content:space-between;font-size:.8125rem;color:#46515a}
.a{fill:#9aa7b2;stroke:#46515a}.b{fill:#b4430a;stroke:#b4430a}.line{fill:none;stroke-width:2.5}
details{margin:1rem 0}summary{cursor:pointer;padding:.5rem 0}
`.replaceAll('\n', '');
