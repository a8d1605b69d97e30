import { describe, expect, test } from 'vitest';
import type { Understood } from '../../../shared/replies/reply.ts';
import { caseIn } from '../../../shared/replies/disputable.ts';
import { understand } from '../../../shared/replies/understanding.ts';
import { addressIn } from '../../../shared/replies/moving.ts';
import { MAILS, TODAY } from './mails.ts';

const known = { today: TODAY, currency: 'EUR', prefixes: ['INV'] };
const read = (text: string, subject = 'Re: Reminder INV-2026-000199') =>
  understand({ subject, text, automatic: false }, known).understood;
/** What would be acted on, in the words of the labels. */
const saidBy = ({ is, on, reason }: Understood): string =>
  [is, on ?? reason].filter((one) => one !== undefined).join(' ');

/** The case that it would open about the invoice that it answers, of one line or of several. */
const opens = (text: string, subject: string | undefined, lines: number): string | undefined =>
  caseIn(
    understand({ subject: subject ?? 'Re: Reminder INV-2026-000199', text, automatic: false }, known),
    lines,
  )?.reason;

const rows = Object.entries(MAILS).flatMap(([language, mails]) =>
  mails.map(([label, text, subject]) => ({
    language,
    label,
    text,
    subject,
    understood: read(text, subject),
  })),
);

describe('two hundred mails in five languages', () => {
  test('nothing is acted on wrongly', () => {
    expect(rows).toHaveLength(200);
    expect(
      rows
        .filter(({ understood, label }) => understood.sure && saidBy(understood) !== label)
        .map(({ language, label, text, understood }) => [language, label, saidBy(understood), text]),
    ).toEqual([]);
  });
  test('no case is opened about anything that is not disputed, nor for another reason', () => {
    const opened = rows.flatMap(({ language, label, text, subject }) =>
      [1, 2].flatMap((lines) => {
        const reason = opens(text, subject, lines);
        return reason === undefined ? [] : [{ language, label, lines, reason }];
      }),
    );
    expect(opened.filter(({ label, reason }) => label !== `dispute ${reason}`)).toEqual([]);
    const disputed = rows.filter(({ label }) => label.startsWith('dispute'));
    const ofOneLine = opened.filter(({ lines }) => lines === 1);
    console.log(
      `of ${disputed.length} disputes ${ofOneLine.length} open a case by themselves where the invoice has one line, ${opened.length - ofOneLine.length} where it has several`,
    );
    expect(ofOneLine.length).toBeGreaterThan(disputed.length / 3);
  });
  test.each([
    'Two cups were broken.',
    'If the goods do not arrive, we will complain.',
    'The goods were damaged, but it is settled now.',
    'We think that the price is wrong.',
    'The goods have not arrived. The price is wrong, too.',
    'Some of the goods have not arrived.',
    'Were we invoiced twice?',
    'The vat is wrong.',
    'We were invoiced twice: INV-2026-000001 and INV-2026-000002.',
  ])('a person reads: %s', (text) => expect(opens(text, 'Re: Invoice', 1)).toBeUndefined());
  test('so much is understood', () => {
    const table = Object.fromEntries(
      Object.keys(MAILS).map((language) => {
        const mine = rows.filter((row) => row.language === language);
        const meant = mine.filter(({ label }) => label !== 'other');
        const sure = meant.filter(({ understood }) => understood.sure);
        return [language, { meant: meant.length, understood: sure.length }];
      }),
    );
    console.table(table);
    for (const [language, { meant, understood }] of Object.entries(table))
      expect([language, understood / meant > 0.9]).toEqual([language, true]);
  });
});

/** Where invoices would be asked to go, of a mail from this address. */
const movesTo = (text: string, from = 'old@buyer.example') =>
  addressIn(understand({ subject: 'Re: Invoice', text, automatic: false }, known), from);

