/** Pages of the sandbox provider on which a payer gives a card or an account, and pays nothing. */
import { html, page, seeOther } from '../page.ts';
import type { KeptMethod } from './model.ts';
import { newId } from './model.ts';
import { standIn } from './pages.ts';
import type { Sender } from './webhooks.ts';

export interface Setup {
  id: string;
  reference: string;
  description: string;
  returnUrl: string;
  cancelUrl: string;
  metadata: Record<string, string>;
  /** What was given on it. */
  token?: string;
}
interface Around {
  setups: Map<string, Setup>;
  sender: Sender;
  made(kind: KeptMethod['kind']): KeptMethod;
  write(entry: { setup: Setup }): void;
  together(act: () => void): void;
}

export const openSetups = ({ setups, sender, made, write, together }: Around) => {
  const keep = (setup: Setup) => {
    setups.set(setup.id, setup);
    write({ setup });
    return setup;
  };
  return {
    /** The same reference is the same page. A text says what is wrong. */
    setup: (text: string): Setup | string => {
      const given = JSON.parse(text) as Partial<Omit<Setup, 'id' | 'token'>>;
      const { reference, description = '', returnUrl = '', cancelUrl = '', metadata = {} } = given;
      if (typeof reference !== 'string' || reference === '') return 'reference must be text';
      if (![returnUrl, cancelUrl].every((url) => /^https?:\/\//.test(url) && URL.canParse(url)))
        return 'returnUrl and cancelUrl must be absolute http or https URLs';
      const known = [...setups.values()].find((one) => one.reference === reference);
      return known ?? keep({ id: newId('set'), reference, description, returnUrl, cancelUrl, metadata });
    },
    /** A second click, or the back button: what was given stands. */
    give: (setup: Setup, outcome: string | null): Response => {
      if (setup.token !== undefined) return seeOther(setup.returnUrl);
      if (outcome === 'cancel') return seeOther(setup.cancelUrl);
      if (outcome !== 'card' && outcome !== 'direct_debit') return setupPage(setup, 400);
      together(() => {
        const { token } = made(outcome);
        keep({ ...setup, token });
        const { reference, metadata } = setup;
        sender.emit('method.filed', { reference, token, metadata });
      });
      return seeOther(setup.returnUrl);
    },
  };
};

export const setupPage = ({ description, metadata, token, returnUrl }: Setup, status = 200): Response => {
  const choices = html`<form method="post" aria-label="What is kept?">
    <button class="main" name="outcome" value="card">Keep the test card</button>
    <button name="outcome" value="direct_debit">Keep a bank account</button>
    <button class="plain" name="outcome" value="cancel">Cancel and go back</button>
  </form>`;
  const body = html`<div class="pay">
    <div class="card">
      <p class="soft small" style="margin:0">For ${metadata['merchant'] ?? description}</p>
      <h1>Keep a payment method</h1>
      ${
        token === undefined
          ? choices
          : html`<a class="button" style="width:100%" href="${returnUrl}">Back to the merchant</a>`
      }
    </div>
    ${standIn}
  </div>`;
  return page({ title: 'Keep a payment method', place: 'Sandbox Pay', body, status });
};
