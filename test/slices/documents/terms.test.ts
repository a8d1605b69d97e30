/** The sentence of the terms, in every language. */
import { expect, test } from 'vitest';
import { amount, day } from '../../../shared/documents/format.ts';
import { termsNote } from '../../../shared/documents/terms.ts';
import { WORDS } from '../../../shared/documents/words.ts';
import { earlyOf } from '../../../shared/invoices/early.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { snapshot } from './snapshots.ts';

const earlyPayment = { percent: '2.5', days: 10, mode: 'gross' as const };

test.each(Language.options)(
  '%s: with an early-payment discount it says until when, how much, and nothing against it',
  (language) => {
    const plain = snapshot({ over: { language } });
    const early = earlyOf({ earlyPayment }, plain.issuedOn, plain)!;
    const note = termsNote({ ...plain, early });
    for (const said of [
      day('2026-04-10', language),
      amount(early.discount, language),
      amount({ minor: plain.totals.grossMinor - early.discount.minor, currency: 'EUR' }, language),
      day(plain.dueOn, language),
    ])
      expect(note).toContain(said);
    const sentence = WORDS[language].terms(plain.paymentTermsDays, day(plain.dueOn, language));
    const ending = termsNote(plain).slice(sentence.length);
    expect(ending.length).toBeGreaterThan(5);
    expect(note).not.toContain(ending);
  },
);
