/** Instalments that are still to be paid, one below the other: what is late, what is asked for now, what comes later. */
import { amount, day } from '../documents/format.ts';
import type { Language } from '../kernel/party.ts';
import type { Step } from './payview.ts';
import { PLAN_WORDS } from './planwords.ts';
import { WORDS } from './words.ts';

export const Steps = ({ steps, language }: { steps: readonly Step[]; language: Language }) => (
  <section class="block">
    <h2>{PLAN_WORDS[language].heading}</h2>
    <ol class="steps">
      {steps.map((step, at) => (
        <li class={step.overdueDays > 0 ? 'late' : at === 0 ? 'next' : ''}>
          <span>
            {WORDS[language].due(day(step.dueOn, language))}
            {step.overdueDays > 0 && (
              <span class="qty late">{WORDS[language].overdue(step.overdueDays)}</span>
            )}
          </span>
          <span class="num strong">{amount(step.amount, language)}</span>
        </li>
      ))}
    </ol>
  </section>
);
