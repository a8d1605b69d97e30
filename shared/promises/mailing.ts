/** The mail that confirms a promise, once. It says what the books say at its sending. */
import { customerById } from '../customers/store.ts';
import { accountUrl, payUrl, type Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { promiseLetter } from './letters.ts';
import { promiseById } from './store.ts';

/** Worker: nothing where it is paid, or was called off meanwhile. */
export const sendPromise = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { promiseId, entity } = mail.promise!;
  const customer = (await read(customerById(deps.tenant, mail.customerId!)))!;
  return dispatch({ mail, customer, entity, fact }, deps, async (to, seller): Promise<Composed> => {
    const promise = (await read(promiseById(deps.tenant, promiseId)))!;
    if (promise.state !== 'OPEN') return { suppressed: `the promise is ${promise.state}` };
    const [first, ...more] = promise.items;
    const single = more.length === 0 ? await read(invoiceById(deps.tenant, first!.invoiceId)) : undefined;
    const today = localDate(deps.now, seller.zone);
    const url = single
      ? await payUrl(deps.tenant, single.id)
      : await accountUrl(deps.tenant, to, { entity: seller.id, currency: promise.total.currency, today });
    return { letter: promiseLetter({ promise, url, reference: single?.reference }, to, seller) };
  });
};
