/** The pages of the mailbox. */
import type { Email } from 'postal-mime';
import type { Mail, MailState } from '../services/ses/feedback.ts';
import type { Described } from './mailbox.ts';
import type { Html } from './page.ts';
import { html, moment, page } from './page.ts';

const PER_PAGE = 50;
const badge = (state: MailState): Html => html`<span class="badge ${state}">${state}</span>`;

export interface Listing {
  mails: Mail[];
  q: string;
  page: number;
  holding: boolean;
}

export const listPage = ({ mails, q, page: wanted, holding }: Listing): Response => {
  const pages = Math.max(1, Math.ceil(mails.length / PER_PAGE));
  const at = Math.min(Math.max(1, wanted), pages);
  const shown = mails.slice((at - 1) * PER_PAGE, at * PER_PAGE);
  const link = (to: number) =>
    `/mailbox?${new URLSearchParams({ ...(q && { q }), page: String(to) }).toString()}`;
  const body = html` <div class="row">
      <div>
        <h1>Mailbox</h1>
        <p class="soft small" style="margin:4px 0 0">Every mail that was sent; none leaves this machine.</p>
      </div>
      <form method="post" action="/mailbox/hold">
        <input type="hidden" name="on" value="${String(!holding)}" />
        <button>${holding ? 'Deliver new mail at once' : 'Hold new mail'}</button>
      </form>
    </div>
    ${
      holding &&
      html`<p class="alert wait" role="status" style="margin-top:16px">
        New mail is held until it is released.
      </p>`
    }
    <form class="search" role="search" action="/mailbox">
      <input
        type="search"
        name="q"
        value="${q}"
        placeholder="Recipient or subject"
        aria-label="Search by recipient or subject"
      />
      <button class="main">Search</button>
    </form>
    <p class="soft small" role="status">
      ${mails.length === 1 ? '1 mail' : `${mails.length} mails`}${q && ` for “${q}”`}
    </p>
    <div class="card">
      ${
        shown.length === 0
          ? empty(q)
          : html`<ul class="list">
              ${shown.map(row)}
            </ul>`
      }
    </div>
    ${
      pages > 1 &&
      html`<nav class="pages" aria-label="Pages">
        <span>${at > 1 && html`<a class="button" href="${link(at - 1)}">Newer</a>`}</span>
        <span class="soft small">Page ${at} of ${pages}</span>
        <span>${at < pages && html`<a class="button" href="${link(at + 1)}">Older</a>`}</span>
      </nav>`
    }`;
  return page({ title: 'Mailbox', place: 'Mailbox', home: '/mailbox', body });
};

const row = (mail: Mail): Html =>
  html`<li>
    <a href="/mailbox/${mail.id}">
      <span class="subject">${mail.subject || '(no subject)'}</span
      ><span class="right">${badge(mail.state)}</span>
      <span class="who soft small">To ${mail.recipients.join(', ')}</span>
      <span class="right soft small">${moment(mail.sentAt)}</span></a
    >
  </li>`;

const empty = (q: string): Html =>
  q === ''
    ? html`<div class="empty">
        <p><strong>No mail yet</strong></p>
        <p class="soft">What the system sends will show up here.</p>
      </div>`
    : html`<div class="empty">
        <p><strong>Nothing found</strong></p>
        <p><a href="/mailbox">Show all mail</a></p>
      </div>`;

const LABELS = {
  release: 'Deliver now',
  delay: 'Report a delay',
  bounce: 'Bounce',
  complain: 'Complain',
} as const;
const POSSIBLE: Record<MailState, (keyof typeof LABELS)[]> = {
  sent: [],
  held: ['release', 'delay', 'bounce'],
  delayed: ['release', 'bounce'],
  delivered: ['bounce', 'complain'],
  bounced: [],
  complained: [],
};

export const mailPage = (mail: Mail, email: Email, files: Described[], asked: string | null): Response => {
  const views = [...(email.html ? ['html'] : []), ...(email.text ? ['text'] : []), 'headers'];
  const view = views.find((each) => each === asked) ?? views[0]!;
  const names: Record<string, string> = { html: 'HTML', text: 'Text', headers: 'Headers' };
  const body = html` <p class="small" style="margin-top:0"><a href="/mailbox">← All mail</a></p>
    <div class="row">
      <h1>${mail.subject || '(no subject)'}</h1>
      ${badge(mail.state)}
    </div>
    <dl>
      <dt>From</dt>
      <dd>${mail.source}</dd>
      <dt>To</dt>
      <dd>${mail.recipients.join(', ')}</dd>
      <dt>Sent</dt>
      <dd>${moment(mail.sentAt)}</dd>
    </dl>
    ${
      files.length > 0 &&
      html`<ul class="files" aria-label="Attachments">
        ${files.map(attachment)}
      </ul>`
    }
    <div class="card">
      <nav class="tabs" aria-label="View">
        ${views.map(
          (each) =>
            html`<a href="?view=${each}" ${each === view && html` aria-current="page"`}>${names[each]}</a>`,
        )}
      </nav>
      ${view === 'html' && frame(withImages(email))} ${view === 'text' && plain('Text', email.text)}
      ${view === 'headers' && plain('Headers', headers(mail))}
    </div>
    <form class="actions" method="post" action="/mailbox/${mail.id}/act">
      ${POSSIBLE[mail.state].map(
        (verb) => html`<button name="verb" value="${verb}">${LABELS[verb]}</button>`,
      )}<a class="button" href="/control/mails/${mail.id}/raw">Source</a>
    </form>`;
  return page({ title: mail.subject || 'Mail', place: 'Mailbox', home: '/mailbox', body });
};

const plain = (name: string, text = ''): Html => html`<pre tabindex="0" aria-label="${name}">${text}</pre>`;

/** Without scripts and in an origin of its own; links open in a new tab. */
const frame = (content: string): Html => {
  const head = '<head><title>Mail</title><base target="_blank"></head>';
  const doc = `<!doctype html><html lang="en">${head}<body>${content}</body></html>`;
  return html`<iframe
    title="The mail as HTML"
    sandbox="allow-popups allow-popups-to-escape-sandbox"
    srcdoc="${doc}"
  ></iframe>`;
};

/** Images that the mail carries itself; the frame may load nothing. */
const withImages = ({ html: content = '', attachments }: Email): string =>
  attachments.reduce((text, { contentId, mimeType, content: bytes }) => {
    if (contentId === undefined || !mimeType.startsWith('image/') || typeof bytes === 'string') return text;
    const image = `data:${mimeType};base64,${Buffer.from(bytes as ArrayBuffer).toString('base64')}`;
    return text.replaceAll(`cid:${contentId.replaceAll(/[<>]/g, '')}`, image);
  }, content);

const attachment = ({ filename, size, url }: Described): Html =>
  html`<li>
    <a class="button" href="${url}" target="_blank" rel="noopener"
      >${filename}&nbsp;<span class="soft small">${kilobytes(size)}</span></a
    >
  </li>`;

const kilobytes = (size: number): string => (size < 1024 ? `${size} B` : `${Math.round(size / 1024)} kB`);

const headers = (mail: Mail): string => mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
