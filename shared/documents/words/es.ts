import type { CreditWords } from '../credit-words.ts';
import type { DepositWords } from '../deposit-words.ts';
import type { EarlyWords } from '../early-words.ts';
import type { FollowingWords } from '../following-words.ts';
import type { PaperWords } from '../paper-words.ts';
import type { OrderWords, ProFormaWords } from '../pro-forma-words.ts';
import type { Words } from '../words.ts';
import { METRIC } from './metric.ts';

export const es: Words = {
  invoice: 'Factura',
  number: 'N.º de factura',
  issuedOn: 'Fecha de factura',
  deliveredOn: 'Fecha de entrega',
  period: 'Periodo del servicio',
  dueOn: 'Vencimiento',
  customer: 'N.º de cliente',
  order: 'Pedido',
  poNumber: 'Su referencia',
  buyerVatId: 'Su NIF-IVA',
  amountDue: 'Total a pagar',
  reference: 'Referencia de pago',
  position: 'N.º',
  item: 'Descripción',
  sku: 'Ref.',
  quantity: 'Cantidad',
  unitPrice: 'Precio unit.',
  vat: 'IVA',
  net: 'Importe',
  carried: 'Suma y sigue',
  taxes: 'Desglose del IVA',
  taxBase: 'Base imponible',
  tax: 'Cuota IVA',
  subtotal: 'Base imponible',
  total: 'Total',
  payment: 'Forma de pago',
  paid: 'Nada que pagar: el total de esta factura es cero.',
  payee: 'Beneficiario',
  bank: 'Banco',
  quote: 'Referencia',
  scanToTransfer: 'Escanee con su\napp bancaria',
  scanToPay: 'Escanee para\npagar en línea',
  vatId: 'NIF-IVA',
  logo: 'Logotipo de',
  terms: (days, dueOn) =>
    days === 0
      ? 'Pago al contado'
      : `Pago a ${days} ${days === 1 ? 'día' : 'días'}, con vencimiento el ${dueOn}`,
  instalments: (parts) => `Pago aplazado: ${parts}`,
  withoutDeduction: (sentence) => `${sentence}, sin descuento por pronto pago.`,
  instalment: (amount, dueOn) => `${amount} hasta el ${dueOn}`,
  discount: 'Descuento',
  page: (page, pages) => `Página ${page} de ${pages}`,
  continued: (number) => `Factura ${number} (continuación)`,
  categories: {
    S: 'IVA',
    Z: 'Tipo cero',
    E: 'Exento',
    AE: 'Inversión suj. pasivo',
    K: 'Entrega intracomunit.',
    G: 'Exportación',
    O: 'No sujeto a IVA',
  },
  sentences: {
    AE: 'Inversión del sujeto pasivo: el IVA lo liquida el destinatario (artículo 196 de la Directiva 2006/112/CE).',
    K: 'Entrega intracomunitaria de bienes exenta de IVA (artículo 138 de la Directiva 2006/112/CE).',
    G: 'Exportación de bienes a un país tercero, exenta de IVA.',
    O: 'Operación no sujeta a IVA.',
  },
  exemptions: { 'VATEX-EU-132': 'Exento de IVA en virtud del artículo 132 de la Directiva 2006/112/CE.' },
  units: {
    ...METRIC,
    C62: ['ud.', 'uds.'],
    H87: ['ud.', 'uds.'],
    EA: ['ud.', 'uds.'],
    PR: ['par', 'pares'],
    SET: ['juego', 'juegos'],
    DZN: 'doc.',
    XPK: ['paquete', 'paquetes'],
    XBX: ['caja', 'cajas'],
    XCT: ['cartón', 'cartones'],
    XPX: ['palé', 'palés'],
    BX: ['caja', 'cajas'],
    HUR: 'h',
    MIN: 'min',
    DAY: ['día', 'días'],
    WEE: ['semana', 'semanas'],
    MON: ['mes', 'meses'],
    ANN: ['año', 'años'],
    LS: 'p. alzado',
  },
};

