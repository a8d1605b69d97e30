/** The page of a case's files, for the agency that has it. It works without script. */
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { Facts, page } from '../portal/frame.tsx';
import type { Seller } from '../portal/payview.ts';
import { WORDS } from './words.ts';

interface FilesView {
  readonly language: Language;
  readonly seller: Seller;
  readonly id: string;
  readonly until: LocalDate;
  readonly rows: number;
  readonly total: Money;
  /** SHA-256 of both files. */
  readonly csv: string;
  readonly json: string;
  readonly invoices: readonly { readonly id: string; readonly number: string }[];
  readonly own: string;
}

export const filesPage = (view: FilesView): string => {
  const { language, seller, id, until, rows, total, csv, json, invoices, own } = view;
  const words = WORDS[language];
  const said = words.page;
  return page({
    language,
    seller,
    title: said.title,
    footer: [words.filesUntil(day(until, language))],
    children: (
      <div class="card single">
        <h1>{said.title}</h1>
        <p>{said.opening(seller.name)}</p>
        <Facts
          facts={[
            { label: words.case, value: id },
            { label: words.toCollect, value: amount(total, language), strong: true },
            { label: said.rows, value: String(rows) },
          ]}
        />
        <a class="button" href={`${own}?file=csv`}>
          {said.csv}
        </a>
        <p class="small under">
          {said.sha256} <Hash of={csv} />
        </p>
        <a class="button second" href={`${own}?file=json`}>
          {said.json}
        </a>
        <p class="small under">
          {said.sha256} <Hash of={json} />
        </p>
        <ul>
          {invoices.map((one) => (
            <li>
              <a href={`${own}?file=${one.id}`}>{said.invoice(one.number)}</a>
            </li>
          ))}
        </ul>
      </div>
    ),
  });
};

/** It may break anywhere, and is copied as one. */
const Hash = ({ of }: { of: string }) => (
  <span>
    {(of.match(/.{1,8}/g) ?? []).map((part) => (
      <>
        {part}
        <wbr />
      </>
    ))}
  </span>
);
