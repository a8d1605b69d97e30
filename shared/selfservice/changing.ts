/** Addresses behind a code: asking for a change, typing the code that went to the new one, and stopping it. */
import { asked, confirmed, ended, waitingOf, type Prepared } from '../addresses/asking.ts';
import { Wish, type AddressChange } from '../addresses/change.ts';
import { everyAddress, masked, MOST_CODES } from '../addresses/rules.ts';
import { putChange } from '../addresses/store.ts';
import type { Contact } from '../customers/customer.ts';
import { addressKey } from '../customers/doubles.ts';
import { customerById } from '../customers/store.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import { announce } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { refuse } from '../kernel/result.ts';
import { newId } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { bump } from '../runtime/tally.ts';
import { countedOnce, mailOf } from './asking.ts';
import type { ChangeSaid } from './addresswords.ts';
import type { In } from './entering.ts';
import { formOnce } from './once.ts';
import { CODE_MS, later, MOST_TRIES, typedCode } from './rules.ts';
import { choiceOf, codeOf, same } from './secrets.ts';
import type { Code } from './session.ts';
import { codeById, countTry, putCode, useUp } from './store.ts';

/** Which of the customer's addresses a page was opened for, without its address having it. */
export const chosenOf = async ({ customer, deps }: In, choice: string): Promise<string | undefined> => {
  const linkKey = await secret('linkKey');
  return everyAddress(customer).find((one) => same(choiceOf(linkKey, deps.tenant, one), choice));
};

/** What the form of an address says; `old` is an address of the customer's, or nobody's. */
const wishIn = async (who: In, form: URLSearchParams): Promise<Wish | undefined> => {
  const choice = form.get('which');
  const old = choice === null ? undefined : await chosenOf(who, choice);
  if (choice !== null && old === undefined) return undefined;
  const asks =
    form.get('do') === 'remove'
      ? { old }
      : {
          ...(old !== undefined && { old }),
          email: form.get('email')?.trim(),
          name: form.get('name') ?? '',
          roles: form.getAll('role') as Contact['role'][],
        };
  const wish = Wish.safeParse(asks);
  return wish.success ? wish.data : undefined;
};

interface Coded {
  readonly code: Code;
  readonly writes: readonly Write<'table.stale'>[];
  readonly mailId: Mail['id'];
}
/** A code for this session alone; undefined where too many went out. Whether anybody has the address is not looked at. */
const codeFor = async (
  { session, customer, entity, deps }: In,
  change: AddressChange['id'],
  email: string,
): Promise<Coded | undefined> => {
  const { tenant, now } = deps;
  const address = addressKey(tenant, email);
  const counts = await countedOnce(address, customer.id, deps);
  if (!counts) return undefined;
  const code: Code = {
    id: newId('otc'),
    version: 1,
    browser: session.secret,
    address,
    email,
    customerId: customer.id,
    entity: entity.id,
    change,
    until: later(now, CODE_MS),
  };
  const mail = mailOf(code, { customer, entity: entity.id }, deps);
  return { code, mailId: mail.id, writes: [...counts, putCode(tenant, code), putMail(tenant, mail)] };
};
/** The new address answers, or whoever takes one away answers once more. */
const answersAt = ({ session }: In, { email = session.email }: Wish): string => email;

const committed = async (who: In, action: string, { change, writes, events }: Prepared, coded?: Coded) =>
  commit(
    who.deps,
    {
      action: `selfservice.${action}`,
      subject: change.id,
      events: [...events, ...(coded ? [announce(MailQueued, coded.mailId, { mailId: coded.mailId })] : [])],
    },
    [...writes, ...(coded?.writes ?? [])],
  );

