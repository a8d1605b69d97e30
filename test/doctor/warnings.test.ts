/** The doctor on what finance is told: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putMail } from '../../shared/dispatch/store.ts';
import { putExport } from '../../shared/exports/store.ts';
import { putWarning, putWatch } from '../../shared/warnings/store.ts';
import { FILE } from '../slices/exports/files.ts';
import { WARNING } from '../slices/warnings/warned.ts';

const AT = '2026-02-01T09:00:00.000Z';
const id = WARNING.id;
const over = {
  ...WARNING,
  id: `wrn_${'1'.repeat(26)}`,
  state: 'CLEARED',
  cleared: { at: AT, why: 'quiet' },
} as const;
const books = (): Raw[] =>
  [
    putExport('acme', { ...FILE, version: 1 }),
    putMail('acme', {
      id: `mail_${'0'.repeat(26)}`,
      version: 1,
      purpose: 'file',
      file: { entity: 'main', exportId: FILE.id, recipient: 1 },
      state: 'QUEUED',
      at: AT,
      history: [{ state: 'QUEUED', at: AT }],
    }),
    putWarning('acme', WARNING),
    putWarning('acme', over),
    putWatch('acme', { subject: WARNING.customerId!, version: 1, scores: [], live: { terms_creep: { id } } }),
  ].flatMap(({ put }) => (put ? [put as Raw] : []));
const found = (change: (items: Raw[]) => unknown): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(
      ({ rule, where }) =>
        /^(export\.mail|warning)/.test(rule) || where.some((one) => one?.startsWith('wrn_')),
    )
    .map(({ rule, what }) => `${rule}: ${what}`);
};
type Loose = Record<string, unknown>;
const doc = (items: Raw[], kind: string, nth = 0) =>
  items.filter((one) => one.kind === kind)[nth]!.doc as Loose;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => unknown]>([
  ['export.mail: it is READY, 1 of 2 are told', (items) => (doc(items, 'export')['recipients'] = [{}, {}])],
  ['export.mail: it is REQUESTED, 1 of 0 are told', (items) => (doc(items, 'export')['state'] = 'REQUESTED')],
  ['warning.standing: it is RAISED, and nothing remembers it', (items) => (doc(items, 'watch')['live'] = {})],
  [
    'warning.standing: it is CLEARED, and is remembered',
    (items) => (doc(items, 'watch')['live'] = { terms_creep: { id }, score_drop: { id: over.id } }),
  ],
  [
    `warning.standing: ${WARNING.customerId} remembers it, and it is not there`,
    (items) => (doc(items, 'watch')['live'] = { terms_creep: { id }, x: { id: 'wrn_none' } }),
  ],
  [
    'table.index: g2 does not say that the warning is RAISED',
    (items) => ((items.find(({ kind }) => kind === 'warning') as Loose)['g2p'] = 'acme#WARNINGS_CLEARED'),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toEqual([what]);
});