export const esCredit: CreditWords = {
  title: 'Factura rectificativa',
  number: 'N.º de factura',
  issuedOn: 'Fecha de factura',
  credited: 'Importe abonado',
  invoice: 'Rectifica a',
  reason: 'Motivo',
  continued: (number) => `Factura rectificativa ${number} (continuación)`,
  corrects: (number, on) => `Esta factura rectificativa corrige la factura ${number} de fecha ${on}.`,
  settles:
    'Se compensa con el importe pendiente de esa factura; lo que ya se hubiera pagado queda como saldo a su favor.',
  reasons: {
    returned: 'Mercancía devuelta',
    not_delivered: 'No entregado',
    price: 'Precio corregido',
    quantity: 'Cantidad corregida',
    quality: 'Defecto o reclamación',
    wrong_invoice: 'Factura emitida por error',
    goodwill: 'Gesto comercial',
  },
};

export const esFollowing: FollowingWords = {
  title: 'Nota de débito',
  number: 'N.º de nota de débito',
  continued: (number) => `Nota de débito ${number} (continuación)`,
  subject: (number, amount, due) => `Nota de débito ${number}: ${amount}, vence el ${due}`,
  invoice: { corrected: 'Sustituye a', debited: 'De la factura' },
  follows: {
    corrected: (number, on) => `Esta factura sustituye a la factura ${number} de ${on}, que hemos abonado.`,
    debited: (number, on) => `Esta nota de débito recoge lo que faltaba en la factura ${number} de ${on}.`,
  },
  prepaid: 'Ya pagado',
  covered: 'Nada que pagar: su pago anterior salda esta factura.',
};

export const esEarly: EarlyWords = {
  terms: (percent, discount, until, due) =>
    `Descuento por pronto pago del ${percent} (${discount}) si paga hasta el ${until}: entonces ${due}.`,
  until: (until, due) => `Si paga hasta el ${until}, solo ${due}`,
  kept: (discount) => `menos ${discount} por pronto pago`,
  untaxed: 'Dto. pronto pago',
  exempt: (discount) =>
    `El IVA se calcula sin el descuento por pronto pago de ${discount}, se aplique o no (artículo 79, letra a), de la Directiva 2006/112/CE).`,
};

export const esProForma: ProFormaWords = {
  title: 'Factura proforma',
  issuedOn: 'Fecha',
  quote: 'Presupuesto',
  validUntil: 'Válido hasta el',
  continued: (order) => `Factura proforma de ${order} (continuación)`,
  noInvoice:
    'Este documento no es una factura: no solicita ningún pago ni da derecho a deducir el IVA. La factura se emitirá después.',
};

export const esDeposit: DepositWords = {
  title: 'Solicitud de anticipo',
  number: 'N.º de solicitud',
  issuedOn: 'Fecha',
  continued: (number) => `Solicitud de anticipo ${number} (continuación)`,
  line: (order, total, percent) =>
    `Anticipo${percent === undefined ? '' : ` del ${percent}`} del pedido ${order} (total ${total})`,
  noInvoice:
    'Este documento no es una factura ni incluye IVA: solicita un pago por adelantado. Lo que pague se descontará de las facturas de este pedido.',
  said: (number, on, amount, tax) =>
    `Anticipo ${number} del ${on}: ${amount} descontados${tax === undefined ? '' : ` (IVA incluido: ${tax})`}.`,
  prepayment: {
    title: 'Factura de anticipo',
    continued: (number) => `Factura de anticipo ${number} (continuación)`,
  },
  subject: (number, amount, due) => `Solicitud de anticipo ${number}: ${amount}, vencimiento ${due}`,
  heading: (number) => `Solicitud de anticipo ${number}`,
  opening: (order) =>
    `Antes de continuar con su pedido ${order} le pedimos un anticipo. Le enviamos adjunta la solicitud.`,
};

export const esConfirmation: OrderWords = {
  title: 'Confirmación de pedido',
  issuedOn: 'Fecha',
  continued: (order) => `Confirmación de pedido ${order} (continuación)`,
  noInvoice:
    'Confirmamos su pedido tal como figura aquí. Este documento no es una factura ni solicita ningún pago.',
};

export const esPaper: PaperWords = {
  date: 'Fecha',
  items: 'Facturas vencidas',
  dueOn: 'Vencimiento',
  days: 'Días vencida',
  level: 'Aviso',
  open: 'Pendiente',
  oldest: 'Vencida desde',
  count: 'Facturas',
  deposits: 'Anticipos',
  numbers: 'los números de arriba',
  receipt: {
    title: 'Recibo',
    receivedOn: 'Recibido el',
    method: 'Medio de pago',
    items: 'Aplicación del pago',
    applied: 'Pagado',
    discount: 'Descuento',
    open: 'Pendiente',
    unapplied: 'A su favor',
  },
};
