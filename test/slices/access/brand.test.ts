/** Colours of an entity: readable where they stand, by WCAG, on light and on dark. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, contrastFault, HOUSE_COLOUR, onDark } from '../../../shared/access/brand.ts';

test('contrast is as WCAG has it', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#777777')).toBe(1);
  // The two greys that everybody quotes: 4.48 fails on white, 4.54 passes.
  expect(contrast('#777777', '#ffffff').toFixed(2)).toBe('4.48');
  expect(contrast('#ffffff', '#767676').toFixed(2)).toBe('4.54');
});
test('a colour that cannot be read is refused with its contrast and the nearest shade that can be', () => {
  expect(contrastFault('#ffd700')).toEqual({
    ratio: '1.25',
    nearest: expect.stringMatching(/^#[0-9a-f]{6}$/),
  });
  expect(contrastFault(HOUSE_COLOUR)).toBeUndefined();
  expect(contrastFault('#1d4ed8')).toBeUndefined();
});
test('whatever the colour: the shade that is proposed is taken, and the one for dark screens is read there', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colour, (one) => {
      const fault = contrastFault(one);
      if (fault) {
        expect(Number(fault.ratio)).toBeLessThan(4.5);
        expect(contrastFault(fault.nearest)).toBeUndefined();
      }
      const dark = onDark(one);
      for (const other of ['#18211e', '#212c28', '#0b1f1a'])
        expect([other, contrast(dark, other) >= 4.5]).toEqual([other, true]);
    }),
  );
});
