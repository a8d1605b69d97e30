import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stamped } from '../../../bin/local/services/ses/inbox.ts';
import { claimsIn } from '../../../shared/cash/advice.ts';
import { answeredBy, replyAddress, replyThread } from '../../../shared/dispatch/reply-address.ts';
import { letterIn, MOST_BYTES, type Letter } from '../../../shared/inbound/mime.ts';
import { linesOfXml, MOST_XML_BYTES } from '../../../shared/inbound/remitted.ts';
import { isAuthentic, isAutomatic, isReport, sentOf, trouble } from '../../../shared/inbound/rules.ts';
import { mime, type Wrote } from '../../support/inbound.ts';

const FROM = 'anna@buyer.example';
const wrote = (over: Partial<Wrote> = {}): string =>
  mime({ from: FROM, to: 'reply+x@reply.example', text: 'We will pay on Friday.', ...over });
const PASS = {
  from: FROM,
  to: ['reply+x@reply.example'],
  spf: 'pass',
  dkim: 'pass',
  dmarc: 'pass',
  spam: 'PASS',
  virus: 'PASS',
};
const arrived = async (text: string, over: Partial<typeof PASS> = {}): Promise<Letter> =>
  (await letterIn(
    stamped(
      Buffer.from(text),
      { ...PASS, ...over },
      { region: 'eu-central-1', nowMs: Date.UTC(2026, 2, 11) },
    ),
  ))!;

describe('where answers go', () => {
  const id = (prefix: string) =>
    fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/).map((rest) => `${prefix}_${rest}`);
  const answered = fc.record({
    tenant: fc.stringMatching(/^[a-z][a-z0-9-]{1,30}$/),
    id: fc.oneof(fc.constant(undefined), id('inv'), id('mail'), id('cus')),
  });
  test('an address fits into 64 signs, and address and thread say what was signed, in capitals, too', () => {
    fc.assert(
      fc.property(answered, (of) => {
        const address = replyAddress('key', of, 'in.example');
        expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
        const thread = answeredBy('key', replyThread('key', of, 'in.example'), 'in.example');
        expect(thread).toEqual(of.id === undefined ? { tenant: of.tenant } : of);
        const read = answeredBy('key', address.toUpperCase(), 'in.example');
        expect(read).toEqual(of.id !== undefined && of.tenant.length <= 19 ? of : { tenant: of.tenant });
      }),
    );
  });
  test('another key, another company, another thing or another domain is nobody’s', () => {
    fc.assert(
      fc.property(answered, fc.nat(), (of, at) => {
        const address = replyAddress('key', of, 'in.example');
        expect(answeredBy('other', address, 'in.example')).toBeUndefined();
        expect(answeredBy('key', address, 'other.example')).toBeUndefined();
        const [local] = address.split('@') as [string];
        const place = 6 + (at % (local.length - 6));
        const changed = `${local.slice(0, place)}${local[place] === '7' ? '8' : '7'}${local.slice(place + 1)}`;
        expect(answeredBy('key', `${changed}@in.example`, 'in.example')).toBeUndefined();
      }),
    );
  });
});

describe('what SES found', () => {
  test.each<[string, Partial<typeof PASS>, boolean]>([
    ['all is well', {}, true],
    ['DMARC denies it', { dmarc: 'fail' }, false],
    ['DMARC could not be asked', { dmarc: 'temperror' }, false],
    ['no DMARC, DKIM of the domain', { dmarc: 'none', spf: 'fail' }, true],
    ['no DMARC, SPF of the domain', { dmarc: 'none', dkim: 'none' }, true],
    ['neither', { dmarc: 'none', dkim: 'fail', spf: 'softfail' }, false],
    ['all is well with another domain', { from: 'x@evil.example' }, false],
    ['SPF of another domain', { dmarc: 'none', from: 'x@evil.example' }, false],
    ['no sender in the envelope', { dmarc: 'none', dkim: 'none', from: '' }, false],
  ])('%s', async (_, over, authentic) => {
    expect(isAuthentic(await arrived(wrote(), over))).toBe(authentic);
  });
  test('what a sender writes in the name of SES stands below, and counts for nothing', async () => {
    const forged = wrote({
      headers: [
        'Authentication-Results: amazonses.com; dmarc=pass header.from=buyer.example',
        'X-SES-Virus-Verdict: PASS',
        'X-SES-Spam-Verdict: PASS',
      ],
    });
    const letter = await arrived(forged, { dmarc: 'fail', dkim: 'fail', spf: 'fail', virus: 'FAIL' });
    expect([isAuthentic(letter), trouble(letter)]).toEqual([false, 'virus']);
    // Without SES before it nothing is known at all.
    const alone = (await letterIn(Buffer.from(forged)))!;
    expect([isAuthentic(alone), trouble(alone)]).toEqual([false, 'virus']);
    const hop = 'Received: from a by inbound-smtp.eu-central-1.amazonaws.com for <b@c.example>; Wed';
    const behind = await arrived(
      `${hop}\r\nAuthentication-Results: amazonses.com; dmarc=pass header.from=buyer.example\r\n${wrote()}`,
      { dmarc: 'fail' },
    );
    expect(isAuthentic(behind)).toBe(false);
  });
  test.each([
    [{}, undefined],
    [{ spam: 'FAIL' }, 'spam'],
    [{ spam: 'GRAY' }, undefined],
    [{ virus: 'FAIL' }, 'virus'],
    [{ virus: 'PROCESSING_FAILED' }, 'virus'],
  ] as const)('%o is %s', async (over, waits) => {
    expect(trouble(await arrived(wrote(), over))).toBe(waits);
  });
  test.each<[string, readonly string[], [automatic: boolean, report: boolean]]>([
    ['a person', [], [false, false]],
    ['who says so', ['Auto-Submitted: no'], [false, false]],
    ['an absence', ['Auto-Submitted: auto-replied (vacation)'], [true, false]],
    ['one of before RFC 3834', ['Precedence: bulk'], [true, false]],
    ['a list', ['List-Id: <a.example>'], [true, false]],
  ])('%s', async (_, headers, wanted) => {
    const letter = await arrived(wrote({ headers }));
    expect([isAutomatic(letter), isReport(letter)]).toEqual(wanted);
  });
  test('a mail without a sender, and a report, are answers of machines', async () => {
    expect(isReport(await arrived(wrote(), { from: '' }))).toBe(true);
    const report = wrote().replace('text/plain; charset=utf-8', 'multipart/report; boundary=x');
    expect(isReport(await arrived(report))).toBe(true);
  });
});