const REFUSED: Readonly<Record<string, ChangeSaid>> = {
  'addresses.last': 'last',
  'addresses.there_already': 'there',
  'addresses.too_often': 'often',
};
/** The same form sent twice is one change: it names the one that stood when the page was made. */
export const changeAsked = async (known: In, form: URLSearchParams): Promise<ChangeSaid> => {
  const wish = await wishIn(known, form);
  if (!wish) return 'refused';
  const deps = await formOnce(known, JSON.stringify([form.get('form'), wish]));
  if (!deps) return 'asked';
  const done = await untilFresh(async () => {
    const customer = await read(customerById(deps.tenant, known.customer.id));
    if (!customer || customer.erased) return refuse('addresses.unknown', 'There is no such customer.');
    const who = { ...known, customer, deps };
    const id = newId('adc');
    const coded = await codeFor(who, id, answersAt(who, wish));
    if (!coded) return refuse('addresses.too_often', 'Too many codes were asked for.');
    const by = masked(who.session.email);
    const how = { id, entity: who.entity.id, by, session: who.session.id, code: coded.code.id, codes: 1 };
    const ready = await asked(who.customer, wish, how, deps);
    if (!ready.ok) return ready;
    return committed(who, 'change_address', ready.value, coded);
  });
  return done.ok || done.code === 'once.taken' ? 'asked' : (REFUSED[done.code] ?? 'refused');
};

/** One more code for a change that waits; the one before opens nothing any more. */
export const codeAgain = (who: In): Promise<ChangeSaid> =>
  onWaiting(who, async (change) => {
    if (change.session !== who.session.id || change.confirmed) return 'refused';
    if (change.codes >= MOST_CODES) return 'often';
    const coded = await codeFor(who, change.id, answersAt(who, change.wish));
    if (!coded) return 'often';
    const next = { ...change, version: change.version + 1, code: coded.code.id, codes: change.codes + 1 };
    const writes = [putChange(who.deps.tenant, next)];
    return {
      done: await committed(who, 'mail_code', { change: next, writes, events: [] }, coded),
      said: 'asked',
    };
  });

/** A try is counted before it is judged; wrong, old, used and another session's codes get one answer. */
export const codeTyped = (who: In, form: URLSearchParams): Promise<ChangeSaid> =>
  onWaiting(who, async (change) => {
    const { session, deps } = who;
    if (change.confirmed) return 'confirmed';
    const code = change.code === undefined ? undefined : await read(codeById(deps.tenant, change.code));
    if (!code || change.session !== session.id || !same(code.browser, session.secret)) return 'wrong';
    if (code.change !== change.id || deps.now >= code.until) return 'wrong';
    if (!(await bump(countTry(deps.tenant, code.id, MOST_TRIES)))) return 'wrong';
    const right = codeOf(await secret('linkKey'), deps.tenant, code.id);
    if (!same(right, typedCode(form.get('code') ?? '') ?? '')) return 'wrong';
    const ready = confirmed(change, 'code', deps);
    const used = { ...ready, writes: [...ready.writes, useUp(deps.tenant, code.id, MOST_TRIES)] };
    return { done: await committed(who, 'confirm_address', used), said: 'confirmed' };
  });

/** Any session of the customer stops what waits, whoever asked for it. */
export const changeStopped = (who: In, form: URLSearchParams): Promise<ChangeSaid> =>
  onWaiting(who, async (change) =>
    form.get('change') === change.id
      ? { done: await committed(who, 'stop_address', ended(change, 'STOPPED', who.deps)), said: 'stopped' }
      : 'refused',
  );

type Tried = ChangeSaid | { readonly done: Awaited<ReturnType<typeof commit>>; readonly said: ChangeSaid };
const onWaiting = async (who: In, act: (change: AddressChange) => Promise<Tried>): Promise<ChangeSaid> => {
  let said: ChangeSaid = 'refused';
  await untilFresh(async () => {
    const change = await waitingOf(who.customer, who.deps);
    const tried: Tried = change ? await act(change) : 'refused';
    said = typeof tried === 'string' ? tried : tried.said;
    return typeof tried === 'string' ? { ok: true } : tried.done;
  });
  return said;
};
