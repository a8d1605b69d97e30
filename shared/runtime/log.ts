/** Structured log lines: ids and codes only. Bodies, headers, tokens, names and addresses never come here. */
import { Logger } from '@aws-lambda-powertools/logger';

export const logger = new Logger({ serviceName: 'quittance' });

/** Codes, ids, counts and durations. */
export type Line = Readonly<Record<string, string | number | boolean | undefined>>;
export const log = {
  info: (message: string, line: Line = {}): void => logger.info(message, line),
  warn: (message: string, line: Line = {}): void => logger.warn(message, line),
  error: (message: string, error: unknown, line: Line = {}): void =>
    logger.error(message, {
      ...line,
      fault: error instanceof Error ? error.name : 'unknown',
      ...(error instanceof Error && { stack: told(error) }),
    }),
};

/**
 * Where it happened, and what was said of it where we said it. Messages of others quote what they were given: JSON.parse
 * the text, SES an address, a database an item. Their name and place must do.
 */
const told = (error: Error): string => {
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [...(error.constructor === Error ? [error.message] : []), ...places].join('\n');
};
