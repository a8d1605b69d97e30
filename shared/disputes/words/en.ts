/** What mails of disputes say in English. */
import type { Words } from '../words.ts';

export const EN: Words = {
  see: 'See where it stands',
  tellBy: (day) => `Please answer by ${day}`,
  answerBy: (day) => `You hear from us by ${day}`,
  mails: {
    opened: {
      title: 'We have received your dispute',
      opening: (number) =>
        `You say that something is wrong with invoice ${number}. We look into it. Until then you need not pay what you dispute; please pay the rest as agreed.`,
      label: 'In clarification',
    },
    said: {
      title: 'A message about your dispute',
      opening: (number) => `There is something new about your dispute of invoice ${number}.`,
      label: 'In clarification',
    },
    asked: {
      title: 'We need an answer from you',
      opening: (number) =>
        `To clarify your dispute of invoice ${number} we need something from you. Please answer on the page below. Without an answer in time we have to ask for the amount again.`,
      label: 'In clarification',
    },
    accepted: {
      title: 'Your dispute is accepted',
      opening: (number) =>
        `You were right about invoice ${number}. We credit what you disputed; the credit note follows by a mail of its own.`,
      label: 'Credited',
    },
    partial: {
      title: 'Your dispute is accepted in part',
      opening: (number) =>
        `We credit a part of what you disputed of invoice ${number}; the credit note follows by a mail of its own. Please pay the rest.`,
      label: 'Credited',
    },
    rejected: {
      title: 'Your dispute is not accepted',
      opening: (number) =>
        `We have looked into your dispute of invoice ${number} and find that the invoice is right. Please pay the amount.`,
      label: 'To be paid',
    },
    silent: {
      title: 'Your dispute is closed without an answer',
      opening: (number) =>
        `We had asked you something about your dispute of invoice ${number} and have not heard from you in time. We therefore ask for the amount again.`,
      label: 'To be paid',
    },
    withdrawn: {
      title: 'Your dispute is withdrawn',
      opening: (number) =>
        `You have withdrawn your dispute of invoice ${number}. Please pay the amount as agreed.`,
      label: 'To be paid',
    },
  },
};
