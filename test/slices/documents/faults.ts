/** What a reader of a page would stumble over. */
import { faceOf } from '../../../shared/documents/pdf/face.ts';
import { FONTS } from '../../support/fonts.ts';
import type { Printed } from './pdf-text.ts';

const rightOf = ({ text, x, size, bold }: Printed): number =>
  x + faceOf(bold ? FONTS.bold : FONTS.regular).width(text, size);

/** `sizes` are those that English is set in. */
export const faultsOf = (page: readonly Printed[], sizes: ReadonlySet<number>): string[] =>
  page.flatMap((one) => {
    const right = rightOf(one);
    const next = page.filter(({ x, y }) => Math.abs(y - one.y) < 4 && x > one.x);
    return [
      ...(one.text.includes('□') ? [`no glyph: ${one.text}`] : []),
      ...(sizes.has(one.size) ? [] : [`set smaller: ${one.text}`]),
      ...(right < 540 ? [] : [`over the margin: ${one.text}`]),
      ...next.filter(({ x }) => right >= x).map(({ text }) => `${one.text} runs into ${text}`),
    ];
  });
