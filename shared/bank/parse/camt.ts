/**
 * ISO 20022 bank statements, camt.053.001.02 to .13, piece by piece. Account reports (camt.052) and notifications
 * (camt.054) have the same inside, but say so: what they announce comes again in a statement.
 */
import { partsOf, type Element } from '../../documents/read-xml.ts';
import { all, amountAt, at, dateAt, missing, signed, textAt, texts } from './fields.ts';
import type { Balance, Entry, Header, Message, Party, Pieces, Returned, Transaction } from './pieces.ts';
import { said } from './texts.ts';
import { Unreadable } from './unreadable.ts';

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])\.001\.(0[2-9]|1[0-3])$/;
const FRAMES: Readonly<Record<string, readonly [string, string]>> = {
  'camt.052': ['BkToCstmrAcctRpt', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
};
/** Document / BkToCstmrStmt / Stmt / what we take as a record. */
const RECORD_DEPTH = 4;
const notXml = (detail: string, line: number) => new Unreadable('bank.not_xml', detail, line);

export async function* readCamt(chunks: AsyncIterable<string>): Pieces {
  let frame: readonly [string, string] | undefined;
  let announces = false;
  let header: Partial<Header> | undefined;
  let announced = false;
  for await (const part of partsOf(chunks, RECORD_DEPTH, notXml)) {
    if (part.is === 'open' && part.depth === 1) {
      const message = messageOf(part.name, part.namespace, part.line);
      frame = FRAMES[message.kind]!;
      announces = message.kind !== 'camt.053';
      yield { is: 'message', message };
    } else if (part.is === 'open' && part.depth === 2 && part.name !== frame?.[0])
      throw new Unreadable('bank.format_unknown', `${part.name} is not what this message holds`, part.line);
    else if (part.is === 'open' && part.depth === 3 && part.name === frame?.[1]) {
      header = { announces, line: part.line };
      announced = false;
    } else if (part.is === 'record' && header && part.parent === frame?.[1]) {
      const { element } = part;
      if (element.name === 'Id') header = { ...header, id: element.text.trim() };
      else if (element.name === 'ElctrncSeqNb') header = { ...header, sequence: element.text.trim() };
      else if (element.name === 'Acct') header = { ...header, ...accountOf(element) };
      else if (element.name === 'Bal' || element.name === 'Ntry') {
        if (!announced) yield { is: 'statement', header: whole(header, element.line) };
        announced = true;
        yield element.name === 'Bal'
          ? { is: 'balance', balance: balanceOf(element) }
          : { is: 'entry', entry: entryOf(element) };
      }
    } else if (part.is === 'close' && part.depth === 3 && header) {
      if (!announced) yield { is: 'statement', header: whole(header, part.line) };
      yield { is: 'end' };
      header = undefined;
    }
  }
}

const messageOf = (root: string, namespace: string, line: number): Message => {
  const found = NAMESPACE.exec(namespace);
  if (root !== 'Document' || !found)
    throw new Unreadable(
      'bank.format_unknown',
      'The XML is no camt.052, .053 or .054 of version 02 to 13',
      line,
    );
  return { kind: found[1]!, format: `${found[1]}.001.${found[2]}` };
};

const whole = (header: Partial<Header>, line: number): Header => {
  const { id, account } = header;
  if (!id || !account)
    throw new Unreadable('bank.incomplete', 'The statement does not say its id and its account first', line);
  return { ...header, id, account, announces: header.announces!, line: header.line! };
};

const accountOf = (account: Element): { account?: string; currency?: string } => {
  const id = accountId(account);
  const currency = textAt(account, 'Ccy');
  return { ...(id !== undefined && { account: id }), ...(currency !== undefined && { currency }) };
};

const balanceOf = (element: Element): Balance => {
  const on = dateAt(element, 'Dt');
  const type = textAt(element, 'Tp', 'CdOrPrtry', 'Cd') ?? textAt(element, 'Tp', 'CdOrPrtry', 'Prtry');
  if (on === undefined || type === undefined)
    throw new Unreadable('bank.incomplete', 'A balance has no date or no type', element.line);
  return { type, on, amount: signed(element) };
};

const entryOf = (element: Element): Entry => ({
  amount: signed(element),
  status: textAt(element, 'Sts', 'Cd') ?? textAt(element, 'Sts') ?? missing(element, 'Sts'),
  reversal: textAt(element, 'RvslInd') === 'true' || textAt(element, 'RvslInd') === '1',
  ...said('bookedOn', dateAt(element, 'BookgDt')),
  ...said('valueOn', dateAt(element, 'ValDt')),
  ...said('bankRef', textAt(element, 'AcctSvcrRef')),
  ...said('entryRef', textAt(element, 'NtryRef')),
  ...said('code', codeOf(element)),
  ...said('info', textAt(element, 'AddtlNtryInf')),
  ...said('charges', amountAt(at(element, 'Chrgs'), 'TtlChrgsAndTaxAmt')),
  transactions: all(element, 'NtryDtls').flatMap((details) => all(details, 'TxDtls').map(transactionOf)),
  line: element.line,
});

const transactionOf = (element: Element): Transaction => {
  const parties = at(element, 'RltdPties');
  const remittance = at(element, 'RmtInf');
  const structured = remittance ? all(remittance, 'Strd') : [];
  const indicator = textAt(element, 'CdtDbtInd');
  return {
    ...said('amount', amountAt(element, 'Amt') ?? amountAt(at(element, 'AmtDtls', 'TxAmt'), 'Amt')),
    ...said('credit', indicator === undefined ? undefined : indicator === 'CRDT'),
    ...said('bankRef', textAt(element, 'Refs', 'AcctSvcrRef')),
    ...said('endToEndId', textAt(element, 'Refs', 'EndToEndId')),
    debtor: partyOf(parties, 'Dbtr'),
    creditor: partyOf(parties, 'Cdtr'),
    ...said('ultimateDebtor', nameOf(parties, 'UltmtDbtr')),
    references: texts(
      structured.flatMap((part) => all(part, 'CdtrRefInf').flatMap((info) => all(info, 'Ref'))),
    ),
    documents: texts(
      structured.flatMap((part) => all(part, 'RfrdDocInf').flatMap((info) => all(info, 'Nb'))),
    ),
    texts: texts(remittance ? all(remittance, 'Ustrd') : []),
    ...said('code', codeOf(element)),
    ...said('returned', returnOf(element)),
  };
};

/** RtrInf: what was paid comes back, with a reason of ISO's list or of the bank's own. */
const returnOf = (element: Element): Returned | undefined => {
  const info = at(element, 'RtrInf');
  if (!info) return undefined;
  return {
    ...said('reason', textAt(info, 'Rsn', 'Cd') ?? textAt(info, 'Rsn', 'Prtry')),
    ...said('words', texts(all(info, 'AddtlInf')).join(' ')),
    ...said('original', amountAt(at(element, 'AmtDtls', 'InstdAmt'), 'Amt')),
  };
};

/** From version 08 on a party stands one deeper, under Pty. */
const nameOf = (parties: Element | undefined, role: string): string | undefined =>
  parties && (textAt(parties, role, 'Nm') ?? textAt(parties, role, 'Pty', 'Nm'));
const partyOf = (parties: Element | undefined, role: string): Party => {
  const account = parties && at(parties, `${role}Acct`);
  return { ...said('name', nameOf(parties, role)), ...said('account', account && accountId(account)) };
};
const accountId = (account: Element): string | undefined =>
  textAt(account, 'Id', 'IBAN') ?? textAt(account, 'Id', 'Othr', 'Id');

/** `PMNT-RCDT-ESCT`, or the bank's own code. */
const codeOf = (element: Element): string | undefined => {
  const domain = at(element, 'BkTxCd', 'Domn');
  if (!domain) return textAt(element, 'BkTxCd', 'Prtry', 'Cd');
  return [textAt(domain, 'Cd'), textAt(domain, 'Fmly', 'Cd'), textAt(domain, 'Fmly', 'SubFmlyCd')]
    .filter(Boolean)
    .join('-');
};
