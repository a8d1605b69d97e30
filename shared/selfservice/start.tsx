/** The first page: what is open and when it falls due, and what waits for the customer. */
import { amount } from '../documents/format.ts';
import type { Money } from '../kernel/money.ts';
import { BESIDE_WORDS } from '../portal/besidewords.ts';
import { Facts } from '../portal/frame.tsx';
import { myPage, type Around } from './shell.tsx';
import { WORDS, type When } from './words.ts';

/** What is open at one seller in one currency. */
export interface Standing {
  readonly seller: string;
  readonly open: Money;
  /** Interest and costs in it. */
  readonly beside?: Money | undefined;
  readonly due: Readonly<Record<When, Money>>;
  /** Where it is paid, one or several; absent where an agency alone takes money for all of it. */
  readonly payUrl?: string | undefined;
}
export interface StartView {
  readonly standings: readonly Standing[];
  readonly overdue: number;
  /** Cases that wait for an answer. */
  readonly asked: readonly { readonly number: string; readonly url: string }[];
  readonly credits: readonly Money[];
  /** A change of its addresses waits. */
  readonly addresses: boolean;
}
export const WHENS = ['late', 'week', 'month', 'later'] as const satisfies readonly When[];

export const startPage = (around: Around, view: StartView): string => {
  const words = WORDS[around.language];
  return myPage(around, {
    at: 'start',
    title: words.nav.start,
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{around.name}</h1>
          {view.standings.length === 0 && <p class="lead">{words.start.nothing}</p>}
          {view.standings.map((one) => (
            <Open of={one} around={around} alone={view.standings.length === 1} />
          ))}
        </div>
        <Waiting around={around} view={view} />
      </div>
    ),
  });
};

const Open = ({ of, around: { language }, alone }: { of: Standing; around: Around; alone: boolean }) => {
  const { start } = WORDS[language];
  const shown = WHENS.filter((when) => of.due[when].minor > 0);
  const facts = shown.map((when) => ({ label: start.when[when], value: amount(of.due[when], language) }));
  return (
    <section class="block">
      {!alone && <h2>{of.seller}</h2>}
      <p class="owed">{start.open}</p>
      <p class="amount">{amount(of.open, language)}</p>
      {of.beside && <p class="muted">{BESIDE_WORDS[language].part(amount(of.beside, language))}</p>}
      <Bar of={of} label={facts.map(({ label, value }) => `${label}: ${value}`).join(', ')} />
      <Facts facts={facts} />
      {of.payUrl !== undefined && (
        <a class="button" href={of.payUrl}>
          {start.pay}
        </a>
      )}
    </section>
  );
};

/** The figures stand below it: whoever does not see it loses nothing. */
const Bar = ({ of: { open, due }, label }: { of: Standing; label: string }) => {
  let from = 0;
  return (
    <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label={label}>
      {WHENS.map((when) => {
        const width = Math.round((due[when].minor * 1000) / open.minor);
        const x = from;
        from += width;
        return <rect class={when} x={String(x)} y="0" width={String(width)} height="10" />;
      })}
    </svg>
  );
};

const Waiting = ({ around: { language }, view }: { around: Around; view: StartView }) => {
  const { start } = WORDS[language];
  const { overdue, asked, credits, addresses } = view;
  return overdue + asked.length + credits.length === 0 && !addresses ? null : (
    <section class="card">
      <h2>{start.waits}</h2>
      <ul class="rows">
        {addresses && (
          <li>
            <a href="/my/contacts">{start.addresses}</a>
          </li>
        )}
        {overdue > 0 && (
          <li>
            <a href="/my/invoices">{start.overdue(overdue)}</a>
          </li>
        )}
        {asked.map(({ number, url }) => (
          <li>
            <a href={url}>{start.asked(number)}</a>
          </li>
        ))}
        {credits.map((credit) => (
          <li>
            <a href="/my/payments">{start.credit(amount(credit, language))}</a>
          </li>
        ))}
      </ul>
    </section>
  );
};