describe('another address', () => {
  test('is asked for by mails that say so, and by none of the two hundred that say something else', () => {
    const asked = rows.flatMap(({ text }) => movesTo(text) ?? []).length;
    const meant = rows.filter(({ label }) => label === 'contact').length;
    expect(rows.filter(({ label, text }) => label !== 'contact' && movesTo(text) !== undefined)).toEqual([]);
    console.log(`of ${meant} mails of another address ${asked} say plainly where invoices go`);
    expect(asked).toBeGreaterThanOrEqual(meant * 0.3);
  });
  test.each([
    'You have the wrong contact. Please send invoices to ap@buyer.example.',
    'Please send all reminders to: AP@Buyer.Example',
    'From now on please forward your invoices to ap@buyer.example. Thanks!',
    'Sie haben den falschen Ansprechpartner. Rechnungen bitte künftig an ap@buyer.example.',
    'Merci d’envoyer les factures à ap@buyer.example.',
    'Envíen las facturas a ap@buyer.example, por favor.',
    'Contatto sbagliato. Inviate le fatture a ap@buyer.example.',
  ])('is sure: %s', (text) => expect(movesTo(text)).toBe('ap@buyer.example'));
  const said = 'Please send invoices to ap@buyer.example.';
  test.each([
    ['another domain', 'Please send invoices to ap@buyers.example.'],
    ['one below it', 'Please send invoices to ap@mail.buyer.example.'],
    ['one that looks alike', 'Please send invoices to ap@buуer.example.'],
    ['two addresses', `${said} Or to bo@buyer.example.`],
    ['its own', 'Please send invoices to old@buyer.example.'],
    ['not invoices', 'Please send the catalogue to ap@buyer.example.'],
    ['no order', 'Our invoices were answered by ap@buyer.example, who left the company.'],
    ['a copy', 'Please also send invoices to ap@buyer.example.'],
    ['a while', 'Please send invoices to ap@buyer.example during my vacation.'],
    ['a condition', 'If I do not answer, please send invoices to ap@buyer.example.'],
    ['a denial', 'Please do not send invoices to ap@buyer.example.'],
    ['a question', `${said} Is that possible?`],
    ['a part', 'Please send some invoices to ap@buyer.example.'],
    ['an account', `${said} Our bank account has changed.`],
    ['a promise beside it', `${said} We will pay tomorrow.`],
    ['a dispute beside it', `${said} The goods have never arrived.`],
    ['what is quoted', `Thank you.\n> ${said}`],
    ['one invoice', 'Please send invoice INV-2026-000117 to ap@buyer.example.'],
    ['one invoice without its number', 'Please send the invoice to ap@buyer.example.'],
    ['invoices by number', 'Please send invoices INV-2026-000117 and INV-2026-000118 to ap@buyer.example.'],
    ['invoices by a number that is not ours', 'Please send invoices 117 and 118 to ap@buyer.example.'],
    ['a number beside it', `${said} It is about INV-2026-000117.`],
    ['these', 'Please send these invoices to ap@buyer.example.'],
    ['open ones', 'Please send all open invoices to ap@buyer.example.'],
    ['overdue ones', 'Please forward the overdue invoices to ap@buyer.example.'],
    ['outstanding ones', 'Please email any outstanding invoices to ap@buyer.example.'],
    ['what is attached', 'Please send the attached reminders to ap@buyer.example.'],
    ['again', 'Please send the invoices again to ap@buyer.example.'],
    ['a copy of them', 'Please send copies, that is a copy of the invoices, to ap@buyer.example.'],
    ['what stands on them', `${said} Please quote our order number.`],
    ['a mention', `${said} Please mention our order number.`],
    ['diese', 'Bitte senden Sie diese Rechnungen an ap@buyer.example.'],
    ['offene', 'Die offenen Rechnungen bitte an ap@buyer.example.'],
    ['überfällige', 'Überfällige Rechnungen bitte an ap@buyer.example.'],
    ['nochmals', 'Bitte die Rechnungen nochmals an ap@buyer.example.'],
    ['mit Angabe', 'Rechnungen bitte mit Angabe der Kostenstelle an ap@buyer.example.'],
    ['ces', 'Merci d’envoyer ces factures à ap@buyer.example.'],
    ['impayées', 'Merci d’envoyer les factures impayées à ap@buyer.example.'],
    ['à nouveau', 'Merci d’envoyer à nouveau les factures à ap@buyer.example.'],
    ['estas', 'Envíen estas facturas a ap@buyer.example, por favor.'],
    ['pendientes', 'Envíen las facturas pendientes a ap@buyer.example, por favor.'],
    ['queste', 'Inviate queste fatture a ap@buyer.example.'],
    ['scadute', 'Inviate le fatture scadute a ap@buyer.example.'],
    ['a long story', `${said} ${'Thank you for all that you do. '.repeat(30)}`],
  ])('is not sure, and read by a person: %s', (_, text) => expect(movesTo(text)).toBeUndefined());
  const shared =
    'gmail.com web.de yahoo.co.uk orange.fr libero.it t-online.de outlook.com pec.it legalmail.it arubapec.it poste.it btinternet.com sky.com talktalk.net comcast.net verizon.net att.net cox.net aon.at a1.net chello.at online.de kabelmail.de ewe.net netcologne.de unitybox.de wp.pl o2.pl seznam.cz qq.com 163.com list.ru bk.ru inbox.ru';
  test.each(shared.split(' '))('is never one of %s, where anybody has one', (domain) =>
    expect(movesTo(`Please send invoices to ap@${domain}.`, `old@${domain}`)).toBeUndefined(),
  );
});
