/** What is answered of some facts: of a quarter, where nothing else is said. */
import type { Fact } from '../../../shared/figures/fact.ts';
import type { FigureId, InputName } from '../../../shared/figures/figure.ts';
import { figuresOf, foldedOf } from '../../../shared/figures/rules.ts';
import { questionOf } from './asked.ts';

export const QUARTER = questionOf('2026-01-01', '2026-03-31');
export const JANUARY = questionOf('2026-01-01', '2026-01-31');
export const FEBRUARY = questionOf('2026-02-01', '2026-02-28');

const answered = (facts: readonly Fact[], question = QUARTER) =>
  figuresOf(foldedOf(facts, [], question), question)[0];
export const sumOf = (facts: readonly Fact[], name: InputName, question = QUARTER) =>
  answered(facts, question)?.inputs.find(({ input }) => input === name);
export const minorOf = (facts: readonly Fact[], name: InputName, question = QUARTER) =>
  sumOf(facts, name, question)?.minor;
export const valueOf = (facts: readonly Fact[], name: FigureId, question = QUARTER) =>
  answered(facts, question)?.figures.find(({ id }) => id === name)?.value;
