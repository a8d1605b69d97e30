/** Behind the link on an invoice's page: a GET shows cases and a form, a POST opens a case, says something in one, or takes it back (rules §3.18). */
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { disputedMinor } from '../invoices/clarifying.ts';
import { latest } from '../invoices/latest.ts';
import { tokenOf } from '../invoices/link.ts';
import { snapshotById } from '../invoices/store.ts';
import { MOST_DISPUTES } from '../invoices/state.ts';
import { compare, exact } from '../kernel/decimal.ts';
import { inMinor, money, toText, type Money } from '../kernel/money.ts';
import { open, type Opened } from '../portal/opening.ts';
import { errorPage, stylesOf } from '../portal/pages.tsx';
import { bodyOf } from '../portal/switches.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, readAll, untilFresh } from '../runtime/table.ts';
import { disputedOf } from './amounts.ts';
import { DisputeId } from './dispute.ts';
import { customersUpload, downloadOf } from './evidence.ts';
import { room } from './filing.ts';
import { takenOf } from './opening.ts';
import { disputePage } from './page.tsx';
import type { Notice } from './pagewords.ts';
import { openByCustomer } from './proving.ts';
import { isUndecided } from './rules.ts';
import { say, withdraw } from './saying.ts';
import { disputeById } from './store.ts';
import { OpenDispute, SayInDispute } from './wanted.ts';

/** A form has so many boxes at most; longer invoices are disputed by amount and in words. */
const MOST_BOXES = 50;

/** Forged, unknown and expired links get the same answer as on the invoice's page. */
export const answerDispute = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const opened = await open(token);
  if (!opened || opened.invoice.deposit) return page(404, errorPage(), stylesOf(undefined));
  const { invoice, deps } = opened;
  const place = await latest(invoice, deps);
  if (place.id !== invoice.id)
    return redirect(`${env('publicUrl')}/dispute/${tokenOf(await secret('linkKey'), deps.tenant, place.id)}`);
  if (!event.routeKey.startsWith('POST')) return shown(opened, event.queryStringParameters ?? {});
  const form = new URLSearchParams(bodyOf(event));
  const act = form.has('withdraw') ? takenBack : form.has('case') ? answered : said;
  const notice = await act(invoice, form, deps);
  return redirect(`${env('publicUrl')}/dispute/${token}?notice=${notice}`);
};

