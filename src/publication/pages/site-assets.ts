import { LANGUAGES } from '../../model/ids.ts';
import { ESTIMATE_CSS } from './estimate-css.ts';
import { SITE_CSS } from './site-css.ts';
import { textsOf } from './texts.ts';

export type SiteAsset = { readonly path: string; readonly text: string };

/**
 * The files that pages use: style, and the scripts apps/site/live.ts and apps/site/find.ts with their types stripped.
 * Files are not read here. live.js has its words before it: in every page they would be the heaviest part of an update.
 */
export function siteAssets(liveScript: string, findScript: string): readonly SiteAsset[] {
  return [
    { path: 'assets/site.css', text: `${SITE_CSS}${ESTIMATE_CSS}` },
    { path: 'assets/live.js', text: `const WORDS = ${JSON.stringify(liveWords())};\n${liveScript}` },
    { path: 'assets/find.js', text: findScript },
  ];
}

function liveWords(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const of = (language: (typeof LANGUAGES)[number]): Readonly<Record<string, string>> => {
    const { live, counts } = textsOf(language);
    const names = { preliminary: counts.preliminary.name, official: counts.official.name, second: counts.second.name };
    return { ...live, ...names };
  };
  return Object.fromEntries(LANGUAGES.map((language) => [language, of(language)]));
}
