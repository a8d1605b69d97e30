/** Files of disputes: what they are by their bytes, how they may be called, and what becomes of them, whatever comes in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf, safeName } from '../../../shared/disputes/content.ts';
import { Dispute, MOST_TURNS } from '../../../shared/disputes/dispute.ts';
import {
  FileKind,
  MOST_BYTES,
  MOST_BYTES_OF_CASE,
  MOST_FILES,
  type DisputeFile,
} from '../../../shared/disputes/file.ts';
import {
  awaited,
  received,
  room,
  scanned,
  unheardOf,
  type Uploaded,
} from '../../../shared/disputes/filing.ts';
import { NO_RULES } from '../../../shared/disputes/policy.ts';
import { closed, decided } from '../../../shared/disputes/outcome.ts';
import { isSpokenOf, isUndecided, opened, said, whyOver } from '../../../shared/disputes/rules.ts';
import { evidenceKey, placeIn, putDispute, uploadKey } from '../../../shared/disputes/store.ts';
import { anInvoice } from '../../support/drawn.ts';
import { EICAR, FILES, LOCKED, zip } from '../../support/files.ts';

const NOW = '2026-02-02T09:00:00.000Z';
const by = { by: 'key_1', at: NOW, on: '2026-02-02' };
const ID = `dsp_${'0'.repeat(26)}` as const;
const fil = (serial: number) => `fil_${String(serial).padStart(26, '0')}` as const;
const HASH = 'a'.repeat(64);
const open = (): Dispute =>
  opened(
    anInvoice(1, 10_000),
    { reason: 'damaged', amount: { minor: 2_000, currency: 'EUR' } },
    { id: ID, side: 'customer', trace: 't', text: 'Broken', ...by },
    NO_RULES,
  ).dispute;
const photo = (serial: number, change: Partial<Uploaded> = {}): Uploaded => ({
  id: fil(serial),
  side: 'customer',
  name: 'IMG 1.png',
  bytes: FILES.png,
  sha256: HASH,
  ...change,
});
const how = { by, scans: true, times: NO_RULES };

/** One byte is another one, so far before the end. */
const changed = (data: Buffer, before: number, value: number): Buffer =>
  Buffer.from(data.map((byte, at) => (at === data.length - before ? value : byte)));

