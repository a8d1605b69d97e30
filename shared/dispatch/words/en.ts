import type { Words } from '../words.ts';

export const en: Words = {
  greeting: (name) => `Hello ${name},`,
  closing: 'Kind regards',
  questions: (email) => `Questions? Reply to this mail or write to ${email}.`,
  off: 'Stop mails of this kind',
  amountDue: 'Amount due',
  dueOn: 'Due',
  reference: 'Payment reference',
  order: 'Order',
  poNumber: 'Your PO',
  number: 'Invoice',
  net: 'Net',
  vat: 'VAT',
  total: 'Total',
  payee: 'Payee',
  bank: 'Bank',
  pay: 'View and pay',
  payShort: 'Pay',
  overdue: 'Overdue',
  days: (days) => `${days} ${days === 1 ? 'day' : 'days'}`,
  paidInFull: 'Paid in full',
  stillOpen: 'still open',
  vatId: 'VAT ID',
  confirmed: {
    subject: (order) => `Order ${order} confirmed`,
    title: 'Your order is confirmed',
    opening: 'Thank you for your order. We have confirmed it as follows.',
    after: 'You will get the invoice with the delivery.',
  },
  amended: {
    subject: (order) => `Order ${order} changed`,
    title: 'Your order was changed',
    opening: 'We have changed your order. It now reads as follows.',
    after: 'What was delivered before is not touched. You will get the invoice with the delivery.',
  },
  viewOrder: 'View the order',
  discount: 'Discount',
  backordered: (quantity) => `${quantity} follow later`,
  invoice: {
    subject: (number, amount, due) => `Invoice ${number}: ${amount}, due ${due}`,
    free: (number) => `Invoice ${number}`,
    title: (number) => `Invoice ${number}`,
    opening: (order) => `Here is your invoice for order ${order}. You find it attached.`,
    after: 'Pay online, or by bank transfer with this reference:',
    nothing: 'There is nothing to pay.',
  },
  credit: {
    subject: (number, amount) => `Credit note ${number}: ${amount}`,
    title: (number) => `Credit note ${number}`,
    opening: (invoice) =>
      `We have credited invoice ${invoice} as follows. You find the credit note attached.`,
    after: 'You need not do anything.',
    label: 'Credited',
    settled: 'Taken off the invoice',
    owed: 'Kept as your credit',
  },
  receipt: {
    subject: (amount) => `We received your payment of ${amount}`,
    title: 'Thank you for your payment',
    opening: (amount, on) => `We received ${amount} on ${on}.`,
    label: 'Payment received',
    unapplied: (amount) =>
      `${amount} could not be assigned to an open invoice. We keep it as your credit; ` +
      'tell us if it was meant otherwise.',
  },
  creditUsed: {
    subject: (amount) => `Your credit of ${amount} was used`,
    title: 'Your credit was used',
    opening: (amount) => `We used ${amount} of your credit with us for these invoices.`,
    label: 'Credit used',
  },
  reminder: {
    1: {
      subject: (what, count) => `Reminder: ${what} ${count === 1 ? 'is' : 'are'} due`,
      title: 'A friendly reminder',
      opening: 'This may have slipped your attention: we have not yet received the amount below.',
      after: 'If you have paid in the meantime, thank you, and please ignore this reminder.',
    },
    2: {
      subject: (what, count) => `Second reminder: ${what} ${count === 1 ? 'is' : 'are'} overdue`,
      title: 'Second reminder',
      opening: 'The amount below is still open although we reminded you before. Please settle it now.',
      after: 'Is something wrong with the delivery or the invoice? Tell us, and we will look into it.',
    },
    3: {
      subject: (what) => `Final reminder: ${what}`,
      title: 'Final reminder',
      opening:
        'In spite of our reminders the amount below has not arrived. Please pay within the next seven days.',
      after:
        'Without payment we may charge statutory interest and collection costs, and hold further deliveries.',
    },
  },
  several: (count) => `${count} invoices`,
  courtesy: {
    subject: (what, count) => `${what} ${count === 1 ? 'falls' : 'fall'} due soon`,
    title: 'A note before it is due',
    opening: 'Nothing is overdue. We only let you know in good time that the amount below falls due soon.',
    after: 'If you have arranged the payment already, thank you. If anything is unclear, please tell us now.',
  },
  deposit: {
    subject: (what) => `Reminder: ${what}`,
    title: 'A reminder of your deposit',
    opening:
      'We have not yet received the deposit below. It is no debt: once it is here, we go on with your order.',
    after:
      'If you have paid in the meantime, thank you. If you do not want the order any more, please tell us.',
    several: (count) => `${count} deposits`,
  },
};
