import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { utf8 } from '../../src/base/bytes.ts';
import { checkTexts } from '../../src/checks/index.ts';
import type { DeskFile } from './desk-server-files.ts';

const FOLDER = new URL('../desk/', import.meta.url);
/** What the desks import by name, and the file beside them that is it. */
const LIBRARIES: Readonly<Record<string, string>> = { preact: 'preact.js', 'preact/hooks': 'preact-hooks.js' };
const FIXED: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'desk.css': 'text/css; charset=utf-8',
};
const SCRIPT = 'text/javascript; charset=utf-8';

/**
 * Everything a browser needs for the desks: the modules of apps/desk without their types, and Preact. Read once, at start
 * (docs/decisions/0015-desk-without-a-bundler.md).
 */
export function deskFiles(): readonly DeskFile[] {
  const fixed = Object.entries(FIXED).map(([path, type]) => ({ path, bytes: utf8(read(new URL(path, FOLDER))), type }));
  const modules = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && !/\.(test|test-support)\.ts$/.test(name))
    .map((name) => scriptFile(name.replace(/\.ts$/, '.js'), stripTypeScriptTypes(read(new URL(name, FOLDER)))));
  const libraries = Object.entries(LIBRARIES).map(([name, path]) =>
    scriptFile(path, read(new URL(import.meta.resolve(name)))),
  );
  // The register's own sentences, which no catalogue of the desks repeats.
  const checks = { path: 'check-texts.json', bytes: utf8(JSON.stringify(checkTexts)), type: 'application/json' };
  return [...fixed, ...modules, ...libraries, checks];
}

function scriptFile(path: string, text: string): DeskFile {
  return { path, bytes: utf8(forBrowser(text)), type: SCRIPT };
}

/** Import maps would be inline scripts, which the desk's policy forbids: so the names themselves become addresses. */
function forBrowser(text: string): string {
  return text
    .replace(
      /\bfrom\s*(['"])(?:\.\/([a-z0-9-]+)\.ts|(preact(?:\/hooks)?))\1/g,
      (_, quote: string, own?: string, library = '') => {
        const path = own === undefined ? LIBRARIES[library] : `${own}.js`;
        return `from ${quote}./${path}${quote}`;
      },
    )
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

function read(url: URL): string {
  return readFileSync(url, 'utf8');
}
