/** The way in: which address a code goes to, and the code. */
import type { Child } from 'hono/jsx';
import type { Language } from '../kernel/party.ts';
import { page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { CodeField, MY_STYLE, Token } from './shell.tsx';
import { WORDS } from './words.ts';

export interface Outside {
  readonly language: Language;
  readonly seller?: Seller | undefined;
}

/** What is said in place of a form that was refused. */
export type Said = 'over' | 'tooMany' | 'strange';

const outside = ({ language, seller }: Outside, title: string, children: Child): string =>
  page({
    language,
    ...(seller && { seller }),
    title,
    sheet: MY_STYLE,
    children: <div class="card single">{children}</div>,
  });

const Note = ({ language, said }: { language: Language; said: Said | undefined }) =>
  said === undefined ? null : (
    <p class="note" role="alert">
      {WORDS[language].door[said]}
    </p>
  );

/** `addresses`: those of the customer whose page led here, masked. Without any, one is typed. */
export const doorPage = (
  view: Outside & {
    readonly action: string;
    readonly addresses?: readonly { readonly choice: string; readonly masked: string }[];
    readonly said?: Said | undefined;
  },
): string => {
  const { door } = WORDS[view.language];
  return outside(
    view,
    door.title,
    <>
      <h1>{door.title}</h1>
      <Note language={view.language} said={view.said} />
      <form method="post" action={view.action} class="part">
        {view.addresses ? (
          <fieldset>
            <legend>{door.choose}</legend>
            {view.addresses.map(({ choice, masked }, at) => (
              <label class="choice">
                <input type="radio" name="address" value={choice} checked={at === 0} required />
                {masked}
              </label>
            ))}
          </fieldset>
        ) : (
          <>
            <p class="lead">{door.type}</p>
            <div class="field">
              <label for="email">{door.email}</label>
              <input id="email" name="email" type="email" autocomplete="email" maxlength={200} required />
            </div>
          </>
        )}
        <button class="button" type="submit">
          {door.send}
        </button>
      </form>
    </>,
  );
};

/** Nobody is in, and no company is named: there is nothing to ask for here. */
export const closedPage = (view: Outside & { readonly said?: Said | undefined }): string => {
  const { door } = WORDS[view.language];
  return outside(
    view,
    door.title,
    <>
      <h1>{door.title}</h1>
      <Note language={view.language} said={view.said} />
      <p class="lead">{door.closed}</p>
    </>,
  );
};

export const codePage = (
  view: Outside & { readonly token: string; readonly again?: string | undefined; readonly wrong: boolean },
): string => {
  const { code } = WORDS[view.language];
  return outside(
    view,
    code.title,
    <>
      <h1>{code.title}</h1>
      {view.wrong ? (
        <p class="note" role="alert">
          {code.wrong}
        </p>
      ) : (
        <p class="lead">{code.lead}</p>
      )}
      <form method="post" action="/my/code" class="part code">
        <CodeField label={code.label} />
        <Token token={view.token} />
        <button class="button" type="submit">
          {code.enter}
        </button>
      </form>
      {view.again !== undefined && (
        <p class="small under">
          <a href={view.again}>{code.again}</a>
        </p>
      )}
    </>,
  );
};
