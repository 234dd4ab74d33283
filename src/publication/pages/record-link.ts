import { html, type Markup } from './html.ts';
import type { Page } from './page.ts';

/** The file of bodies that holds a record: 256 to a file, spelt as a tile path. */
export function bodiesPath(record: number): string {
  const bundle = Math.floor(record / 256);
  let path = String(bundle % 1000).padStart(3, '0');
  for (let rest = Math.floor(bundle / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return `bodies/${path}.ndjson`;
}

/** "record 1234", with the way to the file where it stands. */
export function recordLink({ texts, toSite }: Page, record: number): Markup {
  return html`<a href="${toSite}${bodiesPath(record)}">${texts.sheets.record.replace('{n}', String(record))}</a>`;
}
