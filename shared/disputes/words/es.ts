/** What mails of disputes say in Spanish. */
import type { Words } from '../words.ts';

export const ES: Words = {
  see: 'Ver el estado',
  tellBy: (day) => `Responda antes del ${day}`,
  answerBy: (day) => `Tendrá nuestra respuesta antes del ${day}`,
  mails: {
    opened: {
      title: 'Hemos recibido su reclamación',
      opening: (number) =>
        `Usted reclama por la factura ${number}. La estamos revisando. Hasta entonces no tiene que pagar lo que reclama; pague el resto como se acordó.`,
      label: 'En aclaración',
    },
    said: {
      title: 'Novedades sobre su reclamación',
      opening: (number) => `Hay novedades sobre su reclamación de la factura ${number}.`,
      label: 'En aclaración',
    },
    asked: {
      title: 'Necesitamos una respuesta suya',
      opening: (number) =>
        `Para aclarar su reclamación de la factura ${number} nos falta algo de su parte. Responda en la página indicada abajo. Sin respuesta a tiempo tendremos que volver a pedir el importe.`,
      label: 'En aclaración',
    },
    accepted: {
      title: 'Su reclamación está aceptada',
      opening: (number) =>
        `Tiene razón en cuanto a la factura ${number}. Abonamos lo que reclamaba; la factura rectificativa llega en un correo aparte.`,
      label: 'Abonado',
    },
    partial: {
      title: 'Su reclamación está aceptada en parte',
      opening: (number) =>
        `Abonamos una parte de lo que reclamaba de la factura ${number}; la factura rectificativa llega en un correo aparte. Pague el resto.`,
      label: 'Abonado',
    },
    rejected: {
      title: 'Su reclamación no está aceptada',
      opening: (number) =>
        `Hemos revisado su reclamación de la factura ${number}: la factura es correcta. Pague el importe.`,
      label: 'Por pagar',
    },
    silent: {
      title: 'Su reclamación queda cerrada sin respuesta',
      opening: (number) =>
        `Le preguntamos algo sobre su reclamación de la factura ${number} y no hemos tenido respuesta a tiempo. Por eso volvemos a pedir el importe.`,
      label: 'Por pagar',
    },
    withdrawn: {
      title: 'Su reclamación queda retirada',
      opening: (number) =>
        `Usted ha retirado su reclamación de la factura ${number}. Pague el importe como se acordó.`,
      label: 'Por pagar',
    },
  },
};
