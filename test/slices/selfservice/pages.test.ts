import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masked } from '../../../shared/addresses/rules.ts';
import type { AddressChange } from '../../../shared/addresses/change.ts';
import type { Contact } from '../../../shared/customers/customer.ts';
import { Language } from '../../../shared/kernel/party.ts';
import type { MethodOnFile } from '../../../shared/methods/method.ts';
import { methodLetter } from '../../../shared/selfservice/account-letters.ts';
import {
  askedLetter,
  changeCodeLetter,
  changeLinkLetter,
  endedLetter,
} from '../../../shared/selfservice/address-letters.ts';
import { ADDRESS_WORDS } from '../../../shared/selfservice/addresswords.ts';
import { isGenuine } from '../../../shared/selfservice/genuine.ts';
import { codeLetter } from '../../../shared/selfservice/letters.ts';
import {
  addressesShown,
  anyPayable,
  askedOnce,
  isAlive,
  isPayable,
  later,
  typedCode,
} from '../../../shared/selfservice/rules.ts';
import {
  changeIn,
  changeToken,
  codeCookie,
  codeIn,
  codeOf,
  cookieIn,
  formToken,
  same,
  sessionCookie,
  sessionIn,
} from '../../../shared/selfservice/secrets.ts';
import type { Asked } from '../../../shared/selfservice/session.ts';
import { anInvoice } from '../../support/drawn.ts';
import { SELLER } from '../documents/snapshots.ts';
import { pagesIn } from './views.ts';

const NOW = '2026-05-12T09:00:00.000Z';

