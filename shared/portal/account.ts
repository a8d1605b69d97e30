/** The page behind an account's link: all that a customer owes one legal entity, paid together or in part. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { openOf } from '../claims/owing.ts';
import { accountAsked, accountOpens, type AccountLink } from '../customers/account-link.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { tokenOf } from '../invoices/link.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { sum } from '../kernel/money.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { attemptById, paymentById, unappliedOf } from '../payments/store.ts';
import { paymentOf, providers } from '../payments/vault.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { fetchOut } from '../runtime/http.ts';
import { about } from '../runtime/log.ts';
import { page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { all, read, readAll, recall } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { accountPage } from './account.tsx';
import { accountReceiptPage, accountStatusPage } from './accountpaid.tsx';
import { accountView, byDue, chosenOf, shownOf, type AccountView, type Owed } from './accountview.ts';
import { payAt } from './attempting.ts';
import { madeBy, totalOf } from './besides.ts';
import { agreedTo, consentOf } from './consentwords.ts';
import { credited, type Credits } from './crediting.ts';
import { errorPage, stylesOf } from './pages.tsx';
import { underWay } from './rules.ts';
import { bodyOf } from './switches.ts';

export interface OpenedAccount {
  readonly link: AccountLink;
  readonly customer: Customer;
  readonly entity: Entity;
  readonly today: LocalDate;
  readonly own: string;
  readonly deps: Deps;
}

export const account = async (token: string, event: PageEvent, credits: Credits): Promise<PageAnswer> => {
  const opened = await openAccount(token);
  if (!opened) return page(404, errorPage(), stylesOf(undefined));
  const { queryStringParameters: query, routeKey } = event;
  if (routeKey === 'POST /account/{token}') return pay(opened, new URLSearchParams(bodyOf(event)), credits);
  return routeKey === 'GET /account/{token}/status'
    ? status(opened, query?.['invoice'] ?? '', query?.['attempt'] ?? '')
    : show(opened, query?.['notice'], credits);
};

/** Forged, unknown and expired links, and those to an address that is not the customer's any more, get the same answer after the same work. */
export const openAccount = async (token: string): Promise<OpenedAccount | undefined> => {
  const link = accountAsked(token);
  if (!link) return undefined;
  const customer = await read(customerById(link.tenant, link.customerId));
  if (!accountOpens(await secret('linkKey'), link, customer) || !customer || customer.erased)
    return undefined;
  const now = instant();
  const entity = entityOf((await recall(tenantById(link.tenant)))!, link.entity);
  if (!entity) return undefined;
  const today = localDate(now, entity.zone);
  if (today > link.until) return undefined;
  const deps: Deps = { tenant: link.tenant, actor: `payer:${customer.id}`, trace: newTrace(), now };
  about({ tenant: deps.tenant, trace: deps.trace });
  return { link, customer, entity, today, own: `${env('publicUrl')}/account/${token}`, deps };
};

/** What is owed under any of the customer's names, beside invoices too, with the tries to pay it; requests for deposits are paid by their own links. */
const owedBy = async ({ link, customer, deps }: OpenedAccount): Promise<{ owed: Owed[]; more: number }> => {
  const names = [customer.id, ...(customer.aliases ?? [])];
  const found = await Promise.all(names.map((name) => all(openInvoices(deps.tenant, name))));
  const claims = (await openOf(deps.tenant, names)).filter(
    ({ entity, open }) => entity === link.entity && open.currency === link.currency,
  );
  const open = found
    .flat()
    .filter(
      ({ entity, open: { minor, currency }, deposit }) =>
        entity === link.entity && currency === link.currency && minor > 0 && !deposit,
    );
  const paid = new Set(
    claims.map(({ invoiceId }) => invoiceId).filter((id) => !open.some((one) => one.id === id)),
  );
  const heads = byDue([...open, ...(await readAll([...paid].map((id) => invoiceById(deps.tenant, id))))]);
  const shown = shownOf(heads, claims);
  const key = await secret('linkKey');
  const owed = shown.map(async (one) => ({
    ...one,
    attempts: await attemptsOn(deps.tenant, one.invoice.id),
    url: `/pay/${tokenOf(key, deps.tenant, one.invoice.id)}`,
  }));
  return { owed: await Promise.all(owed), more: heads.length - shown.length };
};

