/** Cards and accounts on file, whether invoices are charged by themselves, and a way to one more. */
import { called } from '../methods/letters.ts';
import type { MethodOnFile } from '../methods/method.ts';
import { MORE } from './morewords.ts';
import { myPage, Token, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

export interface MethodsView {
  readonly methods: readonly Pick<MethodOnFile, 'id' | 'kind' | 'brand' | 'last4' | 'expires'>[];
  readonly on: boolean;
  /** The seller keeps methods and charges by itself. */
  readonly more: boolean;
  readonly refused: boolean;
}

export const methodsPage = (around: Around, { methods, on, more, refused }: MethodsView): string => {
  const { language, token } = around;
  const words = MORE[language].methods;
  const title = WORDS[language].nav.methods;
  return myPage(around, {
    at: 'methods',
    title,
    children: (
      <form method="post" action="/my/methods" class="card single">
        <h1>{title}</h1>
        <Token token={token} />
        {refused && (
          <p class="note" role="alert">
            {words.impossible}
          </p>
        )}
        <p class="lead">{on ? words.on : words.off}</p>
        {(on || methods.length > 0) && (
          <button class="button second" type="submit" name="do" value={on ? 'off' : 'on'}>
            {on ? words.switchOff : words.switchOn}
          </button>
        )}
        {methods.length === 0 && <p class="under">{words.none}</p>}
        <ul class="rows">
          {methods.map((one) => (
            <li>
              <span>
                {called(one, language)}
                {one.expires !== undefined && <span class="qty">{words.expires(one.expires)}</span>}
              </span>
              <button class="button second" type="submit" name="end" value={one.id}>
                {words.end(called(one, language))}
              </button>
            </li>
          ))}
        </ul>
        {more && (
          <button class="button" type="submit" name="do" value="add">
            {words.add}
          </button>
        )}
      </form>
    ),
  });
};
