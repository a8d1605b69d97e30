/** What documents are set in, from the packages that the bundler takes it from. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Fonts } from '../../shared/documents/pdf.ts';

const { resolve } = createRequire(import.meta.url);
const font = (path: string): Uint8Array => readFileSync(resolve(`@expo-google-fonts/inter/${path}.ttf`));

export const FONTS: Fonts = {
  regular: font('400Regular/Inter_400Regular'),
  bold: font('600SemiBold/Inter_600SemiBold'),
  profile: readFileSync(join(dirname(resolve('pdfkit')), 'data/sRGB_IEC61966_2_1.icc')),
};
