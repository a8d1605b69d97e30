/** What the pages and the mails about a change of addresses say in Dutch. */
import type { AddressMails } from '../addressmails.ts';
import type { AddressWords } from '../addresswords.ts';

export const pages: AddressWords = {
  roles: {
    disputes: 'Contactpersoon voor betwiste facturen (krijgt vanzelf geen e-mails)',
    executive: 'Directie (krijgt vanzelf geen e-mails)',
  },
  edit: 'Wijzigen',
  add: 'Adres toevoegen',
  addTitle: 'Nog een adres',
  editTitle: 'Adres wijzigen',
  name: 'Naam van wie het leest',
  gets: 'Wat het krijgt',
  lead: 'Wij sturen een code naar het nieuwe adres en melden het aan alle adressen die wij hebben. De wijziging gebeurt in de nacht na 24 uur, tenzij iemand haar tegenhoudt.',
  ask: 'Stuur de code',
  remove: 'Dit adres verwijderen',
  removeLead:
    'Wij sturen een code naar het adres waarmee u binnenkwam en melden het aan alle adressen die wij hebben.',
  back: 'Terug zonder wijziging',
  waits: 'Een wijziging van uw adressen wacht',
  added: (email) => `Nieuw adres: ${email}`,
  changed: (old, email) => `${old} wordt ${email}`,
  removed: (old) => `${old} wordt verwijderd`,
  regarded: (email) => `${email} krijgt andere e-mails`,
  by: 'Gevraagd door',
  at: 'Gevraagd op',
  from: 'Gewijzigd in de nacht na',
  codeLead: (email) =>
    `Wij hebben een code van zes cijfers naar ${email} gestuurd. Die werkt tien minuten, en alleen hier.`,
  codeElsewhere: 'Zij wacht op haar code, in de browser die erom vroeg.',
  linkElsewhere: (email) => `Zij wacht op een antwoord van ${email}.`,
  confirm: 'Bevestigen',
  again: 'Stuur nog een code',
  confirmed: 'Het adres heeft geantwoord.',
  stop: 'Deze wijziging tegenhouden',
  said: {
    asked: 'Gevraagd. Als het adres klopt, is er een code naartoe onderweg.',
    confirmed: 'Het adres heeft geantwoord. De wijziging gebeurt in de nacht na de tijd hieronder.',
    stopped: 'De wijziging is tegengehouden. Er is niets gewijzigd.',
    wrong: 'Deze code past niet. Misschien is hij verkeerd getypt of te oud, of waren er te veel pogingen.',
    often: 'Meer kan op één dag niet. Ga morgen verder.',
    last: 'Facturen moeten naar minstens één adres gaan. Voeg eerst een ander toe.',
    there: 'Dit adres is er al.',
    refused: 'Dat is niet mogelijk. Er is niets gewijzigd.',
  },
  link: {
    title: 'Facturen hierheen sturen?',
    lead: (customer, seller) =>
      `${customer} heeft ${seller} gevraagd om facturen en herinneringen naar dit adres te sturen.`,
    yes: 'Ja, stuur facturen hierheen',
    done: (moment) => `Dank u. De adressen worden gewijzigd in de nacht na ${moment}.`,
    over: 'Dit wordt niet meer gevraagd.',
  },
};

export const mails: AddressMails = {
  asked: {
    subject: 'Er is een wijziging van uw e-mailadressen gevraagd',
    title: 'Er is een wijziging van uw adressen gevraagd',
    byPage: (by) => `Iemand die met ${by} in uw account kwam, heeft deze wijziging gevraagd.`,
    byMail: (by) => `Een e-mail van ${by} heeft deze wijziging gevraagd.`,
    replaces: 'Zij komt in de plaats van een wijziging die eerder is gevraagd.',
    stop: 'Zij gebeurt alleen als het nieuwe adres antwoordt. Wilt u dat niet, houd haar dan tegen met de knop, zonder code; of beantwoord deze e-mail.',
    stopRemove:
      'Zij gebeurt alleen als wie erom vroeg nog een keer antwoordt. Wilt u dat niet, houd haar dan tegen met de knop, zonder code; of beantwoord deze e-mail.',
  },
  ended: {
    APPLIED: {
      subject: 'Uw e-mailadressen zijn gewijzigd',
      title: 'Uw adressen zijn gewijzigd',
      opening: 'Deze wijziging is gemaakt, zoals aangekondigd.',
    },
    STOPPED: {
      subject: 'De wijziging van uw e-mailadressen is tegengehouden',
      title: 'De wijziging is tegengehouden',
      opening: 'Deze wijziging is op onze pagina’s tegengehouden. Er is niets gewijzigd.',
    },
    VOID: {
      subject: 'De wijziging van uw e-mailadressen geldt niet meer',
      title: 'De wijziging geldt niet meer',
      opening: 'Uw adressen zijn intussen anders gewijzigd, dus deze wijziging gebeurt niet.',
    },
    LAPSED: {
      subject: 'De wijziging van uw e-mailadressen is niet bevestigd',
      title: 'De wijziging is niet bevestigd',
      opening: 'Niemand heeft op tijd geantwoord op het nieuwe adres, dus deze wijziging gebeurt niet.',
    },
  },
  code: {
    toNew: (customer, seller) =>
      `${customer} heeft ${seller} gevraagd naar dit adres te schrijven. Typ de code op de pagina waar dat is gevraagd.`,
    toRemove: (customer, seller) =>
      `${customer} heeft ${seller} een wijziging van de adressen gevraagd. Typ de code op de pagina waar dat is gevraagd.`,
    none: 'Weet u hier niets van, dan hoeft u niets te doen: er wordt u niets gestuurd.',
  },
};
