/** The quiet link at the end of a page: what is behind it asks for a code first. */
import type { Language } from '../kernel/party.ts';
import { MORE_WORDS } from './morewords.ts';

export const More = ({ url, language }: { url: string | undefined; language: Language }) =>
  url === undefined ? null : (
    <p class="small under">
      <a href={url}>{MORE_WORDS[language].more}</a>
    </p>
  );
