/** THREATS.md and ASVS.md say which test has seen what: those tests are there, by these names, and no attack is left out. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const threats = readFileSync('lib/THREATS.md', 'utf8');
const asvs = readFileSync('lib/ASVS.md', 'utf8');
const cellsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\|[-|]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
const attacks = cellsOf(threats).flatMap(([attack, , seen]) => {
  const [, file, name] = /^`(test\/[^`]+)` · (.+)$/.exec(seen ?? '') ?? [];
  return file === undefined ? [] : [{ attack: attack!, file, name: name! }];
});

describe('every attack', () => {
  test.each(attacks)('$attack: its test is there', ({ file, name }) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(name);
  });
  test.each([
    'foreign tenant',
    'lesser role',
    'forged, guessed or expired link',
    'used again',
    'by time',
    'key that was stolen',
    'sends the money elsewhere',
    'forged token',
    'capacity',
    'unseen',
    'wrong secret',
    'replayed webhook',
    'another text',
    'rotated secret',
    'huge body',
    'mass assignment',
    'SSRF',
    'XXE',
    'gigabyte',
    'formula injection',
    'header injection',
    'HTML injection',
    'PDF',
    'path tricks',
    'ReDoS',
    'integer overflow',
    '0 and 3 decimals',
    'clickjacking',
    'CSRF',
    'personal data in logs',
    'giving money back beyond',
    'over-broad roles',
    'erasing a customer',
    'outlives its erasure',
    'card data',
  ])('there is a row for: %s', (words) => {
    expect(attacks.filter(({ attack }) => attack.includes(words)).length).toBeGreaterThan(0);
  });
  test('what is not done is said, and not in the table of what is', () => {
    const open = cellsOf(threats.slice(threats.indexOf('## Open'), threats.indexOf('## Parts')));
    const named = open.map(([what]) => what).join(' · ');
    expect(named).toContain('personal data in files');
  });
});

describe('the rows of ASVS 5.0.0', () => {
  const rows = cellsOf(asvs).filter(([id]) => /^\d+\.\d+\.\d+$/.test(id!));
  test('are 253, each once, each with a verdict and words', () => {
    expect(new Set(rows.map(([id]) => id)).size).toBe(253);
    expect(rows).toHaveLength(253);
    expect(
      rows.filter(
        ([, level, verdict, how]) => !(/^[12]$/.test(level!) && /^(met|n\/a|open)$/.test(verdict!) && how),
      ),
    ).toEqual([]);
    expect(new Set(rows.map(([id]) => id!.split('.')[0])).size).toBe(17);
  });
  test('are counted as the head of the file says', () => {
    const count = (verdict: string) => rows.filter(([, , one]) => one === verdict).length;
    expect(asvs).toContain(
      `${count('met')} are met, ${count('n/a')} do not apply, ${count('open')} are open`,
    );
  });
  test('name files that are there', () => {
    const files = [...asvs.matchAll(/`((?:test|lib|shared)\/[\w/.-]+)`/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
