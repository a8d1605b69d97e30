/** Why a file cannot be read, and where: the action turns it into the refusal of the whole file. */
export class Unreadable extends Error {
  readonly code:
    | 'bank.not_xml'
    | 'bank.format_unknown'
    | 'bank.malformed'
    | 'bank.encoding'
    | 'bank.layout_unknown'
    | 'bank.incomplete'
    | 'bank.amount';
  readonly line: number;
  constructor(code: Unreadable['code'], detail: string, line: number) {
    super(`${detail} (line ${line})`);
    this.code = code;
    this.line = line;
  }
}
