/**
 * The colour of a legal entity on mails and pages: readable wherever it stands (WCAG 2.2, 1.4.3: 4.5 to 1), and its shade
 * for dark screens, where the colour itself would not be.
 */

/** Ours, where an entity has none. */
export const HOUSE_COLOUR = '#0f5c4d';
const HOUSE_ON_DARK = '#7fd1bb';
/** What it stands on, the darkest that is light: links at the foot of a mail. White letters on a button have more. */
const PAPER = '#f0f3f1';
/** The lightest background of dark screens that it stands on, and the letters of buttons there. */
const NIGHT = '#212c28';
const NIGHT_INK = '#0b1f1a';
const ENOUGH = 4.5;

/** Undefined where it can be read; else how little contrast it has, and the nearest of its shades that has enough. */
export const contrastFault = (colour: string): { ratio: string; nearest: string } | undefined => {
  const ratio = contrast(colour, PAPER);
  if (ratio >= ENOUGH) return undefined;
  // Cut, not rounded: 4.4996 is not told as 4.5.
  return {
    ratio: String(Math.floor(ratio * 100) / 100),
    nearest: mixedUntil(colour, '#000000', (shade) => contrast(shade, PAPER) >= ENOUGH),
  };
};

/** The shade for dark screens: readable on them, and under the dark letters of a button. */
export const onDark = (colour: string): string =>
  colour === HOUSE_COLOUR
    ? HOUSE_ON_DARK
    : mixedUntil(
        colour,
        '#ffffff',
        (shade) => contrast(shade, NIGHT) >= ENOUGH && contrast(shade, NIGHT_INK) >= ENOUGH,
      );

/** Relative luminances compared as WCAG 2.2 says, from 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const luminance = (colour: string): number => {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Mixed with another in steps of a fiftieth, as little as is enough; the other itself always is. */
const mixedUntil = (colour: string, other: string, enough: (shade: string) => boolean): string => {
  const [from, to] = [channels(colour), channels(other)];
  for (let step = 0; step <= 50; step++) {
    const shade = `#${from
      .map((value, at) => Math.round(value + ((to[at]! - value) * step) / 50))
      .map((value) => value.toString(16).padStart(2, '0'))
      .join('')}`;
    if (enough(shade)) return shade;
  }
  return other;
};
