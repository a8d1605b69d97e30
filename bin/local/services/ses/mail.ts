/** A mail as it is sent: its headers, who it is from and for, and how a simple one is composed. */
import { addressParser, decodeWords } from 'postal-mime';

export interface Header {
  name: string;
  value: string;
}
export interface Outgoing {
  raw: Buffer;
  headers: Header[];
  /** The address alone. */
  from: string;
  /** As the header has it, with the name. */
  source: string;
  recipients: string[];
  subject: string;
  configurationSet: string | undefined;
  tags: Record<string, string>;
}

/** Reads what the sender gave: parameters of the call win over headers of the mail. */
export const readMail = (raw: Buffer, given: Parameters): Outgoing => {
  const headers = readHeaders(raw);
  const header = (name: string) => headers.find((each) => each.name.toLowerCase() === name)?.value;
  const source = given.source ?? header('from') ?? '';
  const named = ['to', 'cc', 'bcc'].flatMap((name) => addresses(header(name)));
  const tags = given.tags ?? {};
  for (const pair of (header('x-ses-message-tags') ?? '').split(/[,;]/)) {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    if (name !== '') tags[name] ??= value;
  }
  return {
    raw,
    headers,
    from: addresses(source)[0] ?? '',
    source: header('from') ?? source,
    recipients: given.destinations.length > 0 ? given.destinations.flatMap(addresses) : [...new Set(named)],
    subject: decodeWords(header('subject') ?? ''),
    configurationSet: given.configurationSet ?? header('x-ses-configuration-set'),
    tags,
  };
};

export interface Parameters {
  source: string | undefined;
  destinations: string[];
  configurationSet: string | undefined;
  tags: Record<string, string> | undefined;
}

/** The bare addresses of a header, groups included. */
export const addresses = (value: string | undefined): string[] =>
  addressParser(value ?? '', { flatten: true }).flatMap(({ address }) => (address ? [address] : []));

const readHeaders = (raw: Buffer): Header[] => {
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1', 0, 262_144))?.index ?? raw.length;
  const lines = raw
    .toString('utf8', 0, end)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }] : [];
  });
};

export interface Simple {
  source: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  text: string | undefined;
  html: string | undefined;
}

/** The MIME form of a SendEmail call. */
export const compose = (mail: Simple, boundary: string): Buffer => {
  const list = (name: string, values: string[]) =>
    values.length > 0 ? [`${name}: ${values.join(', ')}`] : [];
  const part = (kind: string, body: string) => [
    `Content-Type: text/${kind}; charset=UTF-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(body)
      .toString('base64')
      .match(/.{1,76}/g) ?? ['']),
  ];
  const parts = [
    ...(mail.text === undefined ? [] : [part('plain', mail.text)]),
    ...(mail.html === undefined ? [] : [part('html', mail.html)]),
  ];
  const subject = `=?UTF-8?B?${Buffer.from(mail.subject).toString('base64')}?=`;
  const lines = [
    `From: ${mail.source}`,
    ...list('To', mail.to),
    ...list('Cc', mail.cc),
    ...list('Reply-To', mail.replyTo),
    `Subject: ${/^[\x20-\x7e]*$/.test(mail.subject) ? mail.subject : subject}`,
    'MIME-Version: 1.0',
  ];
  if (parts.length === 1) lines.push(...parts[0]!);
  else {
    lines.push(`Content-Type: multipart/alternative; boundary="${boundary}"`, '');
    for (const each of parts) lines.push(`--${boundary}`, ...each);
    lines.push(`--${boundary}--`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
};
