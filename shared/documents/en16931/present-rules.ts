/** What must be on an invoice of EN 16931, and what of it must fit together (BR-01 to BR-65, BR-CO-03, -04, -18, -20 to -26). */
import { figure } from './figures.ts';
import { groupsOf, said, valuesOf, type Group, type GroupName, type Term } from './model.ts';
import { always, has, must, rule, type Rule } from './rule.ts';

const PRESENT: readonly Rule[] = [
  must('BR-01', 'BT-24', 'identifier of its specification'),
  must('BR-02', 'BT-1', 'number'),
  must('BR-03', 'BT-2', 'date of issue'),
  must('BR-04', 'BT-3', 'type'),
  must('BR-05', 'BT-5', 'currency'),
  always('BR-06', 'has no name of the seller (BT-27)', (it) => named(it, 'BG-4', 'BT-27')),
  always('BR-07', 'has no name of the buyer (BT-44)', (it) => named(it, 'BG-7', 'BT-44')),
  always('BR-08', 'has no address of the seller (BG-5)', (it) => addressed(it, 'BG-4', 'BG-5')),
  must('BR-09', 'BT-40', 'country of the seller', 'BG-5'),
  always('BR-10', 'has no address of the buyer (BG-8)', (it) => addressed(it, 'BG-7', 'BG-8')),
  always('BR-11', 'has no country of the buyer (BT-55)', (it) =>
    groupsOf(it, 'BG-7').every((buyer) => groupsOf(buyer, 'BG-8').some((at) => has(at, 'BT-55'))),
  ),
  must('BR-12', 'BT-106', 'sum of its lines'),
  must('BR-13', 'BT-109', 'total without VAT'),
  must('BR-14', 'BT-112', 'total with VAT'),
  must('BR-15', 'BT-115', 'amount due'),
  always('BR-16', 'has no line (BG-25)', (it) => groupsOf(it, 'BG-25').length > 0),
  rule(
    'BR-17',
    'BG-10',
    'has a payee without a name of its own, or that is the seller (BT-59)',
    (payee, it) =>
      has(payee, 'BT-59') &&
      groupsOf(it, 'BG-4').every((seller) => said(seller, 'BT-28') !== said(payee, 'BT-59')),
  ),
  must('BR-18', 'BT-62', 'name of the tax representative', 'BG-11'),
  rule(
    'BR-19',
    'BG-11',
    'has no address of the tax representative (BG-12)',
    (one) => groupsOf(one, 'BG-12').length > 0,
  ),
  must('BR-20', 'BT-69', 'country of the tax representative', 'BG-12'),
  must('BR-21', 'BT-126', 'identifier on a line', 'BG-25'),
  must('BR-22', 'BT-129', 'quantity on a line', 'BG-25'),
  must('BR-23', 'BT-130', 'unit on a line', 'BG-25'),
  must('BR-24', 'BT-131', 'net amount on a line', 'BG-25'),
  must('BR-25', 'BT-153', 'name of the item on a line', 'BG-25'),
  must('BR-26', 'BT-146', 'net price on a line', 'BG-25'),
  rule(
    'BR-27',
    'BG-25',
    'has a net price below zero (BT-146)',
    (line) => (figure(line, 'BT-146') ?? -1n) >= 0n,
  ),
  rule(
    'BR-28',
    'BG-25',
    'has a gross price below zero (BT-148)',
    (line) => (figure(line, 'BT-148') ?? 0n) >= 0n,
  ),
  always('BR-29', 'ends its period before it begins (BT-73, BT-74)', (it) => inOrder(it, 'BT-73', 'BT-74')),
  rule('BR-30', 'BG-26', 'ends the period of a line before it begins (BT-134, BT-135)', (it) =>
    inOrder(it, 'BT-134', 'BT-135'),
  ),
  must('BR-31', 'BT-92', 'amount of an allowance', 'BG-20'),
  must('BR-32', 'BT-95', 'VAT category of an allowance', 'BG-20'),
  must('BR-36', 'BT-99', 'amount of a charge', 'BG-21'),
  must('BR-37', 'BT-102', 'VAT category of a charge', 'BG-21'),
  must('BR-41', 'BT-136', 'amount of a line’s allowance', 'BG-27'),
  must('BR-43', 'BT-141', 'amount of a line’s charge', 'BG-28'),
  ...(
    [
      ['BR-33', 'BR-CO-21', 'BG-20', 'BT-97', 'BT-98'],
      ['BR-38', 'BR-CO-22', 'BG-21', 'BT-104', 'BT-105'],
      ['BR-42', 'BR-CO-23', 'BG-27', 'BT-139', 'BT-140'],
      ['BR-44', 'BR-CO-24', 'BG-28', 'BT-144', 'BT-145'],
    ] as const
  ).flatMap(([id, twin, over, text, code]) =>
    [id, twin].map((one) =>
      rule(one, over, `has an allowance or charge without a reason (${text} or ${code})`, (it) =>
        has(it, text, code),
      ),
    ),
  ),
  must('BR-45', 'BT-116', 'base of a VAT group', 'BG-23'),
  must('BR-46', 'BT-117', 'amount of a VAT group', 'BG-23'),
  must('BR-47', 'BT-118', 'category of a VAT group', 'BG-23'),
  rule(
    'BR-48',
    'BG-23',
    'has a VAT group without a rate (BT-119)',
    (it) => has(it, 'BT-119') || said(it, 'BT-118') === 'O',
  ),
  must('BR-49', 'BT-81', 'code of its means of payment', 'BG-16'),
  must('BR-52', 'BT-122', 'identifier of a supporting document', 'BG-24'),
  rule(
    'BR-54',
    'BG-32',
    'has an attribute without name or value (BT-160, BT-161)',
    (it) => has(it, 'BT-160') && has(it, 'BT-161'),
  ),
  must('BR-55', 'BT-25', 'number of the invoice before it', 'BG-3'),
  must('BR-56', 'BT-63', 'VAT number of the tax representative', 'BG-11'),
  must('BR-57', 'BT-80', 'country of the delivery', 'BG-15'),
  rule(
    'BR-61',
    'BG-16',
    'asks for a transfer without an account (BT-84)',
    (it) => !isTransfer(it) || has(it, 'BT-84'),
  ),
  rule('BR-62', 'BG-4', 'has an address of the seller without its scheme (BT-34)', (it) =>
    schemed(it, 'BT-34'),
  ),
  rule('BR-63', 'BG-7', 'has an address of the buyer without its scheme (BT-49)', (it) =>
    schemed(it, 'BT-49'),
  ),
  rule('BR-64', 'BG-25', 'has a standard identifier of an item without its scheme (BT-157)', (it) =>
    schemed(it, 'BT-157'),
  ),
  rule('BR-65', 'BG-25', 'has a classification of an item without its list (BT-158)', (it) =>
    valuesOf(it, 'BT-158').every(({ attributes }) => attributes?.['listID'] !== undefined),
  ),
];

