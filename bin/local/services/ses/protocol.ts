/** The Query protocol of SES v1: a form goes in, XML comes out. */
import { randomUUID } from 'node:crypto';
import type { WireRequest, WireResponse } from '../../seam.ts';
import { AwsError, escapeXml } from '../wire.ts';
import type { Outgoing } from './mail.ts';
import { compose, readMail } from './mail.ts';

const forms = new WeakMap<WireRequest, URLSearchParams>();
const mails = new WeakMap<WireRequest, Outgoing>();

export const form = (request: WireRequest): URLSearchParams => {
  const known = forms.get(request) ?? new URLSearchParams(request.body.toString('utf8'));
  forms.set(request, known);
  return known;
};

/** The mail of a SendRawEmail or SendEmail call; read once for the permission and for the sending. */
export const mailOf = (request: WireRequest): Outgoing => {
  const known = mails.get(request);
  if (known) return known;
  const fields = form(request);
  const tags = Object.fromEntries(
    members(fields, 'Tags', 'Name').map((name, i) => [name, members(fields, 'Tags', 'Value')[i]!]),
  );
  const given = {
    source: fields.get('Source') ?? undefined,
    destinations: members(fields, 'Destinations'),
    configurationSet: fields.get('ConfigurationSetName') ?? undefined,
    tags,
  };
  if (fields.get('Action') === 'SendEmail') {
    const to = members(fields, 'Destination.ToAddresses');
    const cc = members(fields, 'Destination.CcAddresses');
    const bcc = members(fields, 'Destination.BccAddresses');
    const text = fields.get('Message.Body.Text.Data') ?? undefined;
    const html = fields.get('Message.Body.Html.Data') ?? undefined;
    if (text === undefined && html === undefined)
      throw new AwsError('ValidationError', 'The message has neither a text nor an HTML body.');
    const simple = {
      source: fields.get('Source') ?? '',
      to,
      cc,
      bcc,
      replyTo: members(fields, 'ReplyToAddresses'),
    };
    const raw = compose(
      { ...simple, subject: fields.get('Message.Subject.Data') ?? '', text, html },
      randomUUID(),
    );
    given.destinations = [...to, ...cc, ...bcc];
    mails.set(request, readMail(raw, given));
  } else mails.set(request, readMail(Buffer.from(fields.get('RawMessage.Data') ?? '', 'base64'), given));
  return mails.get(request)!;
};

const members = (fields: URLSearchParams, list: string, field?: string): string[] => {
  const found: string[] = [];
  for (let i = 1; ; i += 1) {
    const value = fields.get(`${list}.member.${i}${field === undefined ? '' : `.${field}`}`);
    if (value === null) return found;
    found.push(value);
  }
};

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** Runs the call and writes its result, or its refusal, as XML. */
export const respond = (action: string, run: () => Record<string, string | number>): WireResponse => {
  const RequestId = randomUUID();
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': RequestId };
  const id = `<RequestId>${RequestId}</RequestId>`;
  try {
    const fields = Object.entries(run()).map(
      ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
    );
    const own = `<${action}Result>${fields.join('')}</${action}Result>`;
    const result = `${own}<ResponseMetadata>${id}</ResponseMetadata>`;
    return {
      status: 200,
      headers,
      body: `<${action}Response xmlns="${NAMESPACE}">${result}</${action}Response>`,
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const why = `<Message>${escapeXml(error.message)}</Message>`;
    const facts = `<Type>Sender</Type><Code>${error.code}</Code>${why}`;
    const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${facts}</Error>${id}</ErrorResponse>`;
    return { status: error.status, headers, body };
  }
};
