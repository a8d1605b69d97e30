/** The reason of a warning in English, as the API and events say it. Apart from the words of mails, so that the night loads one language. */
import type { Warning } from './warning.ts';
import { EN } from './words/en.ts';

export const reasonOf = ({
  kind,
  figure,
  before,
  threshold,
}: Pick<Warning, 'kind' | 'figure' | 'threshold'> & { readonly before?: number | undefined }): string =>
  EN.reasons[kind](String(figure), String(before ?? threshold));
