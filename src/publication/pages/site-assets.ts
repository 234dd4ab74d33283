import { SITE_CSS } from './site-css.ts';

export type SiteAsset = { readonly path: string; readonly text: string };

/**
 * The files that pages use: style, and the scripts apps/site/live.ts and apps/site/find.ts with their types stripped.
 * Files are not read here.
 */
export function siteAssets(liveScript: string, findScript: string): readonly SiteAsset[] {
  return [
    { path: 'assets/site.css', text: SITE_CSS },
    { path: 'assets/live.js', text: liveScript },
    { path: 'assets/find.js', text: findScript },
  ];
}
