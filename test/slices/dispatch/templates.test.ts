/** Words of a tenant in a mail: what a template may say, what it may not, and what stands in the mail whatever it says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultsOf, MAX_SUBJECT, rendered, shapesOf } from '../../../shared/dispatch/liquid.ts';
import { reminder } from '../../../shared/dispatch/mails.tsx';
import { invoiceMail } from '../../../shared/dispatch/mails/documents.ts';
import { set } from '../../../shared/dispatch/mails/set.ts';
import { paragraphsOf, reworded } from '../../../shared/dispatch/reworded.ts';
import { TemplateName, Wording } from '../../../shared/dispatch/template.ts';
import { VARIABLES } from '../../../shared/dispatch/variables.ts';
import { snapshot } from '../documents/snapshots.ts';

const URL = 'https://pay.example.com/pay/acme.x';
const OURS: Wording = {
  subject: 'Bill {{ invoice.number }}',
  title: 'Your bill',
  text: 'Dear {{ customer.name }},\n\nhere it is{% if invoice.poNumber %} for {{ invoice.poNumber }}{% endif %}.\n\n- one\n- two',
};
const of = (over: Partial<Wording>): Wording => ({ ...OURS, ...over });
const [full] = [...shapesOf('invoice')][0]!;
const faults = (over: Partial<Wording>, name: TemplateName = 'invoice') =>
  faultsOf(name, of(over)).map(({ pointer, detail }) => `${pointer} ${detail}`);

describe('a template', () => {
  test('is rendered with the facts of a mail, and fits every mail that it is for', () => {
    expect(faultsOf('invoice', OURS)).toEqual([]);
    expect(rendered(OURS, full)).toEqual({
      subject: 'Bill INV-2026-000117',
      title: 'Your bill',
      text: 'Dear Müller & Söhne GmbH,\n\nhere it is for PO-88231.\n\n- one\n- two',
    });
  });
  test('may name every variable that it is told of, and each fact of a mail is one', () => {
    for (const name of TemplateName.options) {
      const all = Object.entries(VARIABLES[name]);
      const text = all.map(([path]) => `x{{ ${path} }}`).join('\n');
      expect([name, faultsOf(name, { subject: 'x', text })]).toEqual([name, []]);
      const optional = all.filter(([, variable]) => 'optional' in variable).length;
      expect([...shapesOf(name)]).toHaveLength(2 ** optional + 1);
    }
    const { said } = invoiceMail(snapshot(), URL);
    expect(Object.keys(said!.facts).toSorted()).toEqual(Object.keys(VARIABLES.invoice).toSorted());
  });
  test.each<[string, Partial<Wording>, string]>([
    [
      'a variable that is not there',
      { text: 'a\n\n{{ invoice.nosuch }}' },
      '/text line 3, column 4: there is no variable invoice.nosuch',
    ],
    [
      'one that no mail would ever reach',
      { text: 'a{% if false %}{{ x.y }}{% endif %}' },
      '/text line 1, column 19: there is no variable x.y',
    ],
    [
      'one in a condition',
      { subject: 'a{% if order.total %}b{% endif %}' },
      'there is no variable order.total',
    ],
    ['one in a filter', { text: '{{ "a" | append: secrets.key }}' }, 'there is no variable secrets.key'],
    ['a thing instead of its field', { text: '{{ customer }}' }, 'there is no variable customer'],
    ['a field of a field', { text: '{{ customer.name.size }}' }, 'there is no variable customer.name.size'],
    [
      'a field by another',
      { text: '{{ customer[seller.name] }}' },
      'there is no variable customer[seller.name]',
    ],
    [
      'a way to what all objects have',
      { text: '{{ customer.constructor }}' },
      'there is no variable customer.constructor',
    ],
    ['a filter that is not there', { text: '{{ customer.name | shout }}' }, 'undefined filter: shout'],
    [
      'a filter that is no filter',
      { text: '{{ customer.name | constructor }}' },
      'undefined filter: constructor',
    ],
    [
      'a tag that is not closed',
      { text: 'a\n{% if customer.name %}b' },
      '/text line 2, column 1: tag {% if customer.name %} not closed',
    ],
    ['braces that are not closed', { subject: 'Bill {{ invoice.number' }, '/subject line 1, column 6'],
    ['another file', { text: "{% include 'x' %}" }, 'tag "include" not found'],
    ['another file, rendered', { text: "{% render 'x' %}" }, 'tag "render" not found'],
    ['a layout of another file', { text: "{% layout 'x' %}" }, 'tag "layout" not found'],
    ['a loop', { text: '{% for a in (1..9) %}{{ a }}{% endfor %}' }, 'tag "for" not found'],
    ['a memory', { text: '{% assign a = 1 %}' }, 'tag "assign" not found'],
    ['a tag that is no tag', { text: '{% constructor %}' }, 'tag "constructor" not found'],
    ['a range that fills the memory', { text: '{{ (1..100000000) | size }}' }, 'memory'],
    [
      'a text that grows',
      { text: `{{ "${'x'.repeat(900)}"${' | replace: "x", "xxxxxxxxxx"'.repeat(4)} }}` },
      'memory',
    ],
    [
      'nothing for some',
      { text: '{{ invoice.poNumber }}' },
      '/text would be empty for a mail without invoice.poNumber',
    ],
    [
      'no subject for some',
      { subject: '{{ invoice.due }}' },
      '/subject would be empty for a mail without invoice.due',
    ],
    [
      'a subject that is too long',
      { subject: '{{ customer.name }}{{ seller.name }}abcdefgh' },
      `/subject would be over ${MAX_SUBJECT} characters`,
    ],
  ])('is refused where it has %s', (_, over, fault) => {
    const found = faults(over);
    expect(found[0]).toContain(fault);
  });
  test('is told of all its faults at once, in order', () => {
    expect(faults({ subject: '{{ a.b }}', title: '{{ c.d', text: '{{ e.f }}\n{{ g.h }}' })).toEqual([
      '/subject line 1, column 4: there is no variable a.b',
      expect.stringMatching(/^\/title line 1, column 1: /),
      '/text line 1, column 4: there is no variable e.f',
      '/text line 2, column 4: there is no variable g.h',
    ]);
  });
  test('is refused by its form where it has lines in its subject, or signs that turn words around', () => {
    for (const over of [
      { subject: 'a\nBcc: x@evil.example' },
      { subject: 'a\r\nBcc: x@evil.example' },
      { title: 'a\u2028b' },
      { text: 'a\u202eb' },
      { text: 'a\u0000b' },
      { text: ' \n ' },
      { text: 'x'.repeat(5001) },
    ])
      expect([over, Wording.safeParse(of(over)).success]).toEqual([over, false]);
    expect(Wording.safeParse(of({ text: 'a\r\n\r\nb' })).success).toBe(true);
  });
  test('never hangs and never throws, whatever it is', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' if ',
      'endif',
      '|',
      '"',
      '.',
      'customer.name',
      '(1..',
      ')',
      '\n',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const wording = of({ text: pieces.join('') || 'x' });
        if (faultsOf('invoice', wording).length > 0) return;
        expect(rendered(wording, full).text).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

describe('what customers are called', () => {
  const NAMES = [
    '{{ 7 | append: 7 }}',
    '{% if true %}x{% endif %}',
    '<b onclick=x>A</b>',
    '- point',
    'a\nBcc: x@evil.example',
    '&amp;',
  ];
  test.each(NAMES)('%j is a text and nothing else, in a template too', (name) => {
    const letter = invoiceMail(snapshot({ over: { buyer: { ...snapshot().buyer, name } } }), URL);
    const mail = set(
      reworded(letter, rendered(of({ subject: 'To {{ customer.name }}' }), letter.said!.facts)),
    );
    const one = name.replace('\n', ' ');
    expect(mail.subject).toBe(`To ${one}`);
    expect(mail.text).toContain(`Dear ${one},`);
    expect(mail.html).not.toMatch(/<b onclick|<li>point/);
    const escaped = one.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(mail.html).toContain(`Dear ${escaped},`);
  });
  test('a template’s own markup is text as well', () => {
    const letter = invoiceMail(snapshot(), URL);
    const { html, text } = set(
      reworded(letter, rendered(of({ text: '<script>x</script><a href="//evil">y</a>' }), full)),
    );
    expect(html).not.toMatch(/<script|href="\/\/evil/);
    expect(text).toContain('<script>x</script>');
  });
});

describe('a mail in other words', () => {
  const letter = invoiceMail(snapshot(), URL);
  const plain = set(letter);
  const { subject, text, html } = set(reworded(letter, rendered(OURS, letter.said!.facts)));
  test('begins with them, and with them only', () => {
    expect(subject).toBe(`Bill ${snapshot().number}`);
    expect(text).toMatch(/^YOUR BILL\n\nDear .+,\n\nhere it is for PO-88231\.\n\n- one\n- two\n\n/);
    expect(text).not.toMatch(/Hello|Here is your invoice/);
    expect(html.match(/<li>/g)).toHaveLength(2);
  });
  test('has what it must have: amount, link, bank data, seller, in both of its parts', () => {
    const rest = plain.text.slice(plain.text.indexOf('Amount due'));
    expect(rest).toContain(URL);
    expect(rest).toContain('IBAN');
    expect(text.endsWith(rest)).toBe(true);
    expect(html).toContain(`href="${URL}"`);
  });
  test('is as firm as it must be: what a last reminder threatens is not the template’s', () => {
    const last = reminder({
      level: 3,
      items: [
        {
          number: 'INV-1',
          issuedOn: '2026-03-31',
          dueOn: '2026-04-30',
          open: { minor: 100, currency: 'EUR' },
          daysOverdue: 30,
          times: 3,
          payUrl: URL,
        },
      ],
      total: { minor: 100, currency: 'EUR' },
      seller: snapshot().seller,
      language: 'en',
      customerName: 'X',
    });
    const words = {
      subject: 'Hello again',
      text: 'We miss {{ reminder.total }} since {{ reminder.dueOn }}.',
    };
    const said = set(reworded(last, rendered(words, last.said!.facts)));
    expect(said.text).toContain('We miss €1.00 since 30\u00a0April 2026.');
    for (const part of [said.text, said.html])
      for (const must of ['Without payment we may charge statutory interest', URL, 'INV-1'])
        expect(part).toContain(must);
  });
  test('has its paragraphs, lines and lists', () => {
    expect(paragraphsOf('a\nb\n \n\n- c\n- d\n\n- e\nf\n')).toEqual([
      { lines: ['a', 'b'] },
      { points: ['c', 'd'] },
      { lines: ['- e', 'f'] },
    ]);
  });
});
