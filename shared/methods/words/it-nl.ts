import type { Words } from '../words.ts';

export const it: Words = {
  card: 'Carta',
  account: 'Conto bancario',
  by: 'Addebito su',
  mandate: 'Riferimento del mandato',
  creditor: 'Identificativo del creditore',
  notice: {
    subject: (number, amount, day) => `Fattura ${number}: ${amount} saranno addebitati il ${day}`,
    card: {
      title: 'La sua carta sarà addebitata',
      opening: (day) => `Come concordato, addebiteremo questa fattura sulla sua carta il ${day}.`,
    },
    direct_debit: {
      title: 'Il suo conto sarà addebitato',
      opening: (day) => `Come concordato, addebiteremo questa fattura sul suo conto bancario il ${day}.`,
    },
    sooner: 'Se paga prima, non viene addebitato nulla.',
    view: 'Vedi',
    choice: 'Saltare o fermare',
    after:
      'Non deve fare nulla. Se non vuole questo addebito, ce lo dica con il pulsante prima di quel giorno.',
  },
  failed: {
    subject: (number) => `Il suo pagamento della fattura ${number} non è riuscito`,
    title: 'Il suo pagamento non è riuscito',
    opening: 'Non abbiamo potuto addebitare la fattura qui sotto. La paghi online, per favore.',
    after: 'Se pagando conserva un altro metodo di pagamento, d’ora in poi useremo quello.',
  },
  authentication: {
    subject: (number) => `Confermi il suo pagamento della fattura ${number}`,
    title: 'La sua banca le chiede di confermare',
    opening:
      'La sua banca vuole che confermi lei stesso questo pagamento. Paghi online la fattura qui sotto, per favore.',
    after: 'Richiede un minuto sulla pagina sicura del nostro fornitore.',
  },
  ceiling: {
    subject: (number) => `Paghi lei stesso la fattura ${number}, per favore`,
    title: 'Più di quanto concordato',
    opening:
      'Con questa fattura si addebiterebbe più di quanto concordato. Non la addebitiamo. La paghi online, per favore.',
    after: 'Le fatture successive vengono addebitate come prima.',
  },
  page: {
    title: (number) => `Addebito della fattura ${number}`,
    planned: (amount, day) => `${amount} saranno addebitati il ${day}.`,
    skip: 'Non addebitare questa fattura',
    skipHint: 'La paga lei stesso entro la scadenza.',
    stop: 'Fermare tutti gli addebiti',
    stopHint: (seller) => `Nessuna fattura di ${seller} viene più addebitata automaticamente.`,
    skipped: 'Questa fattura non sarà addebitata. La paghi lei stesso, per favore.',
    stopped: 'Le fatture non vengono più addebitate automaticamente. Le paghi lei stesso, per favore.',
    underWay: 'L’addebito è in corso e non può più essere fermato.',
    over: 'Per questa fattura non è previsto alcun addebito.',
    pay: 'Vedi e paga',
  },
};

export const nl: Words = {
  card: 'Kaart',
  account: 'Bankrekening',
  by: 'Afgeschreven van',
  mandate: 'Machtigingskenmerk',
  creditor: 'Incassant-ID',
  notice: {
    subject: (number, amount, day) => `Factuur ${number}: ${amount} wordt op ${day} afgeschreven`,
    card: {
      title: 'Uw kaart wordt belast',
      opening: (day) => `Zoals afgesproken belasten wij uw kaart op ${day} voor deze factuur.`,
    },
    direct_debit: {
      title: 'Uw rekening wordt belast',
      opening: (day) => `Zoals afgesproken schrijven wij deze factuur op ${day} van uw bankrekening af.`,
    },
    sooner: 'Als u eerder betaalt, wordt er niets afgeschreven.',
    view: 'Bekijken',
    choice: 'Overslaan of stoppen',
    after: 'U hoeft niets te doen. Wilt u deze afschrijving niet, zeg het ons dan vóór die dag met de knop.',
  },
  failed: {
    subject: (number) => `Uw betaling van factuur ${number} is mislukt`,
    title: 'Uw betaling is mislukt',
    opening: 'Wij konden de onderstaande factuur niet afschrijven. Betaal haar alstublieft online.',
    after: 'Als u bij het betalen een andere betaalmethode bewaart, gebruiken wij die voortaan.',
  },
  authentication: {
    subject: (number) => `Bevestig uw betaling van factuur ${number}`,
    title: 'Uw bank vraagt u te bevestigen',
    opening:
      'Uw bank wil dat u deze betaling zelf bevestigt. Betaal de onderstaande factuur alstublieft online.',
    after: 'Het duurt een minuut op de beveiligde pagina van onze betaaldienst.',
  },
  ceiling: {
    subject: (number) => `Betaal factuur ${number} alstublieft zelf`,
    title: 'Meer dan afgesproken',
    opening:
      'Met deze factuur zou er meer worden afgeschreven dan is afgesproken. Wij schrijven haar niet af. Betaal haar alstublieft online.',
    after: 'Latere facturen worden afgeschreven zoals voorheen.',
  },
  page: {
    title: (number) => `Afschrijving van factuur ${number}`,
    planned: (amount, day) => `${amount} wordt op ${day} afgeschreven.`,
    skip: 'Deze factuur niet afschrijven',
    skipHint: 'U betaalt haar zelf vóór de vervaldag.',
    stop: 'Alle afschrijvingen stoppen',
    stopHint: (seller) => `Geen factuur van ${seller} wordt nog automatisch afgeschreven.`,
    skipped: 'Deze factuur wordt niet afgeschreven. Betaal haar alstublieft zelf.',
    stopped: 'Facturen worden niet meer automatisch afgeschreven. Betaal ze alstublieft zelf.',
    underWay: 'De afschrijving is onderweg en kan niet meer worden gestopt.',
    over: 'Voor deze factuur is geen afschrijving gepland.',
    pay: 'Bekijken en betalen',
  },
};