/** One of its files where the address names one, else the page. */
const shown = async (
  opened: Opened,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageAnswer> => {
  const { invoice, deps } = opened;
  if (query['file'] === undefined)
    // S3 says where an upload lies when it sends the browser back.
    return show(opened, query['etag'] === undefined ? query['notice'] : 'uploaded');
  const cases = await readAll((invoice.disputes ?? []).map(({ id }) => disputeById(deps.tenant, id)));
  for (const { id, files = [] } of cases)
    for (const file of files)
      if (file.id === query['file'] && file.state === 'CLEAN')
        return redirect(await downloadOf(deps.tenant, id, file));
  return page(404, errorPage(), stylesOf(undefined));
};

const NOTICES: readonly string[] = [
  'received',
  'uploaded',
  'withdrawn',
  'text',
  'amount',
  'nothing',
] satisfies Notice[];
const show = async (
  { token, invoice, entity, deps }: Opened,
  notice: string | undefined,
): Promise<PageAnswer> => {
  const snapshot = (await read(snapshotById(deps.tenant, invoice.id)))!;
  const cases = await readAll((invoice.disputes ?? []).map(({ id }) => disputeById(deps.tenant, id)));
  const { name, logo, email, brand } = entity;
  const back = `${env('publicUrl')}/dispute/${token}`;
  const uploads = cases.map((one) =>
    room(one, 1, deps.now).ok ? customersUpload(one.id, back, deps) : undefined,
  );
  const html = disputePage({
    language: invoice.language,
    seller: { name, logo, email, colour: brand?.colour },
    number: invoice.number,
    lines: snapshot.lines.length > MOST_BOXES ? [] : snapshot.lines,
    currency: invoice.total.currency,
    cases: cases.map((one, at) => ({ ...one, upload: uploads[at] })).toReversed(),
    toPay: money(invoice.open.minor - disputedMinor(invoice), invoice.open.currency),
    more: await mayDispute(invoice, snapshot, deps),
    form: (invoice.disputes ?? []).length,
    action: `/dispute/${token}`,
    payUrl: `/pay/${token}`,
    notice: notice !== undefined && NOTICES.includes(notice) ? (notice as Notice) : undefined,
  });
  const bucket = uploads.find((one) => one)?.url;
  return page(200, html, stylesOf(brand?.colour), bucket === undefined ? [] : [new URL(bucket).origin]);
};

const mayDispute = async (invoice: Invoice, snapshot: Snapshot, deps: Deps): Promise<boolean> =>
  !['VOID', 'WRITTEN_OFF'].includes(invoice.state) &&
  (invoice.disputes ?? []).length < MOST_DISPUTES &&
  disputedOf(snapshot, await takenOf(invoice, deps), {}).ok;

/** The form has a number, so that what is sent twice from it is one case. */
const said = async (invoice: Invoice, form: URLSearchParams, deps: Deps): Promise<Notice> => {
  const typed = form.get('amount') ?? '';
  const amount = typed === '' ? undefined : amountOf(typed, invoice.total.currency);
  if (typed !== '' && !amount) return 'amount';
  const lines = form.getAll('line').map((line) => ({ line }));
  const contact = oneLine(form.get('contact'));
  const wanted = OpenDispute.safeParse({
    reason: form.get('reason') ?? '',
    text: oneLine(form.get('text')),
    ...(contact !== '' && { contact }),
    ...(lines.length > 0 && { lines }),
    ...(amount && { amount }),
  });
  if (!wanted.success) return 'text';
  const number = form.get('form') ?? '';
  const id = idOfCause('dsp', invoice.issuedAt, invoice.id, number, JSON.stringify(wanted.data));
  if (await read(disputeById(deps.tenant, id))) return 'received';
  const done = await untilFresh(() => openByCustomer(id, invoice.id, wanted.data, deps));
  if (done.ok) return 'received';
  return done.code === 'disputes.too_much' || done.code === 'disputes.of_nothing' ? 'amount' : 'nothing';
};

/** To a case of this invoice only; what was sent twice is said once. */
const answered = async (invoice: Invoice, form: URLSearchParams, deps: Deps): Promise<Notice> => {
  const id = DisputeId.safeParse(form.get('case'));
  const wanted = SayInDispute.safeParse({ text: oneLine(form.get('text')), side: 'customer' });
  if (!wanted.success) return 'text';
  if (!id.success || !invoice.disputes?.some((one) => one.id === id.data)) return 'nothing';
  const before = (await read(disputeById(deps.tenant, id.data)))!;
  if (!isUndecided(before)) return 'nothing';
  const again = before.thread[Number(form.get('turn'))];
  if (again?.side === 'customer' && again.text === wanted.data.text) return 'received';
  const done = await say(id.data, wanted.data, deps);
  return done.ok ? 'received' : 'nothing';
};

/** A second click finds it taken back. */
const takenBack = async (invoice: Invoice, form: URLSearchParams, deps: Deps): Promise<Notice> => {
  const id = DisputeId.safeParse(form.get('withdraw'));
  if (!id.success || !invoice.disputes?.some((one) => one.id === id.data)) return 'nothing';
  const done = await withdraw(id.data, deps);
  const state = done.ok ? done.value.state : (await read(disputeById(deps.tenant, id.data)))?.state;
  return state === 'WITHDRAWN' ? 'withdrawn' : 'nothing';
};

/** What was typed on several lines is one. */
const oneLine = (text: string | null): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

/** As a browser sends a number; undefined for anything that is no amount. */
const amountOf = (text: string, currency: string): Money | undefined => {
  if (!/^\d{1,10}(\.\d{1,3})?$/.test(text)) return undefined;
  const asked = inMinor(exact(text), currency);
  return asked.minor > 0 && compare(toText(asked), text) === 0 ? asked : undefined;
};
