import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { utf8 } from '../../src/base/bytes.ts';
import type { Election } from '../../src/model/election.ts';
import { estimatesShown } from '../../src/model/estimate-rules.ts';
import { LANGUAGES, type Language } from '../../src/model/ids.ts';
import type { PublicFile } from '../../src/publication/manifest.ts';
import {
  renderFindPage,
  renderHowToCheckPage,
  renderLanguageChoice,
  renderMethodPage,
  renderUnitPage,
  siteAssets,
} from '../../src/publication/pages/index.ts';
import type { RenderUnitPage } from '../../src/publication/state-files.ts';

/** A unit's page as this site shows it: it listens for news, and falls back to asking where nobody announces any. */
export const renderPage: RenderUnitPage = (input) => renderUnitPage({ ...input, live: true });

/** Files that no figure changes: style, scripts, language choice, how to check, find your station. */
export function fixedFiles(election: Election): readonly PublicFile[] {
  const assets = siteAssets(script('live'), script('find')).map(({ path, text }) => ({ path, bytes: utf8(text) }));
  const pages = LANGUAGES.flatMap((language) => [
    { path: `${language}/verify.html`, bytes: utf8(renderHowToCheckPage(language, election)) },
    { path: `${language}/find.html`, bytes: utf8(renderFindPage(language, election)) },
    ...methodPage(language, election),
  ]);
  return [...assets, ...pages, { path: 'index.html', bytes: utf8(renderLanguageChoice(election)) }];
}

/** How estimates are calculated, where there are any. */
function methodPage(language: Language, election: Election): readonly PublicFile[] {
  if (estimatesShown(election) === null) return [];
  return [{ path: `${language}/method.html`, bytes: utf8(renderMethodPage(language, election)) }];
}

/** What a browser runs of apps/site: the same lines without their types, so that there is no build. */
function script(name: 'live' | 'find'): string {
  return stripTypeScriptTypes(readFileSync(new URL(`../site/${name}.ts`, import.meta.url), 'utf8'));
}
