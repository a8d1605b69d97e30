/** What agencies read in Dutch. */
import type { Words } from '../words.ts';

export const NL: Words = {
  case: 'Dossier',
  yours: 'Uw kenmerk',
  debtor: 'Debiteur',
  toCollect: 'Te incasseren',
  stillToCollect: 'Nog te incasseren',
  files: 'Bestanden openen',
  filesUntil: (day) => `De link werkt tot en met ${day}.`,
  reason: 'Reden',
  handedOver: {
    title: 'Een nieuw dossier voor u',
    opening: (debtor) =>
      `Wij dragen onze vorderingen op ${debtor} aan u over. De bestanden bevatten alle facturen, rente, kosten en wat tot nu toe is verstuurd. Wilt u incasseren wat gevorderd wordt?`,
  },
  moved: {
    title: 'Nieuws over een dossier',
    opening: (debtor) =>
      `Er is iets veranderd in het dossier tegen ${debtor}. Vraag alstublieft niet meer dan nog te incasseren is.`,
  },
  recalled: {
    title: 'Wij nemen een dossier terug',
    opening: (debtor) =>
      `Wilt u de incasso bij ${debtor} stoppen en ons laten weten wat u tot nu toe hebt geïncasseerd?`,
  },
  changes: {
    payment: 'Betaling aan ons',
    credit_note: 'Creditnota',
    write_off: 'Afgeboekt',
    claim: 'Rente of kosten',
    paused: 'In onderzoek: gelieve op te schorten',
    resumed: 'Opgehelderd: gelieve verder te gaan',
    void: 'Geannuleerd',
  },
  back: 'ging terug en is weer te incasseren',
  page: {
    title: 'Bestanden van een dossier',
    opening: (seller) => `${seller} heeft dit dossier aan u overgedragen.`,
    csv: 'Alles als CSV',
    json: 'Alles als JSON',
    invoice: (number) => `Factuur ${number}`,
    rows: 'Rijen',
    sha256: 'Controlegetal (SHA-256)',
  },
};
