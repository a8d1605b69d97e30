/** Names shared by infra and code: lib/constructs sets exactly these, the runtime reads exactly these. */
export const ENV = {
  table: 'QUITTANCE_TABLE',
  bus: 'QUITTANCE_BUS',
  bucket: 'QUITTANCE_BUCKET',
  providers: 'QUITTANCE_PROVIDERS_SECRET',
  linkKey: 'QUITTANCE_LINK_SECRET',
  sealKey: 'QUITTANCE_SEAL_SECRET',
  sandboxOrigins: 'QUITTANCE_SANDBOX_ORIGINS',
  publicUrl: 'QUITTANCE_PUBLIC_URL',
  mailFrom: 'QUITTANCE_MAIL_FROM',
  mailConfiguration: 'QUITTANCE_MAIL_CONFIGURATION',
  /** Empty where no mails come in. */
  replyDomain: 'QUITTANCE_REPLY_DOMAIN',
  /** Who looks for viruses; empty where nobody does. */
  malwareScan: 'QUITTANCE_MALWARE_SCAN',
  retries: 'QUITTANCE_RETRIES_QUEUE',
  metrics: 'QUITTANCE_METRICS',
} as const;

/** Figures that code measures and alarms ring by. */
export const METRICS = {
  parked: { name: 'WorkParked', unit: 'Count' },
  webhookRefused: { name: 'WebhookRefused', unit: 'Count' },
  intakeRefused: { name: 'IntakeRefused', unit: 'Count' },
  mailHeld: { name: 'MailHeld', unit: 'Count' },
  mailWithoutAddress: { name: 'MailWithoutAddress', unit: 'Count' },
  exceptionDays: { name: 'ExceptionDays', unit: 'None' },
  parkedDays: { name: 'ParkedDays', unit: 'None' },
  creditDrift: { name: 'CreditDrift', unit: 'Count' },
  numbersOff: { name: 'NumbersOff', unit: 'Count' },
  sealsBroken: { name: 'AuditSealsBroken', unit: 'Count' },
  invariantsBroken: { name: 'InvariantsBroken', unit: 'Count' },
  entriesOff: { name: 'EntriesOffBalance', unit: 'Count' },
} as const;

export const env = (name: keyof typeof ENV): string => {
  const value = process.env[ENV[name]];
  if (value === undefined)
    throw new Error(`${ENV[name]} is not set: lib/wiring.ts must say that this function uses it`);
  return value;
};
