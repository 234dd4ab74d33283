import { SITE_CSS } from './site-css.ts';

export type SiteAsset = { readonly path: string; readonly text: string };

/** The files that every page uses. `liveScript` is apps/site/live.ts with its types stripped: files are not read here. */
export function siteAssets(liveScript: string): readonly SiteAsset[] {
  return [
    { path: 'assets/site.css', text: SITE_CSS },
    { path: 'assets/live.js', text: liveScript },
  ];
}
