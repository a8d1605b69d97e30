/** The typeface of every document and the colour profile that PDF/A asks for, as they are bundled. */
import bold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf';
import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf';
import profile from 'pdfkit/js/data/sRGB_IEC61966_2_1.icc';
import type { Fonts } from './pdf.ts';

export const FONTS: Fonts = { regular, bold, profile };
