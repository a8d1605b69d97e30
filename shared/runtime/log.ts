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
      stack: error instanceof Error ? (error.stack ?? '') : '',
    }),
};
