import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { utf8 } from '../../src/base/bytes.ts';
import type { Election } from '../../src/model/election.ts';
import { LANGUAGES } from '../../src/model/ids.ts';
import type { PublicFile } from '../../src/publication/manifest.ts';
import {
  renderHowToCheckPage,
  renderLanguageChoice,
  renderUnitPage,
  siteAssets,
} from '../../src/publication/pages/index.ts';
import type { RenderUnitPage } from '../../src/publication/state-files.ts';

/** A unit's page as this site shows it: it listens for news, and falls back to asking where nobody announces any. */
export const renderPage: RenderUnitPage = (input) => renderUnitPage({ ...input, live: true });

/** Files that no figure changes: style, script, language choice, how to check. */
export function fixedFiles(election: Election): readonly PublicFile[] {
  const script = readFileSync(new URL('../site/live.ts', import.meta.url), 'utf8');
  const assets = siteAssets(stripTypeScriptTypes(script)).map(({ path, text }) => ({ path, bytes: utf8(text) }));
  const checks = LANGUAGES.map((language) => ({
    path: `${language}/verify.html`,
    bytes: utf8(renderHowToCheckPage(language, election)),
  }));
  return [...assets, ...checks, { path: 'index.html', bytes: utf8(renderLanguageChoice(election)) }];
}
