import type { Page } from 'playwright-core';
import type { CapturePreview } from './capture-preview.ts';

/*
 * Every screen of the phone in every state that a volunteer can meet, each told to the phone in memory (`window.cotejo`).
 */

export type CaptureState = {
  readonly name: string;
  readonly hash: string;
  readonly change: string;
  readonly then?: (page: Page) => Promise<void>;
};

const NONE = `{ kind: 'none' }`;
const waiting = (have: number) =>
  `{ kind: 'waiting', tries: 2, nextAt: Date.now() + 3e5, have: ${have}, bytes: 100, trouble: 'no-answer' }`;
const kept = (proof: string, fate = 'null') =>
  `{ kind: 'kept', record: 1412, at: Date.now(), proof: '${proof}', fate: ${fate} }`;
const FATE = `{ state: 'agreed', typed: true, published: true, page: 'es/u/u4.html#s10001' }`;
const REFUSED = `{ kind: 'refused', code: 'quota', detail: '' }`;

/** A signed sheet with these two messages. */
const sent = (figures: string, sheet: string) =>
  `sheet({ pages: [picture], figures: typed, sent: { at: Date.now(), figures: ${figures}, sheet: ${sheet} } })`;

/** What the changes are written in; `cotejo.change` draws. */
function prelude({ stations }: CapturePreview): string {
  return `
    const { change, phone } = window.cotejo;
    const stations = ${JSON.stringify(stations)};
    const enrolled = { device: 'phone-3f91c07a52be', scope: 'p4', only: null, stations, more: true };
    const picture = { id: 'p1', url: 'photo.jpg', bytes: 214300 };
    const blank = phone.view.election.contests.slice(0, 1).map((c) => ({ contest: c.id, boxes: [...c.selections, ...c.others, ...c.controls].map(() => null) }));
    const typed = blank.map((f) => ({ ...f, boxes: f.boxes.map((_, i) => (i === 1 ? 'empty' : 7 * i)) }));
    const odd = blank.map((f) => ({ ...f, boxes: f.boxes.map((_, i) => (i === 1 ? 'empty' : 90 + i)) }));
    const sheet = (part, id = 's') => ({ id, station: stations[0], startedAt: Date.now(), pages: [], figures: blank, sent: null, ...part });
    const show = (view) => change({ storage: 'persistent', lost: false, online: true, update: false, enrolment: enrolled, sheets: [], lastAnswerAt: Date.now() - 9e7, ...view });
  `;
}

const state = (name: string, hash: string, view: string, then?: CaptureState['then']): CaptureState => ({
  ...{ name, hash, change: `show(${view})` },
  ...(then === undefined ? {} : { then }),
});
const ofSheet = (name: string, step: string, sheet: string, then?: CaptureState['then']) =>
  state(name, `#/sheet/s${step}`, `{ sheets: [${sheet}] }`, then);

export const CAPTURE_STATES: readonly CaptureState[] = [
  state('home-not-enrolled', '#/', '{ enrolment: null }'),
  state(
    'home-refused-offline',
    '#/',
    `{ storage: 'refused', online: false, update: true, sheets: [${sent(waiting(0), waiting(0))}] }`,
  ),
  state('home-none-lost', '#/', `{ storage: 'none', lost: true, enrolment: null }`),
  state(
    'home-sheets',
    '#/',
    `{ sheets: [sheet({}), ${[
      sent(waiting(0), waiting(40)),
      sent(kept('proved'), kept('proved', FATE)),
      sent(REFUSED, NONE),
      sent(NONE, kept('broken')),
    ]
      .map((s, i) => `{ ...${s}, id: 't${i}' }`)
      .join()}] }`,
  ),
  state('enrol', '#/enrol', '{ enrolment: null }'),
  state('enrol-wrong', '#enrol=K7QM-2XW9', '{ enrolment: null }', async (page) => {
    await page.locator('button[type=submit]').click();
    await page.locator('.notice.warn').waitFor();
  }),
  state('station', '#/station', '{}'),
  state('station-wrong-code', '#/station', '{ enrolment: null }', async (page) => {
    await page.locator('#station-code').fill('10001-1-X');
    await page.locator('form button').click();
    await page.locator('.notice.warn').waitFor();
  }),
  state('station-again', '#/station', '{ sheets: [sheet({})] }', async (page) => {
    await page.locator('.key.row').first().click();
    await page.locator('#confirm').waitFor();
  }),
  ofSheet('photo', '/photo', 'sheet({})', (page) => page.locator('#shutter:not([disabled])').waitFor()),
  ofSheet('page', '/page/0', 'sheet({ pages: [picture] })'),
  ofSheet('steps', '', 'sheet({ pages: [picture] })'),
  ofSheet('discard', '', 'sheet({})', async (page) => {
    await page.locator('.key.quiet').click();
    await page.locator('.danger').waitFor();
  }),
  ofSheet('figures', '/figures', 'sheet({})'),
  ofSheet('figures-empty', '/figures/1', 'sheet({ figures: typed })'),
  ofSheet('review-missing', '/review', 'sheet({})'),
  ofSheet('review-agrees', '/review', 'sheet({ figures: typed })'),
  ofSheet('review-odd', '/review', 'sheet({ figures: odd })'),
  ofSheet('send', '/send', 'sheet({ pages: [picture], figures: typed })'),
  ofSheet('send-nothing', '/send', 'sheet({})'),
  ofSheet('send-figures', '/send', 'sheet({ figures: typed })'),
  ofSheet('sent-waiting', '', sent(waiting(0), waiting(40)), async (page) => {
    await page.locator('details.sms summary').click();
    await page.locator('#secret').fill('ABCD2345');
    await page.locator('details.sms button').click();
    await page.locator('.sms-text').waitFor();
  }),
  ofSheet('sent-half', '', sent(kept('waiting'), waiting(40))),
  ofSheet('sent-published', '', sent(kept('proved'), kept('proved', FATE)), (page) =>
    page.locator('summary').first().click(),
  ),
  ofSheet('sent-broken', '', sent(REFUSED, kept('broken'))),
  ofSheet('sent-doubt', '', sent(kept('proved'), kept('doubt'))),
  state('gone', '#/sheet/nowhere', '{}'),
  state('help', '#/help', `{ sheets: [${sent(waiting(0), NONE)}] }`, (page) => page.locator('summary').first().click()),
];

/** Brings the screen of a state up. */
export async function showState(
  page: Page,
  preview: CapturePreview,
  { hash, change, then }: CaptureState,
): Promise<void> {
  await page.evaluate(`location.hash = '#/help'`);
  await page.evaluate(`{ ${prelude(preview)} ${change}; location.hash = ${JSON.stringify(hash)}; }`);
  // The address changes before the screen does.
  await page.waitForTimeout(60);
  await page.locator('h1').waitFor({ state: 'attached' });
  if (then !== undefined) await then(page);
}
