/** The page of an account: what is open, which of it to pay, and one button for all. Pure, and without script as the page of an invoice. */
import { CLAIM_WORDS } from '../claims/words.ts';
import { EARLY_WORDS } from '../documents/early-words.ts';
import { amount, day, groups } from '../documents/format.ts';
import { svgOf } from '../documents/qr.ts';
import { ACCOUNT_WORDS } from './accountwords.ts';
import { footerOf, type Shown } from './accountpaid.tsx';
import type { AccountView } from './accountview.ts';
import { whyOf } from './beside.tsx';
import { BESIDE_WORDS } from './besidewords.ts';
import { Consent, Facts, Mark, page } from './frame.tsx';
import { More } from './more.tsx';
import type { BesideView } from './payview.ts';
import { PLAN_WORDS } from './planwords.ts';
import { KeptBack } from './keptback.tsx';
import { Steps } from './steps.tsx';
import { WORDS } from './words.ts';

export const accountPage = (view: AccountView): string => {
  const { seller, language, items, until } = view;
  const words = ACCOUNT_WORDS[language];
  return page({
    language,
    seller,
    title: words.title(seller.name),
    footer: footerOf(view, until),
    children:
      items.length === 0 ? (
        <div class="card single">
          <Mark kind="done" />
          <h1>{words.nothing.title}</h1>
          <p class="lead">{words.nothing.text(seller.name)}</p>
          <Credit view={view} />
          <More url={view.moreUrl} language={language} />
        </div>
      ) : (
        <div class={view.transfer ? 'cards two' : 'cards'}>
          <div class="card">
            <Open view={view} />
            <Choice view={view} />
            <More url={view.moreUrl} language={language} />
          </div>
          {view.transfer && <Transfer view={view} />}
        </div>
      ),
  });
};

const Open = ({ view }: { view: AccountView }) => {
  const { language, open, due, overdue } = view;
  const words = ACCOUNT_WORDS[language];
  return (
    <>
      <h1>{words.heading}</h1>
      <p class="owed">{words.open}</p>
      <p class="amount">{amount(open, language)}</p>
      {view.beside && <p class="muted">{BESIDE_WORDS[language].part(amount(view.beside, language))}</p>}
      {overdue.minor > 0 && (
        <div class="tags">
          <span class="tag late">{words.overdue(amount(overdue, language))}</span>
        </div>
      )}
      <Credit view={view} />
      {view.steps && <Steps steps={view.steps} language={language} />}
      {due.minor === 0 && (
        <p class="note good" role="status">
          {words.pending}
        </p>
      )}
    </>
  );
};

const Credit = ({ view: { language, credit } }: { view: AccountView }) =>
  credit.minor > 0 ? (
    <p class="note good">{ACCOUNT_WORDS[language].credit(amount(credit, language))}</p>
  ) : null;

const Choice = ({ view }: { view: AccountView }) => {
  const { language, items, action, notice, more, due, whole, usable } = view;
  const words = ACCOUNT_WORDS[language];
  return (
    <form method="post" action={action}>
      {notice !== undefined && due.minor > 0 && (
        <p
          class={notice === 'credited' ? 'note good' : 'note'}
          role={notice === 'credited' ? 'status' : 'alert'}
        >
          {notice === 'nothingMarked' ? words.nothingMarked : WORDS[language].notices[notice]}
        </p>
      )}
      <fieldset>
        <legend>{words.choose}</legend>
        {items.map((item) => (
          <>
            {item.due.minor > 0 && <Row item={item} language={language} />}
            {item.beside && <BesideRow item={item} of={item.beside} language={language} />}
          </>
        ))}
      </fieldset>
      {view.beside && <p class="small under">{BESIDE_WORDS[language].contest}</p>}
      {more > 0 && <p class="small under">{words.more(more)}</p>}
      {due.minor > 0 && (
        <>
          {usable.minor > 0 && (
            <button class="button second" type="submit" name="credit" value="1">
              {WORDS[language].credit.use(amount(usable, language))}
            </button>
          )}
          {view.consent !== undefined && <Consent text={view.consent} />}
          <button class="button" type="submit">
            {words.payMarked}
          </button>
          {whole ? (
            <button class="button second" type="submit" name="whole" value="1">
              {PLAN_WORDS[language].whole(amount(whole, language))}
            </button>
          ) : (
            <button class="button second" type="submit" name="all" value="1">
              {words.payAll(amount(due, language))}
            </button>
          )}
          <p class="small under">{words.secure}</p>
        </>
      )}
    </form>
  );
};

const Row = ({ item, language }: { item: AccountView['items'][number] } & Pick<Shown, 'language'>) => {
  const words = ACCOUNT_WORDS[language];
  const said = WORDS[language];
  return (
    <div class="pick">
      <input
        type="checkbox"
        name="invoice"
        id={item.id}
        value={item.id}
        checked={item.marked && !item.shut}
        disabled={item.shut}
      />
      <label for={item.id}>
        <span class="strong">{said.invoice(item.number)}</span>
        <span class="qty">
          {said.due(day(item.dueOn, language))}
          {item.overdueDays > 0 && <span class="late"> · {said.overdue(item.overdueDays)}</span>}
        </span>
        <KeptBack of={item} language={language} />
        {item.earlyUntil !== undefined && (
          <span class="qty good">
            {EARLY_WORDS[language].until(day(item.earlyUntil, language), amount(item.due, language))}
          </span>
        )}
        {item.pending && <span class="qty good">{words.underWay}</span>}
      </label>
      <span class="num strong">{amount(item.due, language)}</span>
      <a class="small" href={item.url} aria-label={`${words.see}: ${item.number}`}>
        {words.see}
      </a>
    </div>
  );
};

/** A choice of its own: who contests interest or costs pays the invoice alone. */
const BesideRow = ({
  item: { id, number, marked, shut, due, url },
  of,
  language,
}: {
  item: AccountView['items'][number];
  of: BesideView;
} & Pick<Shown, 'language'>) => (
  <div class="pick">
    <input
      type="checkbox"
      name="beside"
      id={`beside-${id}`}
      value={id}
      checked={marked && !shut}
      disabled={shut}
    />
    <label for={`beside-${id}`}>
      <span class="strong">{BESIDE_WORDS[language].of(number)}</span>
      {of.rows.map((row) => (
        <span class="qty">
          {CLAIM_WORDS[language][row.kind]}: {amount(row.amount, language)} · {whyOf(row, language)}
        </span>
      ))}
    </label>
    <span class="num strong">{amount(of.total, language)}</span>
    {due.minor === 0 && (
      <a class="small" href={url} aria-label={`${ACCOUNT_WORDS[language].see}: ${number}`}>
        {ACCOUNT_WORDS[language].see}
      </a>
    )}
  </div>
);

const Transfer = ({ view: { language, seller, bank, due, transfer } }: { view: AccountView }) => {
  const words = WORDS[language];
  return (
    <section class="card">
      <h2>{words.transfer}</h2>
      <Facts
        facts={[
          { label: words.payee, value: seller.name },
          { label: 'IBAN', value: groups(bank.iban), strong: true },
          { label: 'BIC', value: bank.bic },
          { label: words.bank, value: bank.name },
          { label: words.amount, value: amount(due, language) },
          { label: words.reference, value: transfer!.text, strong: true },
        ]}
      />
      <p class="small under">{words.transferHint}</p>
      {transfer!.epc !== undefined && (
        <div class="qr">
          <div dangerouslySetInnerHTML={{ __html: svgOf(transfer!.epc, words.scan) }} />
          <p>{words.scan}</p>
        </div>
      )}
    </section>
  );
};
