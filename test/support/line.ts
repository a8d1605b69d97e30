import type { BankLine } from '../../shared/bank/statement.ts';
import { money } from '../../shared/kernel/money.ts';

/** A line of which nothing is known but its amount. */
export const aLine = (serial: number, minor: number, over: Partial<BankLine> = {}): BankLine => ({
  id: `bln_${String(serial).padStart(26, '0')}`,
  version: 1,
  statementId: `stm_${'0'.repeat(26)}`,
  entity: 'main',
  accountIban: 'DE89370400440532013000',
  amount: money(minor, 'EUR'),
  bookedOn: '2026-03-09',
  valueOn: '2026-03-09',
  references: [],
  text: '',
  counterparty: {},
  reversal: false,
  state: 'NEW',
  ...over,
});
