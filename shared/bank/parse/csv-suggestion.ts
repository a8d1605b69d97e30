/** What the names of columns say, in the languages of the banks that we have seen: a suggestion to a person who writes a layout, never used by itself. */
const NAMES: readonly (readonly [field: string, names: RegExp])[] = [
  [
    'bookedOn',
    /^(buchungstag|buchungsdatum|booking date|posting date|date|datum|date op[ée]ration|date processed|created|fecha)$/i,
  ],
  ['valueOn', /^(valutadatum|valuta|wertstellung|value date|rentedatum|date valeur|execution date)$/i],
  ['amount', /^(betrag|umsatz|amount( [a-z]{3})?|bedrag|montant|importe|inflow)$/i],
  ['credit', /^(cr[ée]dit|haben|gutschrift|paid in)$/i],
  ['debit', /^(d[ée]bit|debet|soll|lastschrift|paid out)$/i],
  ['currency', /^(w[äa]e?hrung|currency|ccy|munt|devise|moneda)$/i],
  ['balance', /^(saldo( na trn)?|balance|solde)$/i],
  ['account', /^(auftragskonto|iban|iban\/bban|rekening|rekeningnummer|account)$/i],
  ['name', /^(name|naam|payee|beguenstigter.*|empf[äa]nger.*|counteraccount name|naam tegenpartij)$/i],
  ['counterparty', /^(kontonummer|tegenrekening.*|counter ?account.*)$/i],
  ['bankRef', /^(id|ref|reference|r[ée]f[ée]rence|transaction reference number|volgnr)$/i],
  ['text', /^(verwendungszweck|description|omschrijving.*|libell[ée]|notes|message for me|concepto)$/i],
];

export const suggestionFor = (line: string): string => {
  const delimiter = [';', ',', '\t', '|'].reduce((best, one) =>
    line.split(one).length > line.split(best).length ? one : best,
  );
  const columns = line.split(delimiter).map((name) => name.replaceAll('"', '').trim().slice(0, 60));
  const found = columns.flatMap((column) => {
    const field = NAMES.find(([, names]) => names.test(column))?.[0];
    return field === undefined ? [] : [`“${column}” looks like ${field}`];
  });
  const seen =
    found.length > 0
      ? `${found.slice(0, 12).join(', ')}; the delimiter is “${delimiter === '\t' ? 'tab' : delimiter}”`
      : 'none of its columns has a name that we know';
  return `No layout fits this CSV: say one for its account with PUT /v1/bank-accounts/{iban}/layout. ${seen}`;
};
