import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser that KILN_BROWSER names, or else the first on PATH; undefined where there is none. */
export function browserPath(): string | undefined {
  const named = process.env['KILN_BROWSER'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** A browser without a window. */
export function openBrowser(executablePath: string): Promise<Browser> {
  // Root, as in containers, has no sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