const show = async (
  opened: OpenedAccount,
  said: string | undefined,
  credits: Credits,
): Promise<PageAnswer> => {
  const { link, customer, entity, today, own, deps } = opened;
  const names = [customer.id, ...(customer.aliases ?? [])];
  const [{ owed, more }, payments] = [
    await owedBy(opened),
    (await Promise.all(names.map((name) => all(unappliedOf(deps.tenant, name))))).flat(),
  ];
  const provider = await providerOf(await providers(), deps.tenant, entity.provider, fetchOut);
  const view = accountView({
    owed,
    more,
    seller: entity,
    customer,
    today,
    currency: link.currency,
    creditMinor: payments
      .filter((payment) => payment.entity === link.entity && payment.amount.currency === link.currency)
      .reduce((total, { unapplied }) => total + unapplied.minor, 0),
    usableMinor: await credits.usable(payable(owed), deps),
    action: new URL(own).pathname,
    moreUrl: new URL(own).pathname.replace('/account/', '/my/account/'),
    until: link.until,
    notice: noticeOf(said),
    consent: consentOf(entity, provider, customer.language),
  });
  return page(200, accountPage(view), stylesOf(view.seller.colour), provider ? [provider.pageOrigin] : []);
};

const payable = (owed: readonly Owed[]) =>
  owed.flatMap(({ invoice, attempts }) => (underWay(attempts) || invoice.open.minor === 0 ? [] : [invoice]));

const NOTICES = ['failed', 'canceled', 'unavailable', 'pending', 'credited', 'nothingMarked'] as const;
const noticeOf = (said: string | undefined): AccountView['notice'] => NOTICES.find((one) => one === said);

/** What is marked is paid at what is asked for it now; what was settled, or begun elsewhere, since the page was shown is passed over. */
const pay = async (opened: OpenedAccount, form: URLSearchParams, credits: Credits): Promise<PageAnswer> => {
  const { entity, customer, own, deps } = opened;
  const { owed } = await owedBy(opened);
  const chosen = chosenOf(owed, form, opened.today);
  const [first] = chosen;
  if (!first)
    return redirect(
      `${own}?notice=${form.has('invoice') || form.has('beside') ? 'pending' : 'nothingMarked'}`,
    );
  if (form.has('credit')) {
    const marked = payable(owed).filter((invoice) =>
      chosen.some((one) => one.invoice === invoice && one.amount.minor > 0),
    );
    return redirect(await credited(own, marked, credits, deps));
  }
  const provider = await providerOf(await providers(), deps.tenant, entity.provider, fetchOut);
  if (!provider) return redirect(`${own}?notice=unavailable`);
  const { language, id: customerId } = customer;
  const about = { language, customerId, at: deps.now, channel: 'account_page' } as const;
  const numbers = chosen.map(({ invoice }) => invoice.number).join(', ');
  return redirect(
    await payAt(
      provider,
      {
        of: chosen,
        keep: agreedTo(form, consentOf(entity, provider, language), about),
        own,
        backTo: `${own}/status?invoice=${first.invoice.id}&attempt=`,
        description: chosen.length === 1 ? `Invoice ${numbers}` : `Invoices ${numbers}`,
      },
      deps,
    ),
  );
};

const status = async (opened: OpenedAccount, invoiceId: string, attemptId: string): Promise<PageAnswer> => {
  const { link, customer, entity, today, own, deps } = opened;
  const attempt =
    /^att_[0-9a-z]{26}$/.test(attemptId) && /^inv_[0-9a-z]{26}$/.test(invoiceId)
      ? await read(attemptById(deps.tenant, invoiceId, attemptId))
      : undefined;
  // The attempt of somebody else is none of this page's business.
  if (!attempt || ![customer.id, ...(customer.aliases ?? [])].includes(attempt.customerId))
    return redirect(own);
  if (attempt.state === 'FAILED' || attempt.state === 'CANCELED')
    return redirect(`${own}?notice=${attempt.state.toLowerCase()}`);
  const { name, logo, email, brand } = entity;
  const seller = { name, logo, email, colour: brand?.colour };
  const { language } = customer;
  if (attempt.state !== 'SUCCEEDED')
    return page(200, accountStatusPage({ seller, language, asked: attempt.amount }), stylesOf(seller.colour));
  const [payment, { owed }] = [
    await read(paymentById(deps.tenant, paymentOf(attempt))),
    await owedBy(opened),
  ];
  return page(
    200,
    accountReceiptPage({
      seller,
      language,
      payment: madeBy(attempt, payment, today),
      settled: payment?.allocations ?? [],
      open: sum(
        owed.flatMap(({ invoice, claims }) => [invoice.open, totalOf(claims, link.currency)]),
        link.currency,
      ),
      back: own,
    }),
    stylesOf(seller.colour),
  );
};
