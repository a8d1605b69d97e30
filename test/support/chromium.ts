/** Where a Chromium is: an installed one, else the one of the package with the libraries that it brings along. */
import chromium, { inflate } from '@sparticuz/chromium';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const INSTALLED = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const LIBRARIES = resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br');

export interface Place {
  readonly executablePath: string;
  readonly env: Record<string, string | undefined>;
}

/** Unpacks the package's browser where none is installed; before all tests once, so that two files never unpack it at once. */
export const chromiumPlace = async (): Promise<Place> => {
  const installed = INSTALLED.find((path) => path !== '' && existsSync(path));
  if (installed !== undefined) return { executablePath: installed, env: process.env };
  const executablePath = await chromium.executablePath();
  await inflate(LIBRARIES);
  return {
    executablePath,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'),
      FONTCONFIG_PATH: join(tmpdir(), 'fonts'),
    },
  };
};