describe('what a file is', () => {
  test.each(Object.entries(FILES))('%s, whatever it is called', (kind, data) => {
    expect(kindOf(data, `x.${kind}`)).toBe(kind);
    if (!['txt', 'csv', 'eml'].includes(kind)) expect(kindOf(data, 'x.exe')).toBe(kind);
  });
  test.each<[string, Buffer, string?]>([
    ['a page that is called a picture', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'x.png'],
    [
      'a page behind the head of a picture',
      Buffer.concat([FILES.png, Buffer.from('<script>alert(1)</script>')]),
    ],
    ['a page behind the head of a PDF', Buffer.concat([FILES.pdf, Buffer.from('<html><body onload=x>')])],
    [
      'a picture that is a page',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'),
      'x.svg',
    ],
    ['a picture that is an archive as well', Buffer.concat([FILES.jpeg, FILES.docx]), 'x.jpg'],
    ['a PDF that is an archive as well', Buffer.concat([FILES.pdf, zip(['a.class'])]), 'x.pdf'],
    ['a program', Buffer.from('MZ\x90\x00\x03\x00', 'latin1'), 'x.pdf'],
    ['another program', Buffer.from('\x7fELF\x02\x01', 'latin1')],
    ['an archive', zip(['a.txt']), 'x.docx'],
    ['an archive with a sheet in it, and no document', zip(['xl/workbook.xml']), 'x.xlsx'],
    [
      'a sheet with a program',
      zip(['[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin']),
      'x.xlsx',
    ],
    ['a document with a page', zip(['[Content_Types].xml', 'word/document.xml', 'word/x.html']), 'x.docx'],
    ['the beginning of an archive', FILES.xlsx.subarray(0, 40), 'x.xlsx'],
    [
      'an archive whose directory is elsewhere',
      Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), FILES.xlsx]),
    ],
    ['a sheet with something behind it', Buffer.concat([FILES.xlsx, Buffer.from('x')]), 'x.xlsx'],
    ['a sheet that says of another number of parts', changed(FILES.xlsx, 12, 9), 'x.xlsx'],
    ['a sheet whose directory is longer than it says', changed(FILES.xlsx, 10, 1), 'x.xlsx'],
    ['a sheet whose last part has no end', changed(FILES.xlsx, 22 + 15 + 46 - 32, 1), 'x.xlsx'],
    ['text with zeroes', Buffer.from('a\x00b'), 'x.txt'],
    ['nothing', Buffer.alloc(0), 'x.txt'],
    ['a page that is called a mail', Buffer.from('<html>From: a'), 'x.eml'],
  ])('%s is not taken', (_, data, name = 'x') => {
    expect(kindOf(data, name)).toBeUndefined();
  });
  test('an archive of a great many parts is taken by nobody, and not unpacked to know it', () => {
    const bomb = zip([
      '[Content_Types].xml',
      'xl/workbook.xml',
      ...Array<string>(60_000).fill('a'.repeat(20)),
    ]);
    const before = process.cpuUsage();
    expect(kindOf(bomb, 'x.xlsx')).toBeUndefined();
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
  test('whatever the bytes are, it is one of the kinds or none, within a second of CPU', () => {
    const begun = process.cpuUsage();
    fc.assert(
      fc.property(
        fc.constantFrom('PK\x03\x04', '%PDF-', '\x89PNG\r\n\x1a\n', 'From: ', '<?xml ', ''),
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', 'PK\x05\x06'),
        fc.string(),
        (head, middle, end, name) => {
          const data = Buffer.concat([Buffer.from(head, 'latin1'), middle, Buffer.from(end, 'latin1')]);
          const kind = kindOf(data, name);
          expect(kind === undefined || FileKind.options.includes(kind)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    expect(process.cpuUsage(begun).user).toBeLessThan(1_500_000);
  });
});

describe('how a file is called', () => {
  test.each([
    ['IMG 1.png', 'png', 'IMG 1.png'],
    ['Lieferschein Nr. 7 (Kopie).PDF', 'pdf', 'Lieferschein Nr. 7 (Kopie).PDF'],
    ['../../etc/passwd', 'txt', 'passwd.txt'],
    ['C:\\temp\\photo.jpeg', 'jpeg', 'photo.jpeg'],
    ['rechnung.exe', 'pdf', 'rechnung_exe.pdf'],
    ['a"; filename="b.html', 'png', 'a__ filename__b_html.png'],
    ['x\r\nSet-Cookie: a', 'txt', 'x__Set-Cookie_ a.txt'],
    ['...', 'csv', '_.csv'],
    ['', 'pdf', 'file.pdf'],
    ['画像.heic', 'heic', '画像.heic'],
    ['invoice\u202Egnp.exe', 'png', 'invoice_gnp_exe.png'],
  ] as const)('%j', (name, kind, safe) => {
    expect(safeName(name, kind)).toBe(safe);
  });
  test('no name has a path, a sign of a header, or another ending than its kind', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.constantFrom(...FileKind.options),
        (name, kind) => {
          const safe = safeName(name, kind);
          expect(safe).toMatch(/^[\p{L}\p{N} ._()-]+$/u);
          expect(safe).not.toMatch(/\.\.|^\.|[/\\"]/);
          expect(safe.length).toBeLessThan(220);
          expect(safeName(safe, kind)).toBe(safe);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('what becomes of a file', () => {
  test('what a customer shows is in the thread, answers what was asked, and waits for the scanner', () => {
    const asked = said(open(), { side: 'us', text: 'A picture, please', ask: true }, by, NO_RULES).dispute;
    const effect = received(asked, photo(1), how)!;
    expect(effect.dispute).toMatchObject({
      state: 'IN_REVIEW',
      files: [
        { id: fil(1), state: 'PENDING', kind: 'png', name: 'IMG 1.png', side: 'customer', sha256: HASH },
      ],
    });
    expect(effect.dispute).not.toHaveProperty('informBy');
    expect(effect.dispute.thread.at(-1)).toMatchObject({ what: 'file', side: 'customer', files: [fil(1)] });
    expect(effect.tell).toBeUndefined();
    // The same form again, with whatever in it: a file never changes.
    expect(
      received(effect.dispute, photo(1, { bytes: FILES.pdf, sha256: 'b'.repeat(64) }), how),
    ).toBeUndefined();
  });
  test('without a scanner it is one that none has looked at; of no kind it is noted and no answer', () => {
    expect(received(open(), photo(1), { ...how, scans: false })!.file.state).toBe('UNSCANNED');
    const asked = said(open(), { side: 'us', text: 'A picture, please', ask: true }, by, NO_RULES).dispute;
    const refused = received(asked, photo(1, { bytes: Buffer.from('MZ\x00'), name: 'x.png' }), how)!;
    expect(refused.dispute).toMatchObject({ state: 'INFO_NEEDED', files: [{ state: 'REFUSED' }] });
    expect(refused.dispute.thread.at(-1)!.what).toBe('file_refused');
  });
  test('of us only what was announced comes in, and what was not in its time makes room', () => {
    const until = '2026-02-02T09:15:00.000Z';
    const wanted = { name: 'proof.pdf', size: 5, sha256: HASH };
    const { dispute } = awaited(open(), wanted, { id: fil(1), until, by: 'anna', at: NOW });
    const mine = photo(1, { side: 'us', name: 'proof.pdf', bytes: FILES.pdf });
    expect(received(open(), mine, how)).toBeUndefined();
    expect(received(dispute, { ...mine, sha256: 'b'.repeat(64) }, how)).toBeUndefined();
    expect(received(dispute, mine, how)!.dispute).toMatchObject({
      files: [{ by: 'anna', state: 'PENDING' }],
    });
    const full = { ...dispute, files: Array<DisputeFile>(MOST_FILES).fill(dispute.files![0]!) };
    expect(room(full, 1, NOW)).toMatchObject({ code: 'disputes.too_many_files' });
    expect(room(full, 1, '2026-02-02T09:15:00.001Z').ok).toBe(true);
    const later = { id: fil(2), until, by: 'anna', at: '2026-02-02T09:15:00.001Z' };
    expect(awaited(full, wanted, later).dispute.files).toHaveLength(1);
  });
  test.each([
    ['PENDING', 'CLEAN', 'CLEAN'],
    ['PENDING', 'INFECTED', 'INFECTED'],
    ['PENDING', 'UNSCANNED', 'UNSCANNED'],
    ['UNSCANNED', 'CLEAN', 'CLEAN'],
    ['UNSCANNED', 'INFECTED', 'INFECTED'],
    ['CLEAN', 'INFECTED', 'INFECTED'],
    ['CLEAN', 'UNSCANNED', undefined],
    ['INFECTED', 'CLEAN', undefined],
    ['INFECTED', 'INFECTED', undefined],
    ['REFUSED', 'CLEAN', undefined],
    ['ERASED', 'CLEAN', undefined],
    ['AWAITED', 'CLEAN', undefined],
  ] as const)('one that is %s and said to be %s is %s', (state, told, then) => {
    const { dispute } = received(open(), photo(1), how)!;
    const before = { ...dispute, files: [{ ...dispute.files![0]!, state }] };
    const effect = scanned(before, fil(1), { state: told, found: ['x'] }, by);
    expect(effect?.file.state).toBe(then);
    expect(effect?.dispute.thread.at(-1)!.what).toBe(
      effect && (then === 'INFECTED' ? 'file_infected' : 'file'),
    );
  });
  test('what is clean at last is not called what was wrong before', () => {
    const { dispute } = received(open(), photo(1), how)!;
    const silent = scanned(dispute, fil(1), { state: 'UNSCANNED', found: ['NO_ANSWER'] }, by)!;
    expect(silent.file.found).toEqual(['NO_ANSWER']);
    expect(scanned(silent.dispute, fil(1), { state: 'CLEAN' }, by)!.file).not.toHaveProperty('found');
  });
  test('a case that is over is looked at for as long as a scanner looks at a file of it', () => {
    const { dispute } = received(open(), photo(1), how)!;
    const isOver = { ...dispute, state: 'WITHDRAWN' } as const;
    expect(putDispute('acme', isOver).put).toHaveProperty('g1p');
    const unheard = scanned(isOver, fil(1), { state: 'UNSCANNED' }, by)!.dispute;
    expect(putDispute('acme', unheard).put).not.toHaveProperty('g1p');
  });
  test('a scanner that says nothing for a day says nothing any more', () => {
    const { dispute } = received(open(), photo(1), how)!;
    expect(unheardOf(dispute, '2026-02-03T09:00:00.000Z')).toEqual([]);
    expect(unheardOf(dispute, '2026-02-03T09:00:00.001Z')).toHaveLength(1);
  });
  test('whatever is sent, a case has ten files, 25 MB and fifty turns at most, and each is there once', () => {
    const sent = fc.record({
      serial: fc.integer({ min: 1, max: 14 }),
      size: fc.constantFrom(3, 100, MOST_BYTES, MOST_BYTES + 1),
      bad: fc.boolean(),
      scan: fc.constantFrom('CLEAN' as const, 'INFECTED' as const, undefined),
      words: fc.integer({ min: 0, max: 4 }),
    });
    const big = Buffer.alloc(MOST_BYTES + 1, 'x');
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 30 }), (all) => {
        let one = open();
        for (const { serial, size, bad, scan, words } of all) {
          const file = photo(serial, {
            name: 'a.txt',
            bytes: bad ? Buffer.from('MZ\x00') : big.subarray(0, size),
          });
          one = received(one, file, how)?.dispute ?? one;
          if (scan) one = scanned(one, fil(serial), { state: scan }, by)?.dispute ?? one;
          for (let said_ = 0; said_ < words && !whyOver(one, isSpokenOf); said_ += 1)
            one = said(one, { side: 'us', text: 'x', ask: false }, by, NO_RULES).dispute;
        }
        const files = one.files ?? [];
        expect(files.length).toBeLessThanOrEqual(MOST_FILES);
        expect(new Set(files.map(({ id }) => id)).size).toBe(files.length);
        const kept = files.filter(({ state }) => state === 'PENDING' || state === 'CLEAN');
        expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES_OF_CASE);
        expect(one.thread.length).toBeLessThanOrEqual(MOST_TURNS);
      }),
      { numRuns: 10 },
    );
  });
});

test('whatever is said, shown, found and decided, the case can be read again', () => {
  const move = fc.oneof(
    { weight: 8, arbitrary: fc.constant({ do: 'say' as const }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('file' as const), scans: fc.boolean() }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('scan' as const),
        nth: fc.nat({ max: MOST_FILES - 1 }),
        state: fc.constantFrom('CLEAN' as const, 'INFECTED' as const, 'UNSCANNED' as const),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'decide' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'close' as const }) },
  );
  const wanted = { side: 'us', text: 'x', ask: false } as const;
  const infected = (one: Dispute): Dispute =>
    (one.files ?? []).reduce((is, { id }) => scanned(is, id, { state: 'INFECTED' }, by)?.dispute ?? is, one);
  const decide = (one: Dispute): Dispute =>
    isUndecided(one) ? decided(one, { ...by, outcome: 'REJECTED' }, NO_RULES) : one;
  const close = (one: Dispute): Dispute =>
    isSpokenOf(one) && !isUndecided(one) ? closed(one, by).dispute : one;
  fc.assert(
    fc.property(fc.array(move, { minLength: 40, maxLength: 90 }), fc.boolean(), (moves, late) => {
      let one = open();
      let serial = 0;
      for (const now of moves) {
        if (now.do === 'say' && !whyOver(one, isSpokenOf)) one = said(one, wanted, by, NO_RULES).dispute;
        if (now.do === 'file')
          one = received(one, photo((serial += 1)), { ...how, scans: now.scans })?.dispute ?? one;
        if (now.do === 'scan')
          one = scanned(one, one.files?.[now.nth]?.id ?? fil(99), { state: now.state }, by)?.dispute ?? one;
        if (now.do === 'decide') one = decide(one);
        if (now.do === 'close') one = close(one);
      }
      // The worst comes at last: every file has a virus, before its end or after it.
      one = late ? infected(close(decide(one))) : close(decide(infected(one)));
      expect(Dispute.safeParse(one).error).toBeUndefined();
      expect(one.thread.filter(({ what }) => what === 'file_infected')).toHaveLength(
        one.files?.filter(({ state }) => state === 'INFECTED').length ?? 0,
      );
    }),
    { numRuns: 60 },
  );
});

test('a key says whose file it is, and no other key does', () => {
  const file = { id: fil(1), side: 'customer', sha256: HASH } as const;
  expect(placeIn(uploadKey('acme', ID, file, '../../rival/x.png'))).toEqual({
    tenant: 'acme',
    dispute: ID,
    file: fil(1),
    rest: ['customer', '..', '..', 'rival', 'x.png'],
  });
  expect(placeIn(evidenceKey('acme', ID, file))).toMatchObject({ tenant: 'acme', rest: [HASH] });
  for (const key of [
    'acme/evidence/x',
    `_new/evidence/acme/${ID}`,
    `_new/evidence/acme/x/${fil(1)}/us/a`,
    '',
  ])
    expect(placeIn(key)).toBeUndefined();
});
test('files of tests are what they seem', () => {
  expect(kindOf(EICAR, 'x.txt')).toBe('txt');
  expect(kindOf(LOCKED, 'x.docx')).toBe('docx');
});