describe('a mail, taken apart', () => {
  test('its words, its sender, what it answers, and what is attached', async () => {
    const letter = await arrived(
      wrote({
        headers: [
          'References: <reply.one@reply.example> <two@ses.example>',
          'In-Reply-To: <two@ses.example>',
        ],
        files: [
          { name: 'advice.csv', type: 'text/csv', text: 'INV-2026-000117;100,00' },
          { name: 'a\u202egpj.exe', type: 'application/pdf', text: '%PDF-1.7' },
        ],
      }),
    );
    expect(letter).toMatchObject({
      from: FROM,
      text: 'We will pay on Friday.\n',
      subject: 'Re: your invoice',
      messageId: '<1@customer.example>',
      leads: [
        'reply+x@reply.example',
        'reply+x@reply.example',
        '<reply.one@reply.example>',
        '<two@ses.example>',
        '<two@ses.example>',
      ],
      files: [
        { name: 'advice.csv', mediaType: 'text/csv', text: 'INV-2026-000117;100,00\n' },
        { name: 'a gpj.exe', mediaType: 'application/pdf' },
      ],
    });
  });
  test('the same mail is one, by whatever way it came; another text under its id is another', async () => {
    const [one, again, other] = [
      await arrived(wrote()),
      await arrived(wrote(), { spf: 'fail' }),
      await arrived(wrote({ text: 'We have paid.' })),
    ];
    expect(again.sameAs).toBe(one.sameAs);
    expect(other.sameAs).not.toBe(one.sameAs);
  });
  test('two senders are none, and HTML alone has no words', async () => {
    const two = wrote().replace('From: Buyer <anna@buyer.example>', 'From: a@buyer.example, b@buyer.example');
    expect((await arrived(two)).from).toBeUndefined();
    const html = await arrived(
      wrote({ text: '<p>We will pay on Friday.</p>' }).replace('text/plain', 'text/html'),
    );
    expect(html.text).toBeUndefined();
  });
  test.each([
    [
      'too many parts',
      () =>
        wrote({ files: Array.from({ length: 220 }, () => ({ name: 'a', type: 'text/plain', text: 'x' })) }),
    ],
    [
      'too deep',
      () =>
        Array.from(
          { length: 14 },
          (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
        ).join(''),
    ],
    ['too long a head', () => wrote({ headers: [`X-Long: ${'a'.repeat(140_000)}`] })],
    ['too large', () => 'a'.repeat(MOST_BYTES + 1)],
  ])('%s: it is not taken apart', async (_, text) => {
    expect(await letterIn(Buffer.from(text()))).toBeUndefined();
  });
  test('whatever the bytes are, they are a mail or none, within a second of CPU', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        await letterIn(Buffer.concat([Buffer.from(wrote()), bytes]));
        await letterIn(bytes);
      }),
      { numRuns: 50 },
    );
    const hostile = [
      `From: ${'(('.repeat(30_000)}\r\n\r\nx`,
      `From: ${'<'.repeat(60_000)}\r\n\r\nx`,
      `Content-Type: multipart/mixed; ${'boundary='.repeat(10_000)}\r\n\r\nx`,
      `References: ${'<a'.repeat(40_000)}\r\nAuthentication-Results: ${'dkim=pass '.repeat(9_000)}\r\n\r\nx`,
      `${'content-type: '.repeat(9_000)}\r\n\r\n${'content-type: '.repeat(100_000)}`,
    ];
    const before = process.cpuUsage();
    for (const text of hostile) {
      const letter = await letterIn(Buffer.from(text));
      if (letter) [isAuthentic(letter), isAutomatic(letter), trouble(letter)].toString();
    }
    const { user } = process.cpuUsage(before);
    expect(user / 1_000_000).toBeLessThan(1);
  });
});

