import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** A copy of the program with other styles, as after an update of the machine; gives its main file. */
export function anotherVersion(folder: string): string {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const copy = join(folder, 'next-version');
  for (const part of ['adapters', 'apps', 'simulation', 'src', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'apps/capture/capture.css'), '\nbody { --another-version: 1; }\n', { flag: 'a' });
  return join(copy, 'apps/cli/main.ts');
}

/** Whether the app on this page is of that version; false while it is loaded anew. */
export async function isOtherVersion(page: Page): Promise<boolean> {
  const style = "getComputedStyle(document.body).getPropertyValue('--another-version')";
  return (await page.evaluate(style).catch(() => '')) !== '';
}
