/** What the pages about methods and about genuine invoices say, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';

export interface MoreWords {
  readonly methods: {
    readonly none: string;
    readonly on: string;
    readonly off: string;
    readonly switchOn: string;
    readonly switchOff: string;
    readonly expires: (month: string) => string;
    readonly end: (method: string) => string;
    readonly add: string;
    readonly impossible: string;
  };
  readonly verify: {
    readonly lead: string;
    readonly number: string;
    readonly date: string;
    readonly amount: string;
    readonly digits: string;
    readonly ask: string;
    readonly ours: string;
    readonly oursText: (number: string, seller: string) => string;
    readonly unknown: string;
    readonly unknownText: string;
  };
}

export const MORE: Readonly<Record<Language, MoreWords>> = {
  en: {
    methods: {
      none: 'No card and no account is on file.',
      on: 'Your invoices are charged by themselves. You are told before each charge.',
      off: 'Nothing is charged by itself.',
      switchOn: 'Charge my invoices by themselves',
      switchOff: 'Stop charging by itself',
      expires: (month) => `valid until ${month}`,
      end: (method) => `Remove ${method}`,
      add: 'Add a card or an account',
      impossible: 'That is not possible here. Nothing was changed.',
    },
    verify: {
      lead: 'Type what stands on the invoice or the letter. We say whether it and its bank account are ours.',
      number: 'Invoice number',
      date: 'Invoice date',
      amount: 'Or its total, such as 119.00',
      digits: 'Last four characters of the bank account (IBAN)',
      ask: 'Check',
      ours: 'This invoice and this bank account are ours',
      oursText: (number, seller) =>
        `Invoice ${number} was issued by ${seller}, and the account belongs to it.`,
      unknown: 'We do not know it',
      unknownText:
        'These details do not belong together at our company. Check for typing errors. If they are right, do not pay: ask us by a phone number that you knew before.',
    },
  },
  de: {
    methods: {
      none: 'Es sind keine Karte und kein Konto hinterlegt.',
      on: 'Ihre Rechnungen werden automatisch eingezogen. Sie erfahren es vor jedem Einzug.',
      off: 'Nichts wird automatisch eingezogen.',
      switchOn: 'Meine Rechnungen automatisch einziehen',
      switchOff: 'Nicht mehr automatisch einziehen',
      expires: (month) => `gültig bis ${month}`,
      end: (method) => `${method} entfernen`,
      add: 'Karte oder Konto hinzufügen',
      impossible: 'Das ist hier nicht möglich. Nichts wurde geändert.',
    },
    verify: {
      lead: 'Geben Sie ein, was auf der Rechnung oder dem Brief steht. Wir sagen, ob sie und ihr Bankkonto von uns sind.',
      number: 'Rechnungsnummer',
      date: 'Rechnungsdatum',
      amount: 'Oder der Gesamtbetrag, etwa 119,00',
      digits: 'Die letzten vier Zeichen des Bankkontos (IBAN)',
      ask: 'Prüfen',
      ours: 'Diese Rechnung und dieses Bankkonto sind von uns',
      oursText: (number, seller) =>
        `Rechnung ${number} wurde von ${seller} ausgestellt, und das Konto gehört dazu.`,
      unknown: 'Wir kennen das nicht',
      unknownText:
        'Diese Angaben gehören bei uns nicht zusammen. Prüfen Sie, ob alles richtig eingegeben ist. Wenn ja, zahlen Sie nicht: fragen Sie uns unter einer Telefonnummer, die Sie schon kannten.',
    },
  },
  fr: {
    methods: {
      none: 'Aucune carte ni aucun compte n’est enregistré.',
      on: 'Vos factures sont prélevées automatiquement. Vous êtes prévenu avant chaque prélèvement.',
      off: 'Rien n’est prélevé automatiquement.',
      switchOn: 'Prélever mes factures automatiquement',
      switchOff: 'Ne plus prélever automatiquement',
      expires: (month) => `valable jusqu’à ${month}`,
      end: (method) => `Retirer ${method}`,
      add: 'Ajouter une carte ou un compte',
      impossible: 'Ce n’est pas possible ici. Rien n’a été modifié.',
    },
    verify: {
      lead: 'Saisissez ce qui figure sur la facture ou la lettre. Nous disons si elle et son compte bancaire sont bien les nôtres.',
      number: 'Numéro de facture',
      date: 'Date de facture',
      amount: 'Ou son total, par exemple 119,00',
      digits: 'Les quatre derniers caractères du compte bancaire (IBAN)',
      ask: 'Vérifier',
      ours: 'Cette facture et ce compte bancaire sont les nôtres',
      oursText: (number, seller) =>
        `La facture ${number} a été émise par ${seller}, et le compte lui appartient.`,
      unknown: 'Nous ne la connaissons pas',
      unknownText:
        'Ces indications ne vont pas ensemble chez nous. Vérifiez la saisie. Si elle est exacte, ne payez pas\u00a0: appelez-nous à un numéro que vous connaissiez déjà.',
    },
  },
  es: {
    methods: {
      none: 'No hay ninguna tarjeta ni cuenta guardada.',
      on: 'Sus facturas se cobran automáticamente. Le avisamos antes de cada cobro.',
      off: 'Nada se cobra automáticamente.',
      switchOn: 'Cobrar mis facturas automáticamente',
      switchOff: 'Dejar de cobrar automáticamente',
      expires: (month) => `válida hasta ${month}`,
      end: (method) => `Quitar ${method}`,
      add: 'Añadir una tarjeta o una cuenta',
      impossible: 'Eso no es posible aquí. No se ha cambiado nada.',
    },
    verify: {
      lead: 'Escriba lo que figura en la factura o la carta. Le decimos si ella y su cuenta bancaria son nuestras.',
      number: 'Número de factura',
      date: 'Fecha de la factura',
      amount: 'O su total, por ejemplo 119,00',
      digits: 'Los cuatro últimos caracteres de la cuenta bancaria (IBAN)',
      ask: 'Comprobar',
      ours: 'Esta factura y esta cuenta bancaria son nuestras',
      oursText: (number, seller) =>
        `La factura ${number} fue emitida por ${seller}, y la cuenta le pertenece.`,
      unknown: 'No la conocemos',
      unknownText:
        'Estos datos no van juntos en nuestra empresa. Compruebe si hay errores. Si son correctos, no pague: llámenos a un número que ya conocía.',
    },
  },
  it: {
    methods: {
      none: 'Nessuna carta e nessun conto è registrato.',
      on: 'Le Sue fatture sono addebitate automaticamente. È avvisato prima di ogni addebito.',
      off: 'Nulla è addebitato automaticamente.',
      switchOn: 'Addebitare le mie fatture automaticamente',
      switchOff: 'Non addebitare più automaticamente',
      expires: (month) => `valida fino a ${month}`,
      end: (method) => `Rimuovere ${method}`,
      add: 'Aggiungere una carta o un conto',
      impossible: 'Qui non è possibile. Nulla è stato cambiato.',
    },
    verify: {
      lead: 'Scriva ciò che si legge sulla fattura o sulla lettera. Le diciamo se essa e il suo conto bancario sono nostri.',
      number: 'Numero della fattura',
      date: 'Data della fattura',
      amount: 'Oppure il totale, per esempio 119,00',
      digits: 'Gli ultimi quattro caratteri del conto bancario (IBAN)',
      ask: 'Verificare',
      ours: 'Questa fattura e questo conto bancario sono nostri',
      oursText: (number, seller) =>
        `La fattura ${number} è stata emessa da ${seller}, e il conto le appartiene.`,
      unknown: 'Non la conosciamo',
      unknownText:
        'Questi dati da noi non vanno insieme. Controlli se ci sono errori. Se sono giusti, non paghi: ci chiami a un numero che conosceva già.',
    },
  },
  nl: {
    methods: {
      none: 'Er is geen kaart en geen rekening vastgelegd.',
      on: 'Uw facturen worden automatisch geïncasseerd. U hoort het vóór elke incasso.',
      off: 'Er wordt niets automatisch geïncasseerd.',
      switchOn: 'Mijn facturen automatisch incasseren',
      switchOff: 'Niet meer automatisch incasseren',
      expires: (month) => `geldig tot ${month}`,
      end: (method) => `${method} verwijderen`,
      add: 'Kaart of rekening toevoegen',
      impossible: 'Dat kan hier niet. Er is niets gewijzigd.',
    },
    verify: {
      lead: 'Vul in wat op de factuur of de brief staat. Wij zeggen of die en de bankrekening van ons zijn.',
      number: 'Factuurnummer',
      date: 'Datum van de factuur',
      amount: 'Of het totaal, zoals 119,00',
      digits: 'Laatste vier tekens van de bankrekening (IBAN)',
      ask: 'Controleren',
      ours: 'Deze factuur en deze bankrekening zijn van ons',
      oursText: (number, seller) =>
        `Factuur ${number} is uitgereikt door ${seller}, en de rekening hoort erbij.`,
      unknown: 'Wij kennen dit niet',
      unknownText:
        'Deze gegevens horen bij ons niet bij elkaar. Controleer op typefouten. Kloppen ze, betaal dan niet: bel ons op een nummer dat u al kende.',
    },
  },
};
