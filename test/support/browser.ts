/** A real Chromium and what every page of ours must stand: a checker of accessibility, a phone's width, its own policy. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPlace } from './chromium.ts';

/** An installed browser, else the one of the package; not its arguments: they turn protections off that are tested. */
export const launch = async (): Promise<Browser> => {
  const { executablePath, env } = await chromiumPlace();
  const known = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return playwright.launch({
    args: ['--no-sandbox', '--disable-gpu'],
    executablePath,
    env: Object.fromEntries(known) as Record<string, string>,
  });
};

/** A phone's tab, and what its pages complained of: errors, and whatever a Content-Security-Policy stopped. */
export const phone = async (
  browser: Browser,
  over: BrowserContextOptions = {},
): Promise<{ tab: Page; complaints: string[] }> => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: 'light',
    ...over,
  });
  const complaints: string[] = [];
  context.on('page', (page) => {
    page.on(
      'console',
      (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())),
    );
    page.on('pageerror', (error) => void complaints.push(error.message));
  });
  return { tab: await context.newPage(), complaints };
};

export const SCREENSHOTS = resolve(import.meta.dirname, '../screenshots');
const LOOKS = [
  [390, 'light'],
  [390, 'dark'],
  [1180, 'light'],
  [1180, 'dark'],
] as const;

/** On a phone and on a desk, light and dark: nothing for axe to find, nothing to scroll sideways; a picture of each. */
export const stands = async (
  tab: Page,
  name: string,
  {
    exempt = [],
    looks = LOOKS,
  }: { exempt?: string[]; looks?: readonly (readonly [number, 'light' | 'dark'])[] } = {},
): Promise<void> => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const [width, colorScheme] of looks) {
    const look = `${name}-${width}-${colorScheme}`;
    await tab.setViewportSize({ width, height: 844 });
    await tab.emulateMedia({ colorScheme });
    expect([look, await tab.evaluate('document.documentElement.scrollWidth - window.innerWidth')]).toEqual([
      look,
      0,
    ]);
    // A mail in its frame runs no script, so axe's neither.
    const { violations } = await new AxeBuilder({ page: tab })
      .setLegacyMode(true)
      .options({ iframes: false })
      .disableRules(exempt)
      .analyze();
    expect([
      look,
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ]).toEqual([look, []]);
    await tab.screenshot({ path: join(SCREENSHOTS, `${look}.png`), fullPage: true });
  }
  await tab.setViewportSize({ width: 390, height: 844 });
  await tab.emulateMedia({ colorScheme: 'light' });
};
