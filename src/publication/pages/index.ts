export { renderBoardPage } from './board-page.ts';
export { renderEstimatePage } from './estimate-page.ts';
export { renderFindPage } from './find-page.ts';
export { renderMethodPage } from './method-page.ts';
export { renderHowToCheckPage, renderLanguageChoice, renderNotFound } from './other-pages.ts';
export { type SiteAsset, siteAssets } from './site-assets.ts';
export { renderUnitPage, type UnitPageInput, type UnitPlaces } from './unit-page.ts';