const RELATED: readonly Rule[] = [
  always(
    'BR-53',
    'has no VAT total in the currency of its accounts (BT-111)',
    (it) =>
      !has(it, 'BT-6') || has(it, 'BT-111') || (said(it, 'BT-6') === said(it, 'BT-5') && has(it, 'BT-110')),
  ),
  always(
    'BR-CO-03',
    'has a tax point and a code of it (BT-7, BT-8)',
    (it) => !(has(it, 'BT-7') && has(it, 'BT-8')),
  ),
  rule('BR-CO-04', 'BG-25', 'has a line without a VAT category (BT-151)', (line) => has(line, 'BT-151')),
  always(
    'BR-CO-18',
    'has no VAT group (BG-23)',
    (it) => groupsOf(it, 'BG-25').length === 0 || groupsOf(it, 'BG-23').length > 0,
  ),
  rule('BR-CO-20', 'BG-26', 'has a period of a line without a day (BT-134, BT-135)', (it) =>
    has(it, 'BT-134', 'BT-135'),
  ),
  rule(
    'BR-CO-26',
    'BG-4',
    'does not say who the seller is: no identifier, registration or VAT number (BT-29, BT-30, BT-31)',
    (it) => has(it, 'BT-29', 'BT-30', 'BT-31'),
  ),
];

const named = (it: Group, party: GroupName, term: Term): boolean =>
  groupsOf(it, party).some((one) => has(one, term));
const addressed = (it: Group, party: GroupName, at: GroupName): boolean =>
  groupsOf(it, party).some((one) => groupsOf(one, at).length > 0);
const inOrder = (it: Group, from: Term, to: Term): boolean =>
  !has(it, from) || !has(it, to) || said(it, from)! <= said(it, to)!;
const isTransfer = (means: Group): boolean => ['30', '58'].includes(said(means, 'BT-81') ?? '');
const schemed = (it: Group, term: Term): boolean =>
  valuesOf(it, term).every(({ attributes }) => attributes?.['schemeID'] !== undefined);

export const presentRules: readonly Rule[] = [...PRESENT, ...RELATED];
