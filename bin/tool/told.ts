/** What lies beside an exported company, for a person without this software. */
export const README = `# A company, taken out of Quittance

Everything that the company has in its books, as open files. Nothing here needs Quittance to be read.

- \`manifest.json\`: whose it is, the moment that all of it is of, and of each file how many rows it has and its SHA-256. Also the sums of
  all ledger entries by legal entity, currency and account, the last number of each series, the last seal of the audit trail, what was
  left out and why, and what has to be made anew elsewhere.
- \`items/<kind>.jsonl\`: one line of JSON for each thing: \`invoice\`, \`payment\`, \`customer\`, \`act\` … \`doc\` is the thing itself. \`pk\` and \`sk\`
  are its place, \`g1p\` to \`g3s\` the lists that it stands in. Money is in minor units (cents) with its currency, never a fraction; days are
  YYYY-MM-DD in the zone of the legal entity, moments are in UTC.
- \`items/act.jsonl\`: who did what when. An act with \`entry\` is an entry of the ledger: debit positive, credit negative, zero together.
- \`schemas/<kind>.json\`: JSON Schemas of the kinds that a person would ask for. Kinds without one are indexes, counts and progress.
- \`files.jsonl\` and \`files/<sha256>\`: PDFs, e-invoices, bank statements, mails that came in, files of disputes, seals. \`key\` says what each was called.
- \`marks/<kind>.txt\`: the first 16 digits of the SHA-256 of each line, in their order: they say which line was touched.

Secrets are not here: no API keys, no secrets of webhooks, no credentials of payment providers. What was erased of persons is not here, either.
\`npm run import:company\` of Quittance brings all of it into a deployment in which the company is not.
`;
