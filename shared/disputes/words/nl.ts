/** What mails of disputes say in Dutch. */
import type { Words } from '../words.ts';

export const NL: Words = {
  see: 'Stand van zaken bekijken',
  tellBy: (day) => `Antwoord uiterlijk op ${day}`,
  answerBy: (day) => `U hoort van ons uiterlijk op ${day}`,
  mails: {
    opened: {
      title: 'Uw betwisting is ontvangen',
      opening: (number) =>
        `U betwist factuur ${number}. Wij zoeken het uit. Tot dan hoeft u niet te betalen wat u betwist; betaal de rest zoals afgesproken.`,
      label: 'Wordt uitgezocht',
    },
    said: {
      title: 'Nieuws over uw betwisting',
      opening: (number) => `Er is nieuws over uw betwisting van factuur ${number}.`,
      label: 'Wordt uitgezocht',
    },
    asked: {
      title: 'Wij hebben een antwoord van u nodig',
      opening: (number) =>
        `Om uw betwisting van factuur ${number} uit te zoeken hebben wij iets van u nodig. Antwoord op de pagina hieronder. Zonder antwoord op tijd moeten wij het bedrag opnieuw vragen.`,
      label: 'Wordt uitgezocht',
    },
    accepted: {
      title: 'Uw betwisting is aanvaard',
      opening: (number) =>
        `U hebt gelijk over factuur ${number}. Wij crediteren wat u betwist; de creditnota komt met een eigen e-mail.`,
      label: 'Gecrediteerd',
    },
    partial: {
      title: 'Uw betwisting is deels aanvaard',
      opening: (number) =>
        `Wij crediteren een deel van wat u betwist van factuur ${number}; de creditnota komt met een eigen e-mail. Betaal de rest.`,
      label: 'Gecrediteerd',
    },
    rejected: {
      title: 'Uw betwisting is niet aanvaard',
      opening: (number) =>
        `Wij hebben uw betwisting van factuur ${number} uitgezocht: de factuur klopt. Betaal het bedrag.`,
      label: 'Te betalen',
    },
    silent: {
      title: 'Uw betwisting is zonder antwoord gesloten',
      opening: (number) =>
        `Wij hadden u iets gevraagd over uw betwisting van factuur ${number} en hebben niet op tijd van u gehoord. Daarom vragen wij het bedrag opnieuw.`,
      label: 'Te betalen',
    },
    withdrawn: {
      title: 'Uw betwisting is ingetrokken',
      opening: (number) =>
        `U hebt uw betwisting van factuur ${number} ingetrokken. Betaal het bedrag zoals afgesproken.`,
      label: 'Te betalen',
    },
  },
};
