/** What the pages and the mails about a change of addresses say in English. */
import type { AddressMails } from '../addressmails.ts';
import type { AddressWords } from '../addresswords.ts';

export const pages: AddressWords = {
  roles: {
    disputes: 'Contact for invoices that something is wrong with (gets no mails by itself)',
    executive: 'Management (gets no mails by itself)',
  },
  edit: 'Change',
  add: 'Add an address',
  addTitle: 'One more address',
  editTitle: 'Change an address',
  name: 'Name of who reads it',
  gets: 'What it gets',
  lead: 'We mail a code to the new address, and tell every address that we have. The change is made in the night after 24 hours, unless somebody stops it.',
  ask: 'Send the code',
  remove: 'Remove this address',
  removeLead: 'We mail a code to the address that you came in with, and tell every address that we have.',
  back: 'Back without a change',
  waits: 'A change of your addresses waits',
  added: (email) => `New address: ${email}`,
  changed: (old, email) => `${old} becomes ${email}`,
  removed: (old) => `${old} is removed`,
  regarded: (email) => `${email} gets other mails`,
  by: 'Asked for by',
  at: 'Asked on',
  from: 'Made in the night after',
  codeLead: (email) => `We mailed a code of six digits to ${email}. It works for ten minutes, here alone.`,
  codeElsewhere: 'It waits for its code, in the browser that asked for it.',
  linkElsewhere: (email) => `It waits for an answer from ${email}.`,
  confirm: 'Confirm',
  again: 'Mail another code',
  confirmed: 'The address has answered.',
  stop: 'Stop this change',
  said: {
    asked: 'Asked for. If the address is right, a code is on its way to it.',
    confirmed: 'The address has answered. The change is made in the night after the time below.',
    stopped: 'The change is stopped. Nothing was changed.',
    wrong: 'This code does not fit. It may be mistyped or too old, or there were too many tries.',
    often: 'That is as much as we can do in a day. Please go on tomorrow.',
    last: 'Invoices have to go to one address at least. Add another one first.',
    there: 'This address is there already.',
    refused: 'That is not possible. Nothing was changed.',
  },
  link: {
    title: 'Send invoices here?',
    lead: (customer, seller) =>
      `${customer} asked ${seller} to send its invoices and reminders to this address.`,
    yes: 'Yes, send invoices here',
    done: (moment) => `Thank you. The addresses are changed in the night after ${moment}.`,
    over: 'This is not asked for any more.',
  },
};

export const mails: AddressMails = {
  asked: {
    subject: 'A change of your email addresses was asked for',
    title: 'A change of your addresses was asked for',
    byPage: (by) => `Somebody who came into your account with ${by} asked for this change.`,
    byMail: (by) => `A mail from ${by} asked for this change.`,
    replaces: 'It takes the place of a change that was asked for before.',
    stop: 'It is made only if the new address answers. If you do not want it, stop it by the button, without a code; or answer this mail.',
    stopRemove:
      'It is made only if whoever asked answers once more. If you do not want it, stop it by the button, without a code; or answer this mail.',
  },
  ended: {
    APPLIED: {
      subject: 'Your email addresses were changed',
      title: 'Your addresses were changed',
      opening: 'This change is made, as we told you.',
    },
    STOPPED: {
      subject: 'The change of your email addresses was stopped',
      title: 'The change was stopped',
      opening: 'This change was stopped on our pages. Nothing was changed.',
    },
    VOID: {
      subject: 'The change of your email addresses is void',
      title: 'The change is void',
      opening: 'Your addresses were changed otherwise meanwhile, so this change is not made.',
    },
    LAPSED: {
      subject: 'The change of your email addresses was not confirmed',
      title: 'The change was not confirmed',
      opening: 'Nobody answered at the new address in time, so this change is not made.',
    },
  },
  code: {
    toNew: (customer, seller) =>
      `${customer} asked ${seller} to write to this address. Type the code on the page where that was asked for.`,
    toRemove: (customer, seller) =>
      `${customer} asked ${seller} for a change of its addresses. Type the code on the page where that was asked for.`,
    none: 'If you know nothing of it, you need not do anything: nothing is sent to you.',
  },
};
