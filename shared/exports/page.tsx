/** The pages behind the link of a file: what it is, with the button that fetches it, and the one of links that open nothing. Both work without script. */
import { day } from '../documents/format.ts';
import type { Language } from '../kernel/party.ts';
import { Facts, Mark, page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import type { Export } from './export.ts';
import { factsOf } from './letter.ts';
import { WORDS } from './words.ts';

interface FileView {
  readonly language: Language;
  readonly seller: Seller;
  readonly file: Export;
  /** Where the button leads. */
  readonly own: string;
}

export const filePage = ({ language, seller, file, own }: FileView): string => {
  const words = WORDS[language];
  const title = words.kinds[file.kind];
  return page({
    language,
    seller,
    title,
    footer: [words.until(day(file.linksUntil!, language))],
    children: (
      <div class="card single">
        <h1>{title}</h1>
        <p class="lead">{words.page.opening(seller.name)}</p>
        <form method="post" action={own}>
          <button class="button">{words.page.fetch}</button>
        </form>
        <Facts facts={factsOf(file, seller.name, language).map(([label, value]) => ({ label, value }))} />
        <p class="small under">{words.yours}</p>
      </div>
    ),
  });
};

/** One page for expired, withdrawn, forged and unknown links: it tells nobody which of them it was, nor whose. */
export const gonePage = (language: Language): string => {
  const { title, text } = WORDS[language].gone;
  return page({
    language,
    title,
    children: (
      <div class="card single">
        <Mark kind="fail" />
        <h1>{title}</h1>
        <p class="lead">{text}</p>
      </div>
    ),
  });
};
