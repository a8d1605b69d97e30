/** Mails that come in from outside: a receipt rule puts them into a bucket, below what SES found of them. */
import { randomUUID } from 'node:crypto';
import type { Provider } from '../../seam.ts';
import { asList, asObject, asText, isTrue } from '../wire.ts';
import { addresses } from './mail.ts';

export interface ReceiptRule {
  readonly recipients: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
}

/** Fills `rules`; only what this cloud does is taken: a rule with recipients, whose one action is a bucket. */
export const receipts = (rules: Map<string, ReceiptRule>): Record<string, Provider> => ({
  'AWS::SES::ReceiptRuleSet': {
    properties: ['RuleSetName', 'Tags'],
    make: (logicalId, properties) => ({
      ref: asText(properties['RuleSetName'] ?? logicalId, 'RuleSetName'),
      attributes: {},
    }),
  },
  'AWS::SES::ReceiptRule': {
    properties: ['RuleSetName', 'Rule', 'After'],
    make: (logicalId, properties) => {
      const {
        Enabled,
        Recipients,
        Actions,
        ScanEnabled: _,
        TlsPolicy: __,
        Name: ___,
        ...other
      } = asObject(properties['Rule']);
      const [first, ...more] = asList(Actions).map(asObject);
      const { BucketName, ObjectKeyPrefix, ...rest } = asObject(first?.['S3Action']);
      if (more.length > 0 || Object.keys({ ...other, ...rest }).length > 0)
        throw new Error(`${logicalId}: only one S3Action with bucket and prefix is supported`);
      if (isTrue(Enabled))
        rules.set(logicalId, {
          recipients: asList(Recipients).map((one) => String(one).toLowerCase()),
          bucket: asText(BucketName, 'BucketName'),
          prefix: asText(ObjectKeyPrefix, 'ObjectKeyPrefix'),
        });
      return { ref: logicalId, attributes: {} };
    },
  },
});

/** The rule that takes mails for one of these: its recipients are addresses, or domains with all of theirs. */
export const ruleFor = (rules: Iterable<ReceiptRule>, to: readonly string[]): ReceiptRule | undefined =>
  [...rules].find(({ recipients }) =>
    to.some((address) =>
      [address, address.split('@').at(-1)!].some((one) => recipients.includes(one.toLowerCase())),
    ),
  );

/** What a sender and SES would have found of each other. */
export interface Arrival {
  readonly from: string;
  readonly to: readonly string[];
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc: string;
  readonly spam: string;
  readonly virus: string;
}
export const arrivalOf = (query: URLSearchParams, raw: Buffer): Arrival => {
  const head = raw.toString('latin1', 0, 65_536).split(/\r?\n\r?\n/)[0]!;
  const header = (name: string) => new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)`, 'im').exec(head)?.[1];
  const [from = ''] = addresses(header('from'));
  return {
    from: query.get('from') ?? from,
    to: query.has('to') ? query.getAll('to') : ['to', 'cc'].flatMap((name) => addresses(header(name))),
    spf: query.get('spf') ?? 'pass',
    dkim: query.get('dkim') ?? 'pass',
    dmarc: query.get('dmarc') ?? 'pass',
    spam: query.get('spam') ?? 'PASS',
    virus: query.get('virus') ?? 'PASS',
  };
};

/** As SES puts it: its own lines above those of the sender. */
export const stamped = (
  raw: Buffer,
  { from, to, spf, dkim, dmarc, spam, virus }: Arrival,
  place: { readonly region: string; readonly nowMs: number },
): Buffer => {
  const domain = from.split('@').at(-1)!;
  const lines = [
    `Return-Path: <${from}>`,
    `Received: from mail.${domain || 'unknown.invalid'} (mail.${domain || 'unknown.invalid'} [192.0.2.1])`,
    ` by inbound-smtp.${place.region}.amazonaws.com with SMTP id ${randomUUID().replaceAll('-', '')}`,
    ` for ${to[0]};`,
    ` ${new Date(place.nowMs).toUTCString().replace('GMT', '+0000 (UTC)')}`,
    `X-SES-Spam-Verdict: ${spam}`,
    `X-SES-Virus-Verdict: ${virus}`,
    `Received-SPF: ${spf} (spfCheck: local) client-ip=192.0.2.1; envelope-from=${from}; helo=mail.${domain};`,
    'Authentication-Results: amazonses.com;',
    ` spf=${spf} (spfCheck: local) client-ip=192.0.2.1; envelope-from=${from}; helo=mail.${domain};`,
    ` dkim=${dkim} header.i=@${domain};`,
    ` dmarc=${dmarc} header.from=${domain};`,
    `X-SES-RECEIPT: ${randomUUID()}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), raw]);
};
