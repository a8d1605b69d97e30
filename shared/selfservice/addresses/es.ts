/** What the pages and the mails about a change of addresses say in Spanish. */
import type { AddressMails } from '../addressmails.ts';
import type { AddressWords } from '../addresswords.ts';

export const pages: AddressWords = {
  roles: {
    disputes: 'Contacto para facturas reclamadas (no recibe correos automáticos)',
    executive: 'Dirección de la empresa (no recibe correos automáticos)',
  },
  edit: 'Cambiar',
  add: 'Añadir una dirección',
  addTitle: 'Una dirección más',
  editTitle: 'Cambiar una dirección',
  name: 'Nombre de quien la lee',
  gets: 'Qué recibe',
  lead: 'Enviamos un código a la nueva dirección y avisamos a todas las direcciones que tenemos. El cambio se hace la noche después de 24 horas, salvo que alguien lo detenga.',
  ask: 'Enviar el código',
  remove: 'Quitar esta dirección',
  removeLead:
    'Enviamos un código a la dirección con la que entró y avisamos a todas las direcciones que tenemos.',
  back: 'Volver sin cambiar',
  waits: 'Un cambio de sus direcciones está pendiente',
  added: (email) => `Nueva dirección: ${email}`,
  changed: (old, email) => `${old} pasa a ser ${email}`,
  removed: (old) => `${old} se quita`,
  regarded: (email) => `${email} recibe otros correos`,
  by: 'Pedido por',
  at: 'Pedido el',
  from: 'Se hace la noche después de',
  codeLead: (email) => `Hemos enviado un código de seis cifras a ${email}. Vale diez minutos y solo aquí.`,
  codeElsewhere: 'Espera su código, en el navegador que lo pidió.',
  linkElsewhere: (email) => `Espera una respuesta de ${email}.`,
  confirm: 'Confirmar',
  again: 'Enviar otro código',
  confirmed: 'La dirección ha respondido.',
  stop: 'Detener este cambio',
  said: {
    asked: 'Pedido. Si la dirección es correcta, un código va de camino.',
    confirmed: 'La dirección ha respondido. El cambio se hace la noche después de la hora de abajo.',
    stopped: 'El cambio está detenido. No se ha cambiado nada.',
    wrong: 'Este código no vale. Quizá está mal escrito o es antiguo, o hubo demasiados intentos.',
    often: 'Es todo lo que podemos hacer en un día. Siga mañana.',
    last: 'Las facturas deben ir al menos a una dirección. Añada antes otra.',
    there: 'Esta dirección ya existe.',
    refused: 'No es posible. No se ha cambiado nada.',
  },
  link: {
    title: '¿Enviar las facturas aquí?',
    lead: (customer, seller) =>
      `${customer} ha pedido a ${seller} que envíe sus facturas y recordatorios a esta dirección.`,
    yes: 'Sí, enviar las facturas aquí',
    done: (moment) => `Gracias. Las direcciones se cambian la noche después de ${moment}.`,
    over: 'Esto ya no se pide.',
  },
};

export const mails: AddressMails = {
  asked: {
    subject: 'Se ha pedido un cambio de sus direcciones de correo',
    title: 'Se ha pedido un cambio de sus direcciones',
    byPage: (by) => `Alguien que entró en su cuenta con ${by} ha pedido este cambio.`,
    byMail: (by) => `Un correo de ${by} ha pedido este cambio.`,
    replaces: 'Ocupa el lugar de un cambio pedido antes.',
    stop: 'Solo se hace si la nueva dirección responde. Si no lo quiere, deténgalo con el botón, sin ningún código; o responda a este correo.',
    stopRemove:
      'Solo se hace si quien lo pidió responde una vez más. Si no lo quiere, deténgalo con el botón, sin ningún código; o responda a este correo.',
  },
  ended: {
    APPLIED: {
      subject: 'Sus direcciones de correo han cambiado',
      title: 'Sus direcciones han cambiado',
      opening: 'Este cambio está hecho, como le dijimos.',
    },
    STOPPED: {
      subject: 'El cambio de sus direcciones de correo se ha detenido',
      title: 'El cambio se ha detenido',
      opening: 'Este cambio se ha detenido en nuestras páginas. No se ha cambiado nada.',
    },
    VOID: {
      subject: 'El cambio de sus direcciones de correo ya no vale',
      title: 'El cambio ya no vale',
      opening: 'Sus direcciones se cambiaron de otro modo entretanto, así que este cambio no se hace.',
    },
    LAPSED: {
      subject: 'El cambio de sus direcciones de correo no se ha confirmado',
      title: 'El cambio no se ha confirmado',
      opening: 'Nadie respondió a tiempo en la nueva dirección, así que este cambio no se hace.',
    },
  },
  code: {
    toNew: (customer, seller) =>
      `${customer} ha pedido a ${seller} que escriba a esta dirección. Escriba el código en la página donde se pidió.`,
    toRemove: (customer, seller) =>
      `${customer} ha pedido a ${seller} un cambio de sus direcciones. Escriba el código en la página donde se pidió.`,
    none: 'Si no sabe nada de esto, no tiene que hacer nada: no se le envía nada.',
  },
};
