import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LANGUAGES } from '../../src/model/ids.ts';
import { canvassedNight } from '../../src/publication/canvassed-night.test-support.ts';
import {
  renderEstimatePage,
  renderFindPage,
  renderHowToCheckPage,
  renderLanguageChoice,
  renderMethodPage,
  renderNotFound,
  renderUnitPage,
  siteAssets,
} from '../../src/publication/pages/index.ts';
import {
  BOLIVIA,
  boliviaFront,
  exampleArea,
  examplePlace,
  GOVERNOR,
  PRESIDENT,
  REHEARSAL,
  rehearsalFront,
} from './pages-example.ts';
import { dataOf, ELECTION, REFUSED, SAID } from './pages-example-estimate.ts';
import { sentFront, sentPlace } from './pages-example-sent.ts';

/**
 * Writes small sites to look at: `stop` and `end` (Bolivia 2019), `test` (invented), `sent` (the same with figures from phones) and
 * `canvass` (an official count from the paper) and `estimate` (with estimates). Returns the folder.
 */
export function writePreview(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-pages-'));
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const script = (name: string): string =>
    stripTypeScriptTypes(readFileSync(new URL(`../../apps/site/${name}.ts`, import.meta.url), 'utf8'));
  for (const site of ['stop', 'end', 'test', 'sent'] as const) {
    const election = site === 'test' || site === 'sent' ? REHEARSAL : BOLIVIA;
    const front = site === 'sent' ? sentFront() : site === 'test' ? rehearsalFront() : boliviaFront(site);
    for (const { path, text } of siteAssets(script('live'), script('find'))) write(`${site}/${path}`, text);
    write(`${site}/index.html`, renderLanguageChoice(election));
    write(`${site}/data/state.json`, JSON.stringify(front.state));
    for (const language of LANGUAGES) {
      write(`${site}/${language}/index.html`, renderUnitPage({ language, election, ...front }));
      write(`${site}/${language}/verify.html`, renderHowToCheckPage(language, election));
      write(`${site}/${language}/find.html`, renderFindPage(language, election));
      write(`${site}/${language}/404.html`, renderNotFound(language, '../'));
      const units =
        site === 'test'
          ? [examplePlace(8, [PRESIDENT]), { ...examplePlace(3, [PRESIDENT, GOVERNOR]), unit: 'u413' }]
          : site === 'sent'
            ? [sentPlace()]
            : [exampleArea(site)];
      for (const unit of units) {
        write(
          `${site}/${language}/u/${unit.unit}.html`,
          renderUnitPage({ language, election, unit, state: front.state }),
        );
      }
    }
  }
  for (const { path, text } of siteAssets(script('live'), script('find'))) write(`canvass/${path}`, text);
  writeCanvass(write);
  for (const { path, text } of siteAssets(script('live'), script('find'))) write(`estimate/${path}`, text);
  writeEstimates(write);
  return folder;
}

/** Estimates: the newest says something, an earlier one was refused; \`over\` when the official count has come to its end. */
function writeEstimates(write: (path: string, text: string) => void): void {
  const [front, sites] = [rehearsalFront(), { over: { counted: 1000, out: 0 }, estimate: { counted: 0, out: 1000 } }];
  for (const [site, official] of Object.entries(sites)) {
    const estimates = new Map([[PRESIDENT.id as string, dataOf([REFUSED, SAID, SAID], official)]]);
    for (const language of LANGUAGES) {
      const page = { language, election: ELECTION, state: front.state, estimates };
      write(`estimate/${language}/${site}.html`, renderEstimatePage(page));
      write(`estimate/${language}/method.html`, renderMethodPage(language, ELECTION));
      write(`estimate/${language}/index.html`, renderUnitPage({ language, election: ELECTION, ...front, estimates }));
    }
  }
}

/** An official count from the paper, with something of everything: the files are those that a publisher writes. */
function writeCanvass(write: (path: string, text: string) => void): void {
  for (const [path, text] of canvassedNight().payloads()) if (path !== 'bodies') write(`canvass/${path}`, text);
}

if (process.argv[1] === import.meta.filename) console.log(writePreview());
