/** Draws statements of account, keeps them, and mails those that were asked for to be sent. */
import type { Customer } from '../customers/customer.ts';
import { accountUrl, begun, fresh } from '../dispatch/compose.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { FONTS } from '../documents/fonts.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { announce, type Envelope } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import { bytesOf, keep } from '../runtime/blobs.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { commit, read, readEach } from '../runtime/table.ts';
import { AccountStatementRendered, type AccountStatement } from './account.ts';
import { statementLetter } from './letter.ts';
import { statementPdf } from './pdf.ts';
import { putStatement, statementById } from './store.ts';

interface Fact {
  readonly statementId: AccountStatement['id'];
  readonly customerId: AccountStatement['customerId'];
}

/** Kept by content, then told: a message that comes twice finds it there. */
export const renderStatement = async ({ statementId }: Fact, deps: Deps): Promise<Result<void>> => {
  const statement = (await read(statementById(deps.tenant, statementId)))!;
  if (statement.pdf !== undefined) return ok(undefined);
  const bytes = await statementPdf(statement, FONTS);
  const pdf = `${deps.tenant}/invoices/${statementId}/${sha256(bytes).slice(0, 16)}/${fileName(statement)}`;
  await keep(pdf, bytes, 'application/pdf');
  const done = { ...statement, version: statement.version + 1, pdf };
  const fact = { statementId, customerId: statement.customerId };
  const kept = await commit(
    deps,
    { action: 'accounts.render', events: [announce(AccountStatementRendered, statementId, fact)] },
    [putStatement(deps.tenant, done)],
  );
  // Another one was as fast: it has told it.
  return kept.ok || kept.code === 'table.stale' ? ok(undefined) : kept;
};

export const sendStatement = async (
  { statementId, customerId }: Fact,
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const wanted = fresh('statement', customerId, fact);
  const [statement, mail, customer] = await readEach(
    statementById(deps.tenant, statementId),
    ...begun(deps, wanted),
  );
  if (!statement!.send) return ok(undefined);
  return dispatch(
    { mail: mail ?? wanted, customer: customer!, entity: statement!.entity, fact },
    deps,
    (reader, seller) => withStatement(statement!, reader, localDate(deps.now, seller.zone), deps),
  );
};

const withStatement = async (
  statement: AccountStatement,
  customer: Customer,
  today: LocalDate,
  { tenant }: Deps,
) => ({
  letter: statementLetter(
    statement,
    statement.balanceMinor > 0
      ? await accountUrl(tenant, customer, {
          entity: statement.entity,
          currency: statement.currency,
          today,
        })
      : undefined,
  ),
  attachments: [
    {
      filename: fileName(statement),
      contentType: 'application/pdf',
      content: await bytesOf(statement.pdf!),
    },
  ],
});

const fileName = ({ buyer, asOf }: AccountStatement): string =>
  `${buyer.externalId.replaceAll(/[^\w.-]/g, '_')}-${asOf}.pdf`;
