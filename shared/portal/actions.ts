/** The page behind a payment link: what is owed and why; pays through the entity's provider; shows the receipt. */
import { MOST_CLAIMS, type Claim } from '../claims/claim.ts';
import { openOn } from '../claims/owing.ts';
import { isPaidThere } from '../invoices/handed.ts';
import { latest } from '../invoices/latest.ts';
import { tokenOf } from '../invoices/link.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { documentsOf, snapshotById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { providerOf } from '../payments/psp/providers.ts';
import { attemptById, paymentById } from '../payments/store.ts';
import { paymentOf, providers } from '../payments/vault.ts';
import type { Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { fetchOut } from '../runtime/http.ts';
import { linkTo } from '../runtime/links.ts';
import { log } from '../runtime/log.ts';
import { page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read } from '../runtime/table.ts';
import { account } from './account.ts';
import { madeBy } from './besides.ts';
import { ordered } from './ordered.ts';
import { viewOf } from './view.ts';
import { errorPage, paidPage, payPage, receiptPage, statusPage, stylesOf } from './pages.tsx';
import { agreedTo, consentOf } from './consentwords.ts';
import { askedOn, leastPart, partAsked, underWay, wholeOf } from './rules.ts';
import { payAt } from './attempting.ts';
import { open, type Opened } from './opening.ts';
import { credited, type Credits } from './crediting.ts';
import { promised, type Promising } from './promising.ts';
import { bodyOf, switches } from './switches.ts';

/** A GET never changes anything: mail scanners follow links (rules §3.18). */
export const answering =
  (credits: Credits, promising: Promising, others: Others) =>
  async (event: PageEvent): Promise<PageAnswer> => {
    const reply = await pageOf(event, { credits, promising }, others);
    log.info('answered', { status: reply.statusCode ?? 0 });
    return reply;
  };
/** Pages of slices downstream, by the first word of their path. */
type Others = Readonly<Record<string, (token: string, event: PageEvent) => Promise<PageAnswer>>>;

/** What of slices downstream is on the page of an invoice. */
interface Beside {
  readonly credits: Credits;
  readonly promising: Promising;
}

const pageOf = async (event: PageEvent, beside: Beside, others: Others): Promise<PageAnswer> => {
  const { routeKey, pathParameters, queryStringParameters } = event;
  const token = pathParameters?.['token'] ?? '';
  const other = others[routeKey.split('/')[1]!];
  if (other) return other(token, event);
  if (routeKey === 'GET /order/{token}') return ordered(token);
  if (routeKey.includes(' /account/')) return account(token, event, beside.credits);
  if (routeKey === 'GET /mails/{token}') return switches(token, undefined);
  if (routeKey === 'POST /mails/{token}') return switches(token, bodyOf(event));
  const opened = await open(token);
  if (!opened) return page(404, errorPage(), stylesOf(undefined));
  switch (routeKey) {
    case 'GET /pay/{token}':
      return show(opened, queryStringParameters?.['notice'], beside);
    case 'POST /pay/{token}':
      return pay(opened, new URLSearchParams(bodyOf(event)), beside);
    case 'GET /pay/{token}/status':
      return status(opened, queryStringParameters?.['attempt'] ?? '');
    case 'GET /pay/{token}/invoice.pdf':
      return pdf(opened);
    default:
      throw new Error(`no page for ${routeKey}`);
  }
};

const show = async (
  { token, invoice, entity, deps }: Opened,
  notice: string | undefined,
  { credits, promising }: Beside,
): Promise<PageAnswer> => {
  const place = await latest(invoice, deps);
  if (place.id !== invoice.id)
    return redirect(`/pay/${tokenOf(await secret('linkKey'), deps.tenant, place.id)}`);
  const [snapshot, attempts, claims] = [
    (await read(snapshotById(deps.tenant, invoice.id)))!,
    await attemptsOn(deps.tenant, invoice.id),
    await besideOf(invoice, deps),
  ];
  const provider = await providerOf(await providers(), deps.tenant, entity.provider, fetchOut);
  const view = viewOf({
    token,
    invoice,
    snapshot,
    attempts,
    claims,
    entity,
    today: localDate(deps.now, entity.zone),
    creditMinor: invoice.open.minor === 0 ? 0 : await credits.usable([invoice], deps),
    consent: consentOf(entity, provider, snapshot.language),
    promisable: await promising.until(invoice, deps),
    notice,
  });
  const styles = stylesOf(view.seller.colour);
  if (invoice.open.minor === 0 && claims.length === 0) return page(200, paidPage(view), styles);
  return page(200, payPage(view), styles, provider ? [provider.pageOrigin] : []);
};

/** What its payer owes because it is late, as far as one payment takes it. */
const besideOf = async (invoice: Invoice, { tenant }: Deps): Promise<Claim[]> =>
  (await openOn(tenant, [invoice])).slice(0, MOST_CLAIMS);

/** What is due today with interest and costs, the part of it that was typed, the invoice alone, or all of it where less is due. */
const pay = async (
  { token, invoice, entity, deps }: Opened,
  form: URLSearchParams,
  { credits, promising }: Beside,
): Promise<PageAnswer> => {
  const own = `${env('publicUrl')}/pay/${token}`;
  if (isPaidThere(invoice)) return redirect(own);
  const claims = await besideOf(invoice, deps);
  if (invoice.open.minor === 0 && claims.length === 0) return redirect(own);
  const before = await attemptsOn(deps.tenant, invoice.id);
  if (underWay(before)) return redirect(`${own}?notice=pending`);
  if (form.has('payOn')) return redirect(await promised(own, invoice, form.get('payOn'), promising, deps));
  if (form.has('credit')) return redirect(await credited(own, [invoice], credits, deps));
  const provider = await providerOf(await providers(), deps.tenant, entity.provider, fetchOut);
  if (!provider) return redirect(`${own}?notice=unavailable`);
  const today = localDate(deps.now, entity.zone);
  const [typed, due] = [form.get('amount'), askedOn(invoice, today)];
  const alone = form.has('only') || typed !== null;
  const amount = form.has('whole')
    ? wholeOf(invoice, today)
    : typed === null
      ? due
      : partAsked(typed, due, leastPart(due, entity.partPayments));
  if (!amount || (alone && amount.minor === 0)) return redirect(`${own}?notice=amount`);
  const description = `${invoice.deposit ? 'Deposit' : 'Invoice'} ${invoice.number}`;
  const { language, customerId } = invoice;
  const about = { language, customerId, at: deps.now, channel: 'invoice_page' } as const;
  const keep = invoice.deposit ? undefined : agreedTo(form, consentOf(entity, provider, language), about);
  const of = [{ invoice, amount, before, claims: alone ? [] : claims }];
  return redirect(
    await payAt(provider, { of, own, backTo: `${own}/status?attempt=`, description, keep }, deps),
  );
};

/** Where the provider sends the payer back to: the webhook may be earlier or later than this. */
const status = async (opened: Opened, attemptId: string): Promise<PageAnswer> => {
  const { token, invoice, entity, deps } = opened;
  const attempt = /^att_[0-9a-z]{26}$/.test(attemptId)
    ? await read(attemptById(deps.tenant, invoice.id, attemptId))
    : undefined;
  const own = `${env('publicUrl')}/pay/${token}`;
  if (!attempt) return redirect(own);
  if (attempt.state === 'FAILED' || attempt.state === 'CANCELED')
    return redirect(`${own}?notice=${attempt.state.toLowerCase()}`);
  const snapshot = (await read(snapshotById(deps.tenant, invoice.id)))!;
  const view = viewOf({
    token,
    invoice,
    snapshot,
    attempts: [attempt],
    entity,
    today: localDate(deps.now, entity.zone),
  });
  const styles = stylesOf(view.seller.colour);
  if (attempt.state !== 'SUCCEEDED') return page(200, statusPage({ ...view, asked: attempt.amount }), styles);
  const payment = await read(paymentById(deps.tenant, paymentOf(attempt)));
  return page(
    200,
    receiptPage({
      ...view,
      payment: madeBy(attempt, payment, localDate(deps.now, entity.zone)),
    }),
    styles,
  );
};

const pdf = async ({ invoice, deps }: Opened): Promise<PageAnswer> => {
  const key = (await read(documentsOf(deps.tenant, invoice.id)))?.pdf;
  return key === undefined
    ? page(404, errorPage(), stylesOf(undefined))
    : redirect(await linkTo(key, `${invoice.number}.pdf`, 300));
};
