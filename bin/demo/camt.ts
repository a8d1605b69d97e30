/** Writes a bank's camt.053.001.08 statement, as a bank would send it to the demo company. */
export interface Transfer {
  /** The bank's own reference of the entry. */
  readonly reference: string;
  /** Signed minor units: money in is positive. */
  readonly minor: number;
  readonly text: string;
  readonly structured?: string;
  readonly payer?: { readonly name: string; readonly iban?: string };
  readonly date: string;
}
export interface StatementOf {
  readonly id: string;
  readonly iban: string;
  readonly currency: string;
  readonly openingMinor: number;
  readonly date: string;
  readonly transfers: readonly Transfer[];
}

export const closingOf = ({ openingMinor, transfers }: StatementOf): number =>
  transfers.reduce((total, { minor }) => total + minor, openingMinor);

export const camt053 = (statement: StatementOf): string => {
  const { id, iban, currency, openingMinor, date, transfers } = statement;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${date}T23:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${date}T23:00:00Z</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balance('OPBD', openingMinor, currency, date)}${balance('CLBD', closingOf(statement), currency, date)}
${transfers.map((transfer) => entry(transfer, currency)).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`;
};

const balance = (code: string, minor: number, currency: string, date: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(minor, currency)}<Dt><Dt>${date}</Dt></Dt></Bal>`;

const amount = (minor: number, currency: string): string => {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `<Amt Ccy="${currency}">${digits.slice(0, -2)}.${digits.slice(-2)}</Amt><CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
};

const entry = ({ reference, minor, text, structured, payer, date }: Transfer, currency: string): string =>
  `<Ntry><NtryRef>${reference}</NtryRef>${amount(minor, currency)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${date}</Dt></BookgDt><ValDt><Dt>${date}</Dt></ValDt><AcctSvcrRef>${reference}</AcctSvcrRef>` +
  `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><AcctSvcrRef>${reference}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>${amount(minor, currency)}` +
  (payer
    ? `<RltdPties><Dbtr><Pty><Nm>${escape(payer.name)}</Nm></Pty></Dbtr>${payer.iban ? `<DbtrAcct><Id><IBAN>${payer.iban}</IBAN></Id></DbtrAcct>` : ''}</RltdPties>`
    : '') +
  `<RmtInf>${structured ? `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${structured}</Ref></CdtrRefInf></Strd>` : `<Ustrd>${escape(text)}</Ustrd>`}</RmtInf></TxDtls></NtryDtls></Ntry>`;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
