/** The mailbox of the sandbox: what was sent, for people (pages) and for tests (JSON). */
import type { Attachment, Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import type { Cloud } from '../seam.ts';
import type { Ses } from '../services/ses.ts';
import type { Mail } from '../services/ses/feedback.ts';
import { html, page, seeOther } from './page.ts';
import type { Html } from './page.ts';
import { listPage, mailPage } from './mails.ts';

type Route = (request: Request) => Promise<Response> | undefined;

/** Serves /control/mails… and /mailbox…; anything else is not its own. */
export const mailRoutes =
  (cloud: Cloud, ses: Ses): Route =>
  (request) => {
    const url = new URL(request.url);
    const [, area, ...rest] = url.pathname.replace(/\/$/, '').split('/');
    if (area === 'mailbox') return mailbox(request, url, rest, ses);
    if (area === 'control' && rest[0] === 'inbound-mail') return inbound(request, url, ses);
    if (area === 'control' && rest[0] === 'mails') return control(request, url, rest.slice(1), ses, cloud);
    return undefined;
  };

/** A mail from outside: its bytes; `?spf=fail&dkim=none&dmarc=fail&spam=FAIL&virus=FAIL&from=…&to=…` say what SES would find of it. */
const inbound = async (request: Request, { searchParams }: URL, ses: Ses): Promise<Response> => {
  if (request.method !== 'POST') return problem(405, 'POST');
  const key = await ses.receive(Buffer.from(await request.arrayBuffer()), searchParams);
  return key === undefined
    ? problem(404, 'No receipt rule takes mails for that address')
    : Response.json({ key });
};

const VERBS = ['release', 'delay', 'bounce', 'complain'] as const;
type Verb = (typeof VERBS)[number];
const verbOf = (text: unknown): Verb | undefined => VERBS.find((verb) => verb === text);

const control = async (
  request: Request,
  url: URL,
  [id, what, n]: string[],
  ses: Ses,
  cloud: Cloud,
): Promise<Response> => {
  if (request.method === 'POST') {
    if (id === 'hold') {
      const { on } = (await request.json()) as { on?: unknown };
      if (typeof on !== 'boolean') return problem(400, 'hold takes {"on": true|false}');
      ses.hold(on);
      return Response.json({ on });
    }
    const verb = verbOf(what);
    const mail = ses.mail(id ?? '');
    if (!verb || !mail) return problem(404, 'No such mail or action');
    cloud.log(`mailbox: ${verb} ${mail.id}`);
    if (!ses[verb](mail.id)) return problem(409, `A mail that is ${mail.state} cannot ${verb}`);
    return Response.json(summary(mail));
  }
  if (request.method !== 'GET') return problem(405, 'GET or POST');
  if (id === undefined) return Response.json(search(ses.mails(), url.searchParams).map(summary));
  const mail = ses.mail(id);
  if (!mail) return problem(404, 'No such mail');
  const raw = await ses.raw(id);
  if (what === 'raw')
    return new Response(new Uint8Array(raw), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  const email = await PostalMime.parse(raw);
  if (what === 'attachments') {
    const file = email.attachments[Number(n)];
    return file ? download(file) : problem(404, 'No such attachment');
  }
  return Response.json({
    ...summary(mail),
    text: email.text ?? '',
    html: email.html ?? '',
    ...described(mail, email),
  });
};

const mailbox = async (request: Request, url: URL, [id, act]: string[], ses: Ses): Promise<Response> => {
  if (request.method === 'POST') {
    const form = new URLSearchParams(await request.text());
    const verb = verbOf(form.get('verb'));
    if (id === 'hold') ses.hold(form.get('on') === 'true');
    else if (act === 'act' && verb) ses[verb](id ?? '');
    return seeOther(id === 'hold' ? '/mailbox' : `/mailbox/${id}`);
  }
  if (id === undefined) {
    const q = url.searchParams.get('q') ?? '';
    const found = ses
      .mails()
      .filter((mail) => has(mail.subject, q) || mail.recipients.some((to) => has(to, q)));
    return listPage({
      mails: found,
      q,
      page: Number(url.searchParams.get('page') ?? 1) || 1,
      holding: ses.holding,
    });
  }
  const mail = ses.mail(id);
  if (!mail) return notFound();
  const email = await PostalMime.parse(await ses.raw(id));
  return mailPage(mail, email, described(mail, email).attachments, url.searchParams.get('view'));
};

const search = (mails: Mail[], query: URLSearchParams): Mail[] => {
  const to = query.get('to') ?? '';
  const subject = query.get('subject') ?? '';
  const since = Date.parse(query.get('since') ?? '') || 0;
  return mails.filter(
    (mail) =>
      mail.sentAt >= since && has(mail.subject, subject) && mail.recipients.some((each) => has(each, to)),
  );
};

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.trim().toLowerCase());

const summary = ({ id, sentAt, from, recipients, subject, state, configurationSet, tags, size }: Mail) => ({
  id,
  sentAt: new Date(sentAt).toISOString(),
  from,
  recipients,
  subject,
  state,
  configurationSet,
  tags,
  size,
});

export interface Described {
  n: number;
  filename: string;
  contentType: string;
  size: number;
  url: string;
}

const described = (mail: Mail, email: Email) => ({
  to: (email.to ?? []).map(({ address }) => address),
  cc: (email.cc ?? []).map(({ address }) => address),
  attachments: email.attachments.map((file, n): Described => ({
    n,
    filename: file.filename ?? `attachment-${n + 1}`,
    contentType: file.mimeType,
    size: bytes(file).length,
    url: `/control/mails/${mail.id}/attachments/${n}`,
  })),
});

const bytes = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

/** PDFs and images open in the browser, XML is shown as it is; nothing may run in this console's name. */
const download = (file: Attachment): Response => {
  const type = file.mimeType;
  const xml = type.endsWith('/xml') || type.endsWith('+xml');
  const inline = type === 'application/pdf' || /^image\/(png|jpeg|gif)$/.test(type) || xml;
  const name = encodeURIComponent(file.filename ?? 'attachment');
  const headers = {
    'content-type': type,
    'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'x-content-type-options': 'nosniff',
    ...(xml && { 'content-security-policy': 'sandbox' }),
  };
  return new Response(new Uint8Array(bytes(file)), { headers });
};

const problem = (status: number, message: string): Response => Response.json({ message }, { status });

const notFound = (): Response => {
  const body: Html = html`<div class="card empty">
    <h1>No such mail</h1>
    <p><a href="/mailbox">Back to the mailbox</a></p>
  </div>`;
  return page({ title: 'Not found', place: 'Mailbox', home: '/mailbox', body, status: 404 });
};
