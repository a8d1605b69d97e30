/** Mails of the pages: with a code, to the one address that asked, while it can still open; and of what was done there, as the books have it when they go out. */
import type { Entity } from '../access/tenant.ts';
import { ChangeId } from '../addresses/change.ts';
import { everyAddress } from '../addresses/rules.ts';
import { changeById } from '../addresses/store.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { localDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import type { Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { secret } from '../runtime/secrets.ts';
import { read } from '../runtime/table.ts';
import { methodById } from '../methods/store.ts';
import type { Question } from '../questions/question.ts';
import { questionById } from '../questions/store.ts';
import { sameAddress } from './rules.ts';
import { inForceOn } from '../subscriptions/periods.ts';
import { plansOf } from '../subscriptions/plans.ts';
import { subscriptionById } from '../subscriptions/store.ts';
import { answerLetter, methodLetter, noticeLetter, subscriptionLetter } from './account-letters.ts';
import { askedLetter, changeCodeLetter, changeLinkLetter, endedLetter } from './address-letters.ts';
import { codeLetter } from './letters.ts';
import { changeToken, codeOf } from './secrets.ts';
import { codeById } from './store.ts';

/** For mails that go to these addresses and no others, whoever the customer was merged into meanwhile. */
const only = (customer: Customer, emails: readonly string[]) => ({
  ...without(customer, 'mergedInto'),
  contacts: [],
  emails: [...emails],
});

/** Worker. Nothing but the mail ever says the code: it is made in the second of sending. */
const sendCode = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { codeId, entity } = mail.code!;
  if (ChangeId.safeParse(codeId).success) return sendLink(mail, codeId, deps, fact);
  const code = await read(codeById(deps.tenant, codeId));
  const known = (await read(customerById(deps.tenant, mail.customerId!)))!;
  // Gone codes have no address; the mail is not sent for want of one.
  const customer = only(known, code?.email === undefined ? [] : [code.email]);
  return dispatch({ mail, customer, entity, fact }, deps, async (to, seller): Promise<Composed> => {
    if (!code || deps.now >= code.until) return { suppressed: 'the code is over' };
    const digits = codeOf(await secret('linkKey'), deps.tenant, code.id);
    if (code.change === undefined) return { letter: codeLetter(digits, to, seller) };
    const change = await read(changeById(deps.tenant, code.change));
    return change?.state === 'PENDING' && change.code === code.id
      ? { letter: changeCodeLetter(digits, change, to, seller) }
      : { suppressed: 'the change is over' };
  });
};

/** To the address that a mail named; whoever reads there says that it is right. */
const sendLink = async (mail: Mail, id: string, deps: Deps, fact: Envelope): Promise<Sent> => {
  const change = await read(changeById(deps.tenant, id));
  const known = (await read(customerById(deps.tenant, mail.customerId!)))!;
  const email = change?.wish.email;
  const customer = only(known, email === undefined ? [] : [email]);
  return dispatch({ mail, customer, entity: mail.code!.entity, fact }, deps, async (to, seller) => {
    if (change?.state !== 'PENDING') return { suppressed: 'the change is over' };
    const token = changeToken(await secret('linkKey'), 'answer', deps.tenant, change.id);
    return { letter: changeLinkLetter(`${env('publicUrl')}/my/yes/${token}`, to, seller) };
  });
};

type About = NonNullable<Mail['account']>;

/** Worker. */
const sendAccount = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const customer = (await read(customerById(deps.tenant, mail.customerId!)))!;
  const { entity, say, id, turn } = mail.account!;
  if (say === 'question') {
    const question = (await read(questionById(deps.tenant, id)))!;
    return sendAnswer(mail, { question, turn, customer, entity, fact }, deps);
  }
  if (say === 'address_asked' || say === 'address_ended')
    return sendChange(mail, { customer, entity, fact }, deps);
  return dispatch({ mail, customer, entity, fact }, deps, (to, seller) =>
    say === 'method_kept' || say === 'method_ended'
      ? methodTold(mail, to, seller, deps)
      : composed(mail.account!, to, seller, deps),
  );
};

/** To all who were its addresses when it was asked for, and to the new one once it is; who was erased since gets none. */
const sendChange = async (
  mail: Mail,
  { customer, ...of }: { customer: Customer; entity: string; fact: Envelope },
  deps: Deps,
): Promise<Sent> => {
  const { say, id } = mail.account!;
  const change = (await read(changeById(deps.tenant, id)))!;
  const { told, state, wish } = change;
  const also = say === 'address_ended' && state === 'APPLIED' && wish.email !== undefined ? [wish.email] : [];
  const emails = customer.erased ? [] : [...new Set([...told, ...also])];
  const url = `${env('publicUrl')}/my/at/${deps.tenant}`;
  return dispatch(
    { mail, customer: only(customer, emails), ...of },
    deps,
    async (to, seller): Promise<Composed> => {
      if (say === 'address_asked') {
        const token = changeToken(await secret('linkKey'), 'stop', deps.tenant, change.id);
        return { letter: askedLetter({ change, url: `${env('publicUrl')}/my/no/${token}` }, to, seller) };
      }
      const letter = endedLetter({ change, url }, to, seller);
      return letter ? { letter } : { suppressed: 'another mail says it' };
    },
  );
};

const composed = async (
  { say, id }: About,
  to: Customer,
  seller: Entity,
  { tenant, now }: Deps,
): Promise<Composed> => {
  const subscription = (await read(subscriptionById(tenant, id)))!;
  const url = `${env('publicUrl')}/my/at/${tenant}`;
  const term = inForceOn(subscription.terms, localDate(now, subscription.zone));
  // What was changed for a later day is told as it will be.
  const last = say === 'notice' ? term : subscription.terms.at(-1)!;
  const plan = (await plansOf([last], tenant))(last);
  if (say === 'notice')
    return subscription.end === undefined || subscription.noticeAt === undefined
      ? { suppressed: 'the notice was taken back' }
      : { letter: noticeLetter({ subscription, plan, url }, to, seller) };
  return { letter: subscriptionLetter({ subscription, term: last, plan, url }, to, seller) };
};

/** One that was kept and is over since is told of all the same: who did not keep it has to know. It stands where it was kept, merged or not. */
const methodTold = async (
  { account, customerId }: Mail,
  to: Customer,
  seller: Entity,
  { tenant }: Deps,
): Promise<Composed> => {
  const { say, id } = account!;
  const method = (await read(methodById(tenant, customerId!, id)))!;
  const url = `${env('publicUrl')}/my/at/${tenant}`;
  return { letter: methodLetter({ method, over: say === 'method_ended', url }, to, seller) };
};

/** To the address that asked, while it is one of the customer's; else where its invoices go. */
const sendAnswer = (
  mail: Mail,
  {
    question,
    turn,
    customer,
    ...of
  }: {
    question: Question;
    turn: number | undefined;
    customer: Customer;
    entity: string;
    fact: Envelope;
  },
  deps: Deps,
): Promise<Sent> => {
  const { email } = question;
  const asked = email !== undefined && everyAddress(customer).some((own) => sameAddress(own, email));
  const to = asked ? { ...customer, contacts: [], emails: [email] } : customer;
  return dispatch({ mail, customer: to, ...of }, deps, async (reader, seller) => ({
    letter: answerLetter({ question, turn, url: `${env('publicUrl')}/my/at/${deps.tenant}` }, reader, seller),
  }));
};

/** By purpose, for whoever sends mails. */
export const ownMails = { code: sendCode, account: sendAccount };
