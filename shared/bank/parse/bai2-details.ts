/** What banks write into the text of a detail record (16), which BAI2 leaves to them. */
import { RETURNS } from './bai2-codes.ts';
import type { Party, Transaction } from './pieces.ts';
import { said } from './texts.ts';

/** What many banks write into the text: `EREF: …`, `DBNM: …`; and the reason of a return, as a code or in words. */
export const transactionOf = (
  texts: readonly string[],
  code: string,
  sign: '+' | '-',
  customerRef: string | undefined,
): Transaction => {
  const tag = (name: string) =>
    texts.flatMap((text) => new RegExp(`^${name}: ?(.+)$`).exec(text)?.[1] ?? [])[0]?.trim();
  const debtor: Party = { ...said('name', tag('DBNM')), ...said('account', tag('DACT')) };
  const creditor: Party = { ...said('name', tag('CRNM')), ...said('account', tag('CACT')) };
  const whole = texts.join(' ');
  const reason = /\bReason: ?"?([A-Z]{1,4}\d{2})\b/.exec(whole)?.[1];
  const words = /\bReason: ?"([^"]{5,140})"/.exec(whole)?.[1] ?? RETURNS[code];
  return {
    ...said('endToEndId', tag('EREF') ?? customerRef),
    // A return names the two of the payment that it takes back, so the other side is where the money had come from.
    debtor: sign === '-' && RETURNS[code] !== undefined ? {} : debtor,
    creditor:
      sign === '-' && RETURNS[code] !== undefined
        ? debtor.name === undefined
          ? creditor
          : debtor
        : creditor,
    references: [],
    documents: [],
    texts: texts.filter((text) => !/^(EREF|DBNM|DACT|CRNM|CACT|DABA|CABA|DBIC|CBIC|CREF|IDNM): ?/.test(text)),
    ...(RETURNS[code] !== undefined && { returned: { ...said('reason', reason), ...said('words', words) } }),
  };
};
