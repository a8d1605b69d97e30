/** Books on a real table and bucket of the one-machine cloud, with a switch that breaks any one of the calls to them, or lets something else happen first. */
import { dynamodb } from '../../../bin/local/services/dynamodb.ts';
import { s3 } from '../../../bin/local/services/s3.ts';
import { secretsmanager } from '../../../bin/local/services/secretsmanager.ts';
import { ses } from '../../../bin/local/services/ses.ts';
import type { Service } from '../../../bin/local/seam.ts';
import { OpenTenant } from '../../../shared/access/tenant.ts';
import type { Envelope } from '../../../shared/kernel/events.ts';
import { indexName, type Listing } from '../../../shared/kernel/storage.ts';
import type { Booked } from '../../../shared/ledger/entry.ts';
import { testCloud } from '../../local/services/cloud.ts';

export const OUR_IBAN = 'DE89370400440532013000';
export const TENANT = 'acme';

const ENTITY = {
  id: 'main',
  name: 'Acme Supplies GmbH',
  address: { line1: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
  vatId: 'DE136695976',
  email: 'billing@acme.example',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  bank: { name: 'Testbank', iban: OUR_IBAN, bic: 'COBADEFF' },
  series: 'INV',
};
export const tenantInput = OpenTenant.parse({ tenant: TENANT, entities: [ENTITY] });

export const deps = (more: object = {}) => ({
  tenant: TENANT,
  actor: 'tester',
  trace: 'trc_test',
  now: '2026-03-10T09:00:00.000Z',
  ...more,
});

/** The modules of the runtime read their endpoint when they are loaded, so callers load actions after this. */
export const openBooks = async () => {
  const lab = await testCloud();
  const fault = {
    at: 0,
    when: 'before' as 'before' | 'after',
    calls: 0,
    /** The caller is killed at that call: none of its later ones arrives either. */
    killed: false,
    meanwhile: undefined as (() => Promise<unknown>) | undefined,
  };
  const fragile = (service: Service): Service => ({
    ...service,
    handle: async (request) => {
      fault.calls += 1;
      const isGone = fault.killed && fault.at > 0 && fault.calls > fault.at;
      if (fault.calls !== fault.at && !isGone) return service.handle(request);
      if (fault.meanwhile) {
        await fault.meanwhile();
        return service.handle(request);
      }
      if (fault.when === 'after' && !isGone) await service.handle(request);
      const body =
        request.method === 'POST'
          ? '{"__type":"com.amazonaws#Broken","message":"broken on purpose"}'
          : '<Error><Code>Broken</Code></Error>';
      return { status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
    },
  });
  lab.add((cloud) => fragile(dynamodb(cloud, { memory: true })));
  lab.add((cloud) => fragile(s3(cloud)));
  const indexes = ['g1', 'g2', 'g3'] as const;
  const { ref: table } = await lab.make('AWS::DynamoDB::Table', 'Books', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk', ...indexes.flatMap((index) => [`${index}p`, `${index}s`])].map(
      (AttributeName) => ({ AttributeName, AttributeType: 'S' }),
    ),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: indexName(index),
      Projection: { ProjectionType: 'KEYS_ONLY' },
      KeySchema: [
        { AttributeName: `${index}p`, KeyType: 'HASH' },
        { AttributeName: `${index}s`, KeyType: 'RANGE' },
      ],
    })),
  });
  const { ref: bucket } = await lab.make('AWS::S3::Bucket', 'Files');
  const post = lab.add((cloud) => {
    const service = ses(cloud);
    return { ...service, ...fragile(service) };
  });
  lab.add(secretsmanager);
  await lab.make('AWS::SES::EmailIdentity', 'Sender', { EmailIdentity: 'acme.example' });
  const { ref: mailConfiguration } = await lab.make('AWS::SES::ConfigurationSet', 'Mails');
  const { ref: linkKey } = await lab.make('AWS::SecretsManager::Secret', 'LinkKey', {
    SecretString: 'of the links',
  });
  Object.assign(process.env, {
    QUITTANCE_TABLE: table,
    QUITTANCE_BUCKET: bucket,
    QUITTANCE_LINK_SECRET: linkKey,
    QUITTANCE_MAIL_CONFIGURATION: mailConfiguration,
    QUITTANCE_MAIL_FROM: 'billing@acme.example',
    QUITTANCE_PUBLIC_URL: 'https://acme.example',
    QUITTANCE_REPLY_DOMAIN: '',
    AWS_ENDPOINT_URL: lab.client.endpoint,
    // The lab's own database may be elsewhere (bin/local/README.md); calls come through the lab all the same.
    AWS_ENDPOINT_URL_DYNAMODB: lab.client.endpoint,
    AWS_REGION: lab.client.region,
    AWS_ACCESS_KEY_ID: 'tester',
    AWS_SECRET_ACCESS_KEY: 'local-secret',
    POWERTOOLS_DEV: 'false',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { all } = await import('../../../shared/runtime/table.ts');
  const { openTenant } = await import('../../../shared/access/actions.ts');
  const { entriesBetween } = await import('../../../shared/ledger/store.ts');
  await openTenant(tenantInput, deps({ now: '2026-01-01T09:00:00.000Z' }));
  const acts = async (partition: string) =>
    all({ partition, parse: (item) => item as { events?: Envelope[]; action?: string } } satisfies Listing<{
      events?: Envelope[];
    }>);
  return {
    fault,
    post,
    close: () => lab.close(),
    /** Every announced fact of a type, in order. */
    facts: async (type: string): Promise<Envelope[]> => {
      const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
      const found = await Promise.all(
        months.flatMap((month) => [acts(`${TENANT}#ACTS#${month}`), acts(`${TENANT}#BOOK#${month}`)]),
      );
      return found
        .flat()
        .flatMap(({ events }) => events ?? [])
        .filter((fact) => fact.type === type)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    entries: async (): Promise<Booked[]> =>
      (
        await Promise.all(entriesBetween(TENANT, '2026-01-01', '2026-04-30').map((listing) => all(listing)))
      ).flat(),
  };
};
export type Books = Awaited<ReturnType<typeof openBooks>>;

export interface Movement {
  readonly amount: string;
  readonly text?: string;
  readonly reference?: string;
  readonly bankRef?: string;
  readonly from?: { readonly name?: string; readonly iban?: string };
  readonly status?: string;
  readonly on?: string;
  readonly valueOn?: string;
  readonly reversal?: boolean;
  readonly details?: string;
}

const tag = (name: string, content: string | undefined): string =>
  content === undefined ? '' : `<${name}>${content}</${name}>`;
const money = (signed: string): string =>
  `<Amt Ccy="EUR">${signed.replace('-', '')}</Amt><CdtDbtInd>${signed.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;

const entryXml = ({
  amount,
  text,
  reference,
  bankRef,
  from,
  status = 'BOOK',
  on = '2026-03-09',
  valueOn = on,
  reversal,
  details,
}: Movement): string => {
  const role = amount.startsWith('-') ? 'Cdtr' : 'Dbtr';
  const parties =
    from &&
    tag(
      'RltdPties',
      tag(role, from.name && `<Pty>${tag('Nm', from.name)}</Pty>`) +
        tag(`${role}Acct`, from.iban && `<Id>${tag('IBAN', from.iban)}</Id>`),
    );
  const structured = reference && `<Strd><CdtrRefInf>${tag('Ref', reference)}</CdtrRefInf></Strd>`;
  const one = tag(
    'TxDtls',
    (parties ?? '') + tag('RmtInf', tag('Ustrd', text) + (structured ?? '') || undefined),
  );
  return tag(
    'Ntry',
    money(amount) +
      tag('RvslInd', reversal === undefined ? undefined : String(reversal)) +
      `<Sts><Cd>${status}</Cd></Sts>` +
      `<BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${valueOn}</Dt></ValDt>` +
      tag('AcctSvcrRef', bankRef) +
      tag('NtryDtls', details ?? one),
  );
};

export interface StatementInput {
  readonly id?: string;
  readonly account?: string;
  readonly opening?: string;
  readonly closing?: string;
  readonly openedOn?: string;
  readonly closedOn?: string;
  readonly movements?: readonly Movement[];
}

/** A camt.053.001.08 as a bank writes it; without `closing` it closes with what its booked movements add up to. */
export const camt = (...parts: readonly StatementInput[]): string => {
  const all = parts.map(
    ({
      id = 'S1',
      account = OUR_IBAN,
      opening = '100.00',
      closing,
      openedOn = '2026-03-09',
      closedOn = '2026-03-09',
      movements = [],
    }) => {
      const cents = (value: string) => Math.round(Number(value) * 100);
      const sum = movements
        .filter(({ status = 'BOOK' }) => status === 'BOOK')
        .reduce((total, { amount }) => total + cents(amount), cents(opening));
      const balance = (type: string, amount: string, on: string) =>
        `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${money(amount)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
      return (
        `<Stmt><Id>${id}</Id><Acct><Id><IBAN>${account}</IBAN></Id><Ccy>EUR</Ccy></Acct>` +
        balance('OPBD', opening, openedOn) +
        balance('CLBD', closing ?? (sum / 100).toFixed(2), closedOn) +
        `${movements.map(entryXml).join('\n')}</Stmt>`
      );
    },
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>` +
    `<GrpHdr><MsgId>M1</MsgId></GrpHdr>\n${all.join('\n')}</BkToCstmrStmt></Document>`
  );
};

/** The text in pieces of so many bytes, as a network brings it. */
export async function* pieces(text: string | Uint8Array, size = 50): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** A file as the API hands it to the action. */
export const base64 = (text: string): string => Buffer.from(text).toString('base64');