describe.each(Language.options)('in %s', (language) => {
  test.each(Object.entries(pagesIn(language)))(
    '%s is small, has one heading, no script and no style of its own',
    (_, html) => {
      expect(Buffer.byteLength(html)).toBeLessThan(50_000);
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(
        /<script|\son\w+=|\sstyle=|https?:\/\/(?!papers\.customer\.example|www\.w3\.org)/,
      );
      expect(html).not.toMatch(/undefined|\[object|NaN|<nobr/);
      // Every form inside has the token; every field a name that is read aloud.
      for (const [form] of html.matchAll(/<form[\s\S]*?<\/form>/g))
        // One that only asks for a page has none: its address is seen by others.
        if (/method="get"/.test(form)) expect(form).not.toMatch(/token|T{22}/);
        else if (/action="\/my\/(?!at\/|invoice\/|account\/|yes\/|no\/)/.test(form))
          expect(form).toContain(`value="${'T'.repeat(22)}"`);
    },
  );
});

test('the mail says the code once, in two groups, and has no link', () => {
  const letter = codeLetter(
    '012345',
    { name: 'Müller', language: 'de' },
    { ...SELLER, email: 'x@y.example' },
  );
  expect(letter.highlight).toMatchObject({ value: '012 345' });
  expect(JSON.stringify({ ...letter, highlight: {}, seller: {} })).not.toMatch(/012|345|http/);
  expect(letter.button).toBeUndefined();
});

test.each(Language.options)(
  'the mail of a method in %s says which, when, and no name of the provider',
  (language) => {
    const method = {
      id: `mtd_${'0'.repeat(26)}`,
      kind: 'card',
      brand: 'visa',
      last4: '4242',
      token: 'pm_secret',
      payer: 'cus_secret',
      at: NOW,
      ended: { at: '2026-06-01T10:00:00.000Z', by: 'x', reason: 'customer' },
    } as unknown as MethodOnFile;
    const seller = { ...SELLER, email: 'x@y.example', zone: 'Europe/Berlin' };
    const [kept, ended] = [false, true].map((over) =>
      methodLetter({ method, over, url: 'https://q.example/my/at/acme' }, { name: 'M', language }, seller),
    );
    for (const one of [kept!, ended!]) {
      expect(one.subject).toContain('Visa •••• 4242');
      expect(JSON.stringify(one)).not.toContain('secret');
    }
    expect(kept!.subject).not.toBe(ended!.subject);
    expect(kept!.facts[0]![1]).toContain('11:00 (Europe/Berlin)');
    expect(ended!.facts[0]![1]).toContain('12:00 (Europe/Berlin)');
  },
);

describe('mails about a change of addresses', () => {
  const seller = { ...SELLER, email: 'x@y.example', zone: 'Europe/Berlin' };
  const url = 'https://q.example/my/at/acme';
  const change = {
    id: `adc_${'0'.repeat(26)}`,
    wish: { old: 'old@x.example', email: 'new@x.example', name: 'Secret Reader', roles: ['billing'] },
    by: 'o•••@x.example',
    state: 'PENDING',
    askedAt: NOW,
    from: '2026-05-13T09:00:00.000Z',
  } as unknown as AddressChange;
  const reader = (language: Language) => ({ name: 'Müller\r\nBcc: x', language });
  test.each(Language.options)(
    'say in %s what is asked for, by which address, from when, and how it is stopped',
    (language) => {
      const letter = (over: Partial<AddressChange>) =>
        askedLetter({ change: { ...change, ...over }, url }, reader(language), seller);
      const one = letter({});
      expect(one.highlight!.value).toMatch(/old@x\.example.*new@x\.example/);
      expect(one.opening[0]).toContain('o•••@x.example');
      expect(one.facts.map(([, value]) => value)).toEqual([
        'o•••@x.example',
        expect.stringContaining('11:00 (Europe/Berlin)'),
        expect.stringContaining('11:00 (Europe/Berlin)'),
      ]);
      expect(one.button).toEqual({ label: ADDRESS_WORDS[language].stop, url });
      expect(JSON.stringify(one)).not.toMatch(/Secret|undefined/);
      // Who asked by a mail, what took another's place, and what is taken away, are said in other words.
      const others = [
        letter({ replyId: 'rpl' }),
        letter({ replaces: change.id }),
        letter({ wish: { old: 'old@x.example' } }),
      ];
      expect(
        new Set(
          [one, ...others].map(({ opening, highlight, after: end }) =>
            JSON.stringify([opening, highlight, end]),
          ),
        ).size,
      ).toBe(4);
    },
  );
  test.each(Language.options)(
    'say in %s what became of it, each in its own words, and nothing while it waits',
    (language) => {
      const letter = (state: AddressChange['state']) =>
        endedLetter({ change: { ...change, state, endedAt: NOW }, url }, reader(language), seller);
      expect([letter('PENDING'), letter('REPLACED')]).toEqual([undefined, undefined]);
      const all = (['APPLIED', 'STOPPED', 'VOID', 'LAPSED'] as const).map((state) => letter(state)!);
      expect(new Set(all.map(({ subject }) => subject)).size).toBe(4);
      for (const { highlight, facts } of all)
        expect([highlight!.value, facts.length]).toEqual([expect.stringContaining('new@x.example'), 1]);
    },
  );
  test.each(Language.options)('bring in %s a code without a link, or a link without a code', (language) => {
    const codes = [change, { wish: { old: 'old@x.example' } }].map((one) =>
      changeCodeLetter('012345', one, reader(language), seller),
    );
    for (const one of codes) {
      expect([one.highlight!.value, one.button]).toEqual(['012 345', undefined]);
      expect(JSON.stringify({ ...one, seller: {} })).not.toContain('http');
    }
    expect(codes[0]!.opening).not.toEqual(codes[1]!.opening);
    const link = changeLinkLetter('https://q.example/my/yes/x', reader(language), seller);
    expect([link.button!.url, link.highlight]).toEqual(['https://q.example/my/yes/x', undefined]);
    for (const one of [...codes, link]) expect(one.opening[0]).toMatch(/Müller Bcc/);
  });
});

describe('addresses', () => {
  const shown = (of: Parameters<typeof addressesShown>[0]) =>
    addressesShown(of).map(({ email, gets, dead }) => [email, gets.join('+'), dead]);
  const contact = (role: Contact['role'], email: string): Contact => ({ role, name: 'N', email });
  test('stand there once each, with what goes to them and whether it arrives', () => {
    expect(shown({ emails: ['a@x.example', 'b@x.example'] })).toEqual([
      ['a@x.example', 'billing+orders', false],
      ['b@x.example', 'billing+orders', false],
    ]);
    expect(
      shown({
        emails: ['a@x.example'],
        contacts: [
          contact('billing', 'b@x.example'),
          contact('billing', 'c@x.example'),
          contact('executive', 'boss@x.example'),
          contact('orders', 'c@x.example'),
        ],
        undeliverable: [{ email: 'B@x.example', reason: 'bounced', at: NOW }],
      }),
    ).toEqual([
      ['b@x.example', 'billing', true],
      ['c@x.example', 'billing+orders', false],
      ['a@x.example', '', false],
      ['boss@x.example', '', false],
    ]);
  });
});

test('what an agency alone takes money for is not paid here', () => {
  const TODAY = '2026-05-12';
  const open = anInvoice(1, 1_000, { link: { hash: '', expiresOn: TODAY } });
  const at = (payHere: boolean, state: 'PREPARED' | 'WITH_AGENCY' = 'WITH_AGENCY') => ({
    ...open,
    agency: { id: `agc_${'0'.repeat(26)}` as const, state, payHere },
  });
  expect(
    [open, at(true), at(false, 'PREPARED'), at(false)].map((one) => [
      isPayable(one, TODAY),
      anyPayable([one], [{ invoiceId: one.id }]),
    ]),
  ).toEqual([
    [true, true],
    [true, true],
    [true, true],
    [false, false],
  ]);
  expect(isPayable(open, '2026-05-13')).toBe(false);
  const paid = { ...open, open: { minor: 0, currency: 'EUR' } };
  expect([isPayable(paid, TODAY), isPayable(paid, TODAY, true)]).toEqual([false, true]);
  // Beside it there is another invoice, or what is left of one that is paid.
  expect(anyPayable([at(false), { ...open, id: anInvoice(2, 1).id }], [])).toBe(true);
  expect(anyPayable([at(false)], [{ invoiceId: 'inv_paid' }])).toBe(true);
});

describe('codes and cookies', () => {
  const id = fc.string({
    unit: fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'),
    minLength: 26,
    maxLength: 26,
  });
  const secret = fc.string({ unit: fc.constantFrom(...'ABCxyz019_-'), minLength: 32, maxLength: 32 });
  test('a code has six digits, and follows from key, company and id', () => {
    fc.assert(
      fc.property(id, fc.string(), (one, key) => {
        expect(codeOf(key, 'acme', one)).toMatch(/^\d{6}$/);
        expect(codeOf(key, 'acme', one)).toBe(codeOf(key, 'acme', one));
      }),
    );
    const codes = Array.from({ length: 2_000 }, (_, n) => codeOf('key', 'acme', String(n)));
    expect(new Set(codes).size).toBeGreaterThan(1_980);
    expect(codes.filter((code) => code.startsWith('0')).length).toBeGreaterThan(120);
    expect(codeOf('key', 'rival', '1')).not.toBe(codeOf('key', 'acme', '1'));
  });
  test('a session’s cookie opens as it was made, and changed in any letter it is none', () => {
    fc.assert(
      fc.property(id, secret, fc.nat(), (one, own, at) => {
        const carried = { tenant: 'acme', id: `ses_${one}`, secret: own };
        const cookie = sessionCookie('key', carried, NOW);
        expect(sessionIn('key', cookie)).toEqual({ ...carried, seenMs: Date.parse(NOW) });
        expect(sessionIn('other', cookie)).toBeUndefined();
        const place = at % cookie.length;
        const changed = `${cookie.slice(0, place)}${cookie[place] === '0' ? '1' : '0'}${cookie.slice(place + 1)}`;
        expect(sessionIn('key', changed)).toBeUndefined();
      }),
    );
    expect(sessionIn('key', undefined)).toBeUndefined();
  });
  test('that of a code is read as it was written, and nothing else is one', () => {
    fc.assert(
      fc.property(id, secret, (one, own) => {
        const carried = { tenant: 'acme', id: `otc_${one}`, secret: own };
        expect(codeIn(codeCookie(carried))).toEqual(carried);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => codeIn(text) === undefined));
    expect(cookieIn(['a=1', '__Host-my-code=2', '__Host-my=3=4'], '__Host-my')).toBe('3=4');
    expect(cookieIn(undefined, '__Host-my')).toBeUndefined();
  });
  test('a link that says yes is signed, of one change, and stands for nothing else', () => {
    fc.assert(
      fc.property(id, fc.nat(), (one, at) => {
        const change = `adc_${one}`;
        const token = changeToken('key', 'answer', 'acme', change);
        expect(changeIn('key', 'answer', token)).toEqual({ tenant: 'acme', id: change });
        const place = at % token.length;
        const other = `${token.slice(0, place)}${token[place] === '0' ? '1' : '0'}${token.slice(place + 1)}`;
        expect([changeIn('key', 'answer', other), changeIn('other', 'answer', token)]).toEqual([
          undefined,
          undefined,
        ]);
        // What says yes does not say no.
        const stops = changeToken('key', 'stop', 'acme', change);
        expect([changeIn('key', 'stop', token), changeIn('key', 'answer', stops)]).toEqual([
          undefined,
          undefined,
        ]);
        expect(changeIn('key', 'stop', stops)).toEqual({ tenant: 'acme', id: change });
        // Made of the same key and id, a form's token is another.
        expect(token).not.toContain(formToken('key', change));
      }),
    );
  });
  test('a token is of one session', () => {
    expect(formToken('key', 'ses_1')).not.toBe(formToken('key', 'ses_2'));
    expect([same('a', 'a'), same('a', 'b'), same('', 'a'), same('a', 'aa')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('how often and how long', () => {
  test('in any hour no more than the most are taken, and after an hour it goes on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2_000_000), { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        (gaps, most) => {
          let [kept, now]: [Asked | undefined, number] = [undefined, Date.parse(NOW)];
          const taken: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const next: Asked | undefined = askedOnce(kept, most, new Date(now).toISOString());
            const recent = taken.filter((at) => at > now - 3_600_000).length;
            expect(next !== undefined).toBe(recent < most);
            if (!next) continue;
            expect(next.version).toBe((kept?.version ?? 0) + 1);
            kept = next;
            taken.push(now);
          }
        },
      ),
    );
  });
  test('a session that was left, or has reached its end, is over', () => {
    const session = { until: later(NOW, 1_000) } as Parameters<typeof isAlive>[0];
    expect(isAlive(session, NOW)).toBe(true);
    expect(isAlive(session, later(NOW, 1_000))).toBe(false);
    expect(isAlive({ ...session, over: NOW }, NOW)).toBe(false);
  });
  test.each([
    ['billing@example.com', 'b•••@example.com'],
    ['a@b.example', 'a•••@b.example'],
    ['"odd@name"@x.example', '"•••@x.example'],
  ])('%s is shown as %s', (email, shown) => expect(masked(email)).toBe(shown));
  test.each([
    ['123456', '123456'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    ['12345', undefined],
    ['1234567', undefined],
    ['12345a', undefined],
    ['١٢٣٤٥٦', undefined],
    ['', undefined],
  ])('%s is typed as %s', (typed, code) => expect(typedCode(typed)).toBe(code));
});

describe('a genuine invoice', () => {
  const invoiced = {
    number: 'INV-2026-000117',
    issuedOn: '2026-03-31',
    currency: 'EUR',
    totals: { grossMinor: 119_000 },
    prepaidMinor: 19_000,
    seller: { bank: { iban: 'DE75512108001245126199', qrIban: 'CH4431999123000889012' } },
  };
  const present = { iban: 'DE89370400440532013000' };
  const typed = { number: 'INV-2026-000117', date: '2026-03-31', amount: '', digits: '6199' };
  test.each([
    ['number, day and account', {}],
    ['its total in place of the day', { date: '', amount: '1190.00' }],
    ['with a comma and a point', { date: '', amount: '1190,00' }],
    ['what is to be paid after a deposit', { date: '', amount: '1 000,00' }],
    ['both', { amount: '1190' }],
    ['the other account of the invoice', { digits: '9012' }],
    ['the account of today', { digits: '3000' }],
  ])('is known by %s', (_, over) => expect(isGenuine({ ...typed, ...over }, invoiced, present)).toBe(true));
  test.each([
    ['another day', { date: '2026-03-30' }],
    ['another total', { amount: '1190.01' }],
    ['a right total with a wrong day', { date: '2026-01-01', amount: '1190.00' }],
    ['neither day nor total', { date: '' }],
    ['another account', { digits: '6198' }],
    ['no account', { digits: '' }],
    ['a part of an account', { digits: '199' }],
    ['another number', { number: 'INV-2026-000118' }],
    ['what is no amount', { amount: '1e3' }],
  ])('is not known by %s', (_, over) =>
    expect(isGenuine({ ...typed, ...over }, invoiced, present)).toBe(false),
  );
  test('credit notes and requests for deposits are none', () => {
    expect(isGenuine(typed, { ...invoiced, credits: {} as never }, present)).toBe(false);
    expect(isGenuine(typed, { ...invoiced, deposit: {} as never }, present)).toBe(false);
  });
});