test('a mail is of the day that it names, unless that lies ahead or long ago', () => {
  const came = '2026-03-11T09:00:00.000Z';
  for (const [said, wanted] of [
    ['2026-03-10T22:00:00.000Z', '2026-03-10T22:00:00.000Z'],
    ['2026-03-12T09:00:00.000Z', came],
    ['2026-01-01T09:00:00.000Z', came],
    [undefined, came],
  ] as const)
    expect(sentOf({ sentAt: said }, came)).toBe(wanted);
});

describe('remittance advice in XML', () => {
  const read = (xml: string) => linesOfXml(Buffer.from(xml));
  const claims = (xml: string) =>
    claimsIn(read(xml) ?? '', ['INV'], 'EUR').map(({ number, amount }) => [number, amount?.minor]);
  const ubl = (...rows: readonly string[]) =>
    `<?xml version="1.0"?><RemittanceAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:RemittanceAdvice-2" xmlns:a="urn:a" xmlns:b="urn:b">
      <b:ID>7</b:ID><b:Note>without INV-2026-000999</b:Note>${rows
        .map((row) => `<a:RemittanceAdviceLine><b:ID>1</b:ID>${row}</a:RemittanceAdviceLine>`)
        .join('')}</RemittanceAdvice>`;
  const about = (number: string) =>
    `<a:BillingReference><a:InvoiceDocumentReference><b:ID>${number}</b:ID></a:InvoiceDocumentReference></a:BillingReference>`;
  const paid = (amount: string, name = 'DebitLineAmount') =>
    `<b:${name} currencyID="EUR">${amount}</b:${name}>`;
  const iso = (...rows: readonly string[]) =>
    `<Document><RmtInf>${rows.map((row) => `<Strd>${row}</Strd>`).join('')}</RmtInf></Document>`;
  const ref = (number: string) => `<RfrdDocInf><Tp><Cd>CINV</Cd></Tp><Nb>${number}</Nb></RfrdDocInf>`;

  test.each<[string, string, (readonly [string, number | undefined])[]]>([
    [
      'UBL, each row with its amount',
      ubl(`${paid('50.00')}${about('INV-2026-000117')}`, `${paid('7')}${about('INV-2026-000118')}`),
      [
        ['INV-2026-000117', 5_000],
        ['INV-2026-000118', 700],
      ],
    ],
    ['a row that is kept back', ubl(`${paid('-5.00')}${about('INV-2026-000117')}`), []],
    [
      'debit and credit in one row',
      ubl(`${paid('9.00')}${paid('2.00', 'CreditLineAmount')}${about('INV-2026-000117')}`),
      [['INV-2026-000117', undefined]],
    ],
    [
      'what is due is not what was paid',
      iso(
        `${ref('INV-2026-000117')}<RfrdDocAmt><RmtdAmt>40.00</RmtdAmt><DuePyblAmt>45.00</DuePyblAmt></RfrdDocAmt>`,
      ),
      [['INV-2026-000117', 4_000]],
    ],
    [
      'several documents in one row',
      iso(`${ref('INV-2026-000117')}${ref('INV-2026-000118')}<RmtdAmt>40.00</RmtdAmt>`),
      [
        ['INV-2026-000117', undefined],
        ['INV-2026-000118', undefined],
      ],
    ],
    ['other XML', '<a><n>INV-2026-000117</n><v>3.00</v></a>', [['INV-2026-000117', undefined]]],
  ])('%s', (_, xml, wanted) => expect(claims(xml)).toEqual(wanted));

  test.each([
    ['cut off', ubl(about('INV-2026-000117')).slice(0, -20)],
    ['with a DTD', `<!DOCTYPE a [<!ENTITY x "INV-2026-000117">]><a>&x;</a>`],
    ['too deep', `${'<a>'.repeat(40)}INV-2026-000117${'</a>'.repeat(40)}`],
    ['no XML', 'INV-2026-000117'],
    ['too large', `<a>${' '.repeat(MOST_XML_BYTES)}</a>`],
  ])('%s: not read', (_, xml) => expect(read(xml)).toBeUndefined());
  test('whatever the bytes are, it ends without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(400), (noise, at) => {
        const xml = Buffer.from(ubl(about('INV-2026-000117')));
        linesOfXml(noise);
        linesOfXml(Buffer.concat([xml.subarray(0, at), noise, xml.subarray(at)]));
      }),
    );
  });
  test('it is read where it is attached, and a broken one stays as it came', async () => {
    const xml = ubl(`${paid('50.00')}${about('INV-2026-000117')}`);
    const { files } = await arrived(
      wrote({
        files: [
          { name: 'advice.xml', type: 'application/xml', text: xml },
          { name: 'broken.xml', type: 'text/xml', text: xml.slice(0, -9) },
        ],
      }),
    );
    expect(files.map(({ name, text }) => [name, text])).toEqual([
      ['advice.xml', '1 INV-2026-000117 50.00'],
      ['broken.xml', undefined],
    ]);
  });
});
