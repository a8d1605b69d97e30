/** Around every page behind a code: where one can go, and how one leaves. No script, as on all pages. */
import type { Child } from 'hono/jsx';
import type { Language } from '../kernel/party.ts';
import { page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { WORDS } from './words.ts';

export const MY_STYLE = `
nav{margin:0 0 16px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:6px;margin:0;padding:0}
nav .own{margin-top:4px;padding-top:4px;border-top:1px solid var(--line)}
nav a,nav button{display:block;padding:9px 14px;border:0;border-radius:999px;background:none;color:var(--brand);
  font:inherit;font-size:15px;text-decoration:none;cursor:pointer}
nav a:hover,nav button:hover{background:var(--wash)}
nav a[aria-current]{box-shadow:inset 0 0 0 1.5px var(--brand);color:var(--ink);font-weight:650}
.rows{list-style:none;margin:14px 0 0;padding:0}
.rows li{display:grid;grid-template-columns:1fr auto;gap:2px 14px;padding:13px 0;border-top:1px solid var(--line)}
.rows li>*{min-width:0;overflow-wrap:anywhere}
.rows .num{overflow-wrap:normal}
.rows .late{color:var(--warn)}
.bar{display:block;width:100%;height:22px;margin-top:18px;border-radius:8px;background:var(--wash)}
.bar .late{fill:var(--warn)}
.bar .week{fill:var(--brand)}
.bar .month{fill:var(--brand);fill-opacity:.6}
.bar .later{fill:var(--brand);fill-opacity:.3}
.code input{letter-spacing:.35em;font-size:26px;text-align:center}
.part .choice{display:flex;gap:12px;align-items:center;padding:11px 0;font-size:17px;color:var(--ink)}
@media (max-width:859px){nav ul{gap:0 2px}nav a,nav button{padding:6px 10px}}
.part .choice input{flex:none;width:22px;height:22px;margin:0;accent-color:var(--brand)}
`;

/** Thirteen ways are too many to read on a phone: a group shows its own once one is in it, and leads to its first. */
const GROUPS = {
  start: ['start'],
  billing: ['invoices', 'payments', 'methods', 'statements', 'plans'],
  bought: ['orders', 'subscriptions'],
  help: ['questions', 'disputes'],
  own: ['contacts', 'whose'],
} as const;
type Group = keyof typeof GROUPS;
export type Place = (typeof GROUPS)[Group][number];
const groupOf = (at: Place | undefined): Group | undefined =>
  (Object.keys(GROUPS) as Group[]).find((group) => GROUPS[group].some((place) => place === at));
const pathOf = (place: Place): string => (place === 'start' ? '/my' : `/my/${place}`);

/** What is the same on all pages of a session. */
export interface Around {
  readonly language: Language;
  readonly seller: Seller;
  /** Whose account it is. */
  readonly name: string;
  /** Bound to the session; every form has it. */
  readonly token: string;
}

export const myPage = (
  { language, seller, name, token }: Around,
  // `within`: the page of one thing, of those that the place lists.
  of: {
    readonly at?: Place;
    readonly within?: Place;
    readonly title: string;
    readonly children: Child;
  },
): string => {
  return page({
    language,
    seller,
    title: `${of.title} – ${seller.name}`,
    sheet: MY_STYLE,
    footer: [name],
    children: (
      <>
        <Nav language={language} token={token} at={of.at ?? of.within} page={of.at !== undefined} />
        {of.children}
      </>
    ),
  });
};

const Nav = ({
  language,
  token,
  at,
  page: isPage,
}: {
  language: Language;
  token: string;
  at: Place | undefined;
  /** It is the place itself, and not something in it. */
  page: boolean;
}) => {
  const { nav } = WORDS[language];
  const group = groupOf(at);
  const own = group === undefined ? [] : GROUPS[group];
  return (
    <nav aria-label={nav.label}>
      <ul>
        {(Object.keys(GROUPS) as Group[]).map((one) => (
          <li>
            <a
              href={pathOf(GROUPS[one][0])}
              {...(one === group && { 'aria-current': one === at ? 'page' : 'true' })}
            >
              {one === 'start' ? nav.start : nav.groups[one]}
            </a>
          </li>
        ))}
        <li>
          <form method="post" action="/my/leave">
            <Token token={token} />
            <button type="submit">{nav.leave}</button>
          </form>
        </li>
      </ul>
      {own.length > 1 && (
        <ul class="own">
          {own.map((place) => (
            <li>
              <a href={pathOf(place)} {...(place === at && { 'aria-current': isPage ? 'page' : 'true' })}>
                {nav[place]}
              </a>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
};

/** For the six digits of a mailed code. */
export const CodeField = ({ label }: { label: string }) => (
  <div class="field">
    <label for="code">{label}</label>
    <input
      id="code"
      name="code"
      inputmode="numeric"
      autocomplete="one-time-code"
      pattern="[0-9\s]{6,8}"
      maxlength={8}
      required
    />
  </div>
);
export const Token = ({ token }: { token: string }) => <input type="hidden" name="token" value={token} />;

/** What became of a form: read aloud at once where nothing came of it. */
export const Note = ({ good, children }: { good: boolean; children: string }) => (
  <p class={good ? 'note good' : 'note'} role={good ? 'status' : 'alert'}>
    {children}
  </p>
);

/** A page that is not complete says where the rest is. */
export const Pager = ({
  language,
  first,
  next,
}: Pick<Around, 'language'> & { first?: string; next?: string }) => {
  const { more, first: back } = WORDS[language].invoices;
  return (
    <>
      {next !== undefined && (
        <a class="button second" href={next}>
          {more}
        </a>
      )}
      {first !== undefined && (
        <p class="small under">
          <a href={first}>{back}</a>
        </p>
      )}
    </>
  );
};
