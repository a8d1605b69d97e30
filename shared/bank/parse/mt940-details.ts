/**
 * What banks write into :86:, which SWIFT leaves to them: subfields with numbers (`?20`, or another sign), words between
 * slashes (`/REMI/`), or free text. Nothing of it is needed to book the money, so nothing in it is refused.
 */
import { exponentOf } from '../../kernel/currencies.ts';
import { amountOf, said } from './texts.ts';
import type { Entry, Party, Returned, Transaction } from './pieces.ts';
import type { Money } from '../../kernel/money.ts';

interface Said {
  readonly text?: string | undefined;
  readonly name?: string | undefined;
  readonly account?: string | undefined;
  readonly endToEndId?: string | undefined;
  readonly reference?: string | undefined;
  readonly reason?: string | undefined;
  /** The bank's name of the business: “SEPA-LASTSCHR. RETOURE CORE”. */
  readonly words?: string | undefined;
  readonly original?: string | undefined;
  readonly code?: string | undefined;
}
/** Returns of debits (108, 109) and of transfers (159) in the table of German banks. */
const RETURNS = new Set(['108', '109', '159']);
const REASON = /\b(A[CGM]\d\d|BE0\d|CNOR|DNOR|FF0\d|MD0\d|MS0\d|R[CR]0\d|SL01|R\d\d)\b/;
const IBAN = /\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b/;

export const describe = (lines: readonly string[], entry: Entry): Transaction => {
  const whole = lines.join('');
  const numbered = /^\s*(\d{3})([^\w\s:/])\d\d/.exec(whole);
  const details = numbered
    ? inSubfields(whole, numbered[1]!, numbered[2]!)
    : /^\s*\/[A-Z]{2,9}\//.test(whole)
      ? betweenSlashes(whole)
      : freely(lines);
  const isReturn =
    RETURNS.has(details.code ?? '') || entry.code?.endsWith('RTI') || details.reason !== undefined;
  const account = details.account || IBAN.exec(entry.info ?? '')?.[0];
  const other: Party = { ...said('name', details.name?.trim()), ...said('account', account) };
  const credit = entry.amount.minor >= 0;
  const original = originalOf(`${entry.info ?? ''} ${details.original ?? ''}`, entry.amount.currency);
  const returned: Returned = {
    ...said('reason', details.reason ?? (isReturn ? REASON.exec(details.text ?? '')?.[1] : undefined)),
    ...said('words', details.words?.trim()),
    ...said('original', original),
  };
  return {
    ...said('endToEndId', details.endToEndId?.trim()),
    debtor: credit ? other : {},
    creditor: credit ? {} : other,
    references: details.reference ? [details.reference.trim()] : [],
    documents: [],
    texts: [details.text?.trim() || details.words?.trim() || ''].filter(Boolean),
    ...(isReturn && { returned }),
  };
};

/** `/OCMT/EUR11,85` or `OAMT+11,85`: the amount before the costs of the return. */
const originalOf = (text: string, currency: string): Money | undefined => {
  const found = /(?:\/OCMT\/([A-Z]{3})|OAMT\+)(\d{1,12},\d*)/.exec(text);
  const of = found?.[1] ?? currency;
  return found && exponentOf(of) !== undefined && /^\d+,\d{0,2}$/.test(found[2]!)
    ? amountOf(found[2]!, of, 0, ',')
    : undefined;
};

/** Characters in one subfield; one that is full goes on in the next without a blank. */
const FULL = 27;
const inSubfields = (text: string, code: string, sign: string): Said => {
  const parts = text
    .slice(text.indexOf(sign))
    .split(sign)
    .flatMap((part) => (/^\d\d/.test(part) ? [[part.slice(0, 2), part.slice(2)] as const] : []));
  const of = (from: number, to: number) =>
    parts.filter(([number]) => Number(number) >= from && Number(number) <= to).map(([, value]) => value);
  const purpose = joined([...of(20, 29), ...of(60, 63)]);
  const tags = tagged(purpose);
  return {
    code,
    words: of(0, 0)[0],
    name: joined(of(32, 33)),
    account: of(38, 38)[0] ?? tags['IBAN'] ?? of(31, 31)[0],
    endToEndId: tags['EREF'],
    original: tags['OAMT'] === undefined ? undefined : `OAMT+${tags['OAMT']}`,
    text: tags['SVWZ'] ?? (Object.keys(tags).length > 0 ? tags[''] : purpose),
  };
};
const joined = (parts: readonly string[]): string =>
  parts.reduce(
    (text, part, index) => text + part + (part.length < FULL && index < parts.length - 1 ? ' ' : ''),
    '',
  );

const TAGS = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|PURP|RREF|SQTP|DDAT)\+/;
/** SEPA's words in the purpose: `EREF+… SVWZ+…`; what stands before the first is under ''. */
const tagged = (text: string): Record<string, string> => {
  const [before = '', ...rest] = text.split(TAGS);
  const tags: Record<string, string> = before.trim() === '' ? {} : { '': before };
  for (let at = 0; at + 1 < rest.length; at += 2) tags[rest[at]!] ??= rest[at + 1]!.trim();
  return tags;
};

const WORDS =
  /\/(EREF|PREF|KREF|MARF|CSID|BENM|ORDP|CNTP|NAME|IBAN|BIC|ACCT|ADDR|REMI|ISDT|TRTP|RTRN|RREF|TRCD|PURP|ULTD|ULTB|ULTC|SVCL|ID|EXCH|OCMT|CHGS)\//;
const betweenSlashes = (text: string): Said => {
  const [, ...rest] = text.split(WORDS);
  const found: Record<string, string> = {};
  for (let at = 0; at + 1 < rest.length; at += 2) found[rest[at]!] ??= rest[at + 1]!;
  const [account, , name] = (found['CNTP'] ?? '').split('/');
  const remittance = found['REMI'] ?? '';
  const structured = /^STRD\/[^/]*\/([^/]+)/.exec(remittance)?.[1];
  return {
    endToEndId: unslashed(found['EREF']),
    name: unslashed(found['NAME']) ?? name,
    account: unslashed(found['IBAN']) ?? unslashed(found['ACCT']) ?? account,
    text: remittance.replace(/^USTD\/+/, '').replace(/^STRD\/[^/]*\//, ''),
    reference: structured,
    words: unslashed(found['TRTP']),
    reason:
      found['RTRN'] && (REASON.exec(found['RTRN'])?.[1] ?? found['RTRN'].replaceAll('/', '').slice(0, 35)),
  };
};

/** Free text, with the one habit of Dutch banks that is sure: `REK: <account>/NAAM: <name>`. */
const freely = (lines: readonly string[]): Said => {
  const text = lines
    .map((line) => line.trim())
    .join(' ')
    .trim();
  const found = /\bREK: ?([A-Z0-9]+)\/NAAM: ?(.+)$/.exec(text);
  return { text, account: found?.[1], name: found?.[2] };
};

/** A value without the slashes that end it. */
const unslashed = (text: string | undefined): string | undefined => {
  let end = text?.length ?? 0;
  while (text?.[end - 1] === '/') end -= 1;
  return text?.slice(0, end);
};
