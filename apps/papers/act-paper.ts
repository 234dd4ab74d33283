import { present } from '../../src/base/assert.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { type Fraction, fraction } from '../../src/base/fraction.ts';
import type { Contest, Election } from '../../src/model/election.ts';
import type { Language } from '../../src/model/ids.ts';
import type { Outcome } from '../../src/model/outcome-types.ts';
import { exactPercent } from '../../src/model/rule-sentence.ts';
import type { ActSheet, ResultAct } from '../../src/publication/minutes-of-result.ts';
import { fill, html, numbered } from '../../src/publication/pages/html.ts';
import { outcomeText } from '../../src/publication/pages/outcome-section.ts';
import { countTitle, nameOfSelection, pageOf } from '../../src/publication/pages/page.ts';
import { thresholdOf } from '../../src/publication/pages/threshold-text.ts';
import { endsPart, figuresPart } from './figures-part.ts';
import {
  beginSheet,
  endSheet,
  headFacts,
  hexOf,
  listed,
  type Paper,
  plainText,
  proofPart,
  type Sheet,
} from './paper-frame.ts';
import { say, wordOf } from './texts.ts';

/** The act of a result in one language. `data` are the bytes of its data file. */
export function actPaper(act: ResultAct, data: Bytes, election: Election, language: Language): Paper {
  const sheet = beginSheet(language, act.timeZone);
  const { flow, texts } = sheet;
  const contest = present(
    election.contests.find(({ id }) => id === act.contest.id),
    'the contest of the act',
  );
  flow.title(texts.act.title);
  if (act.test) flow.paragraph(texts.test, 'bold');
  if (act.result.partial !== null) {
    flow.paragraph(texts.act.partial, 'bold');
    flow.paragraph(`${texts.act.partialWhy} ${act.result.partial[language]}`);
  }
  const page = pageOf(language, election, 'site');
  flow.facts([
    ...headFacts(sheet, act),
    [texts.contest, contest.name[language]],
    [texts.act.area, act.areaName === '' ? texts.act.whole : act.areaName],
    [texts.act.count, plainText(countTitle(page, 'official'))],
  ]);
  flow.heading(texts.act.figures);
  flow.note(texts.figures.shareNote);
  figuresPart(sheet, contest, act.result.figures, act.result.seats);
  outcomePart(sheet, act, contest, election);
  sheetsPart(sheet, act);
  officesPart(sheet, act);
  proofPart(sheet, act.state, data);
  certifiersPart(sheet, act);
  return endSheet(sheet, act, texts.act.title);
}

function outcomePart(sheet: Sheet, act: ResultAct, contest: Contest, election: Election): void {
  const { flow, texts, language, whole } = sheet;
  const page = pageOf(language, election, 'site');
  const outcome = JSON.parse(act.result.outcome) as Outcome;
  flow.heading(texts.act.rule);
  // Of an assembly the seats are the result: that a list has most votes decides nothing.
  if (act.contest.seats !== null) {
    seatsPart(sheet, act, contest);
    return;
  }
  flow.paragraph(act.contest.rule[language]);
  flow.subheading(texts.act.outcome);
  flow.paragraph(plainText(outcomeText(page, contest, 'official', outcome)));
  if (act.distances.length > 0) flow.subheading(texts.act.distances);
  const complete = act.result.figures.open === 0;
  for (const distance of act.distances) {
    const words =
      page.texts.distances[distance.part === 'leadAtLeast' || distance.part === 'quorum' ? distance.part : 'share'];
    const sentence = complete
      ? distance.holds
        ? words.held
        : words.failed
      : distance.holds
        ? words.holds
        : words.fails;
    const threshold = thresholdOf(page, contest, { ...distance, threshold: fractionOf(distance.threshold) });
    const votes = numbered(distance.votes, html`${whole(distance.votes)}`);
    flow.paragraph(`– ${plainText(fill(sentence, { threshold, votes }))}`);
  }
  lotPart(sheet, act, contest);
}

function seatsPart(sheet: Sheet, act: ResultAct, contest: Contest): void {
  const { flow, texts, language, whole } = sheet;
  const rule = act.contest.seats;
  if (rule === null) return;
  const t = rule.threshold === null ? null : fractionOf(rule.threshold);
  const percent = t === null ? null : exactPercent(t, language);
  const share = percent === null ? (rule.threshold ?? '') : `${percent} %`;
  const threshold = t === null ? texts.act.noThreshold : say(texts.act.threshold, { t: share });
  const method = wordOf(texts.act.methods, rule.method);
  flow.paragraph(say(texts.act.seatsRule, { seats: whole(rule.seats), method, threshold }));
  flow.subheading(texts.figures.seats);
  for (const [id, seats] of act.result.seats ?? []) {
    flow.paragraph(`– ${nameOfSelection(contest, id)}: ${whole(seats)}`);
  }
  lotPart(sheet, act, contest);
}

function lotPart({ flow, texts }: Sheet, act: ResultAct, contest: Contest): void {
  if (act.lot === null) return;
  flow.paragraph(say(texts.act.lot, { order: act.lot.map((id) => nameOfSelection(contest, id)).join(', ') }));
}

function sheetsPart(sheet: Sheet, act: ResultAct): void {
  const { flow, texts, whole } = sheet;
  flow.heading(texts.act.ends);
  endsPart(sheet, act.result.figures);
  flow.table(
    [
      { head: texts.figures.ends.counted, share: 0.7 },
      { head: texts.figures.number, share: 0.3, right: true },
    ],
    (['original', 'copy', 'recount', 'repeat', 'corrected'] as const).map((from) => {
      return [texts.act.from[from], whole(act.countedFrom[from])];
    }),
  );
  if (act.void.length > 0) {
    flow.subheading(texts.act.void);
    sheetsTable(sheet, act.void);
  }
  if (act.open.length > 0) {
    flow.subheading(texts.act.open);
    flow.note(texts.act.openNote);
    sheetsTable(sheet, act.open);
  }
}

function sheetsTable(sheet: Sheet, sheets: readonly ActSheet[]): void {
  const { flow, texts, whole } = sheet;
  listed(sheet, sheets, (some) => {
    flow.table(
      [
        { head: texts.station, share: 0.25 },
        { head: texts.act.says, share: 0.55 },
        { head: texts.record, share: 0.2, right: true },
      ],
      some.map(([station, status, record]) => [
        station,
        wordOf(texts.statuses, status),
        record === null ? '' : whole(record),
      ]),
    );
  });
}

function officesPart(sheet: Sheet, { result }: ResultAct): void {
  const { flow, texts, whole } = sheet;
  if (result.offices.length === 0) return;
  const [office, size, root] = texts.act.office;
  flow.heading(texts.act.offices);
  flow.table(
    [
      { head: office, share: 0.2 },
      { head: size, share: 0.15, right: true },
      { head: root, share: 0.65, face: 'mono' },
    ],
    result.offices.map(([id, records, hash]) => [id, whole(records), hexOf(hash)]),
  );
}

function certifiersPart({ flow, texts, language }: Sheet, { certifiers, required }: ResultAct): void {
  flow.heading(texts.act.certification);
  if (certifiers.length === 0) flow.paragraph(texts.act.noCertifiers);
  else {
    flow.paragraph(say(texts.act.certify, { required, n: certifiers.length }));
    flow.signatures(certifiers.map(({ name, title }) => ({ name, title: title[language] })));
  }
}

/** `n/d`, as the data has it. */
function fractionOf(text: string): Fraction {
  const [num = '0', den = '1'] = text.split('/');
  return fraction(BigInt(num), BigInt(den));
}
