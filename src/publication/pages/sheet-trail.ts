import type { Contest } from '../../model/election.ts';
import type { CertifiedData, CustodyData, ObjectionData, RulingData } from '../canvass-data.ts';
import type { HistoryItem, SheetData, UnitData } from '../unit-data.ts';
import { fill, html, type Markup, NOTHING, numbered } from './html.ts';
import { fullTime } from './local-time.ts';
import type { Page } from './page.ts';
import { recordLink } from './record-link.ts';
import { canvassTextsOf } from './texts-canvass.ts';

type Step = { readonly record: number; readonly text: Markup };

/** What of one sheet a step may have more to say of than its kind. */
type Beside = {
  readonly custody: ReadonlyMap<number, CustodyData>;
  readonly objections: ReadonlyMap<number, ObjectionData>;
  readonly rulings: ReadonlyMap<number, RulingData>;
};

/**
 * Everything that the record has of one sheet of the official count, from its envelope to the certificate that it is in, in
 * record order: so an auditor follows it on one page.
 */
export function trailOf(page: Page, unit: UnitData, sheet: SheetData, certificates: readonly CertifiedData[]): string {
  const { custody = [], objections = [], rulings = [] } = sheet;
  const beside: Beside = {
    custody: new Map(custody.map((one) => [one[0], one])),
    objections: new Map(objections.map((one) => [one[0], one])),
    rulings: new Map(rulings.map((one) => [one[0], one])),
  };
  const own = sheet.history.filter(([count]) => count === 'official');
  const acts = certificates.filter((one) => isOver(page, one, unit, sheet));
  const steps: Step[] = [
    ...own.map((item) => ({ record: item[2], text: stepText(page, sheet, item, beside) })),
    ...acts.map((one) => ({ record: one.record, text: actText(page, sheet, one) })),
  ].sort((a, b) => a.record - b.record);
  if (steps.length === 0) return '';
  const { trail } = canvassTextsOf(page.language);
  const n = numbered(steps.length, html`${steps.length}`);
  return html`<details class=trail><summary>${fill(trail.title, { n })}</summary><ol>${steps.map(({ text }) => html`<li>${text}`)}</ol></details>`
    .markup;
}

/** Whether a certificate is of figures that this sheet is in: of its place or what holds it, or of its office. */
function isOver(
  { election }: Page,
  { contest, area, office }: CertifiedData,
  unit: UnitData,
  sheet: SheetData,
): boolean {
  if (!Object.hasOwn(sheet.contests, contest)) return false;
  const above = new Set([unit.unit, ...unit.path.map(([id]) => id)]);
  if (office === null) return above.has(area);
  const units = election.canvass?.offices.find(({ id }) => id === office)?.units ?? [];
  return units.some((id) => above.has(id));
}

function stepText(page: Page, sheet: SheetData, [, contest, record, kind, at]: HistoryItem, beside: Beside): Markup {
  const texts = canvassTextsOf(page.language);
  const own = Object.hasOwn(texts.kinds, kind) ? texts.kinds[kind] : undefined;
  const details = [
    ...contestName(page, sheet, contest),
    ...custodyDetails(page, beside.custody.get(record)),
    ...objectionDetails(page, beside.objections.get(record)),
    ...rulingDetails(page, beside.rulings.get(record)),
  ];
  return fill(texts.trail.item, {
    at: at === null ? page.texts.sheets.noTime : fullTime(at, page.election.timeZone, page.language),
    what: own ?? page.texts.kinds[kind] ?? kind,
    details: details.length === 0 ? NOTHING : html`: ${details.join('; ')}`,
    record: recordLink(page, record),
  });
}

/** Which contest a step is of, where the sheet has several. */
function contestName(page: Page, sheet: SheetData, contest: string): string[] {
  if (contest === '' || Object.keys(sheet.contests).length < 2) return [];
  const known: Contest | undefined = page.election.contests.find(({ id }) => id === contest);
  return known === undefined ? [] : [known.name[page.language]];
}

function custodyDetails(page: Page, step: CustodyData | undefined): string[] {
  if (step === undefined) return [];
  const { trail } = canvassTextsOf(page.language);
  const [, kind, , seal, condition, place, found] = step;
  const where = kind in trail.places ? trail.places[kind as keyof typeof trail.places] : undefined;
  return [
    ...(condition === null ? [] : [seal === null ? trail.noSeal : trail.seal.replace('{seal}', () => seal)]),
    ...(condition === null ? [] : [trail.conditions[condition]]),
    ...(place === null || where === undefined ? [] : [where.replace('{place}', () => place)]),
    ...(found === null ? [] : [trail.found[found]]),
  ];
}

function objectionDetails(page: Page, objection: ObjectionData | undefined): string[] {
  if (objection === undefined) return [];
  const { trail } = canvassTextsOf(page.language);
  const [, , party, ground, , ruling, upheld] = objection;
  const said = trail.objection.replace('{party}', () => party).replace('{ground}', () => groundName(page, ground));
  const answer = upheld === null ? 'open' : upheld ? 'yes' : 'no';
  return [said, trail.answered[answer].replace('{ruling}', String(ruling))];
}

function rulingDetails(page: Page, ruling: RulingData | undefined): string[] {
  if (ruling === undefined) return [];
  const { trail, effects, until: untilText } = canvassTextsOf(page.language);
  const [, , effect, ground, , [pro, against, abstained], until] = ruling;
  const said = trail.ruling
    .replace('{effect}', effects[effect] ?? effect)
    .replace('{for}', String(pro))
    .replace('{against}', String(against))
    .replace('{abstained}', String(abstained));
  const time = until === null ? '' : fullTime(until, page.election.timeZone, page.language);
  return [
    said,
    ...(ground === null ? [] : [trail.ground.replace('{ground}', () => groundName(page, ground))]),
    ...(until === null ? [] : [untilText.replace('{at}', time).replace(/\.$/, '')]),
  ];
}

/** A ground in words, or its code where the definition does not know it. */
function groundName({ election, language }: Page, code: string): string {
  return election.canvass?.grounds.find((ground) => ground.code === code)?.name[language] ?? code;
}

function actText(page: Page, sheet: SheetData, { record, at, contest, office, reopened }: CertifiedData): Markup {
  const { trail } = canvassTextsOf(page.language);
  const named = page.election.canvass?.offices.find(({ id }) => id === office)?.name[page.language];
  const details = [
    ...contestName(page, sheet, contest),
    ...(named === undefined ? [] : [named]),
    ...(reopened === null ? [] : [trail.reopened.replace('{record}', String(reopened))]),
  ];
  const link = html`<a href="${page.toLanguage}board.html#c${record}">${trail.certified}</a>`;
  return fill(trail.item, {
    at: fullTime(at, page.election.timeZone, page.language),
    what: link,
    details: details.length === 0 ? NOTHING : html`: ${details.join('; ')}`,
    record: recordLink(page, record),
  });
}
