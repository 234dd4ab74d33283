import { present } from '../../src/base/assert.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Contest, Election } from '../../src/model/election.ts';
import type { Language } from '../../src/model/ids.ts';
import type { Outcome } from '../../src/model/outcome-types.ts';
import type { SessionMinutes } from '../../src/publication/minutes.ts';
import type {
  MinutedObjection,
  MinutedRuling,
  MinutedSheet,
  MinutedVote,
} from '../../src/publication/minutes-entries.ts';
import { outcomeText } from '../../src/publication/pages/outcome-section.ts';
import { pageOf } from '../../src/publication/pages/page.ts';
import type { Amendment } from '../../src/record/index.ts';
import { endsPart, figuresPart } from './figures-part.ts';
import {
  beginSheet,
  endSheet,
  headFacts,
  listed,
  type Paper,
  plainText,
  proofPart,
  type Sheet,
} from './paper-frame.ts';
import { say } from './texts.ts';

/** The minutes of a session in one language. `data` are the bytes of its data file. */
export function minutesPaper(minutes: SessionMinutes, data: Bytes, election: Election, language: Language): Paper {
  const sheet = beginSheet(language, minutes.timeZone);
  const { flow, texts, time, whole } = sheet;
  const words = texts.minutes;
  const title = say(words.title, { n: minutes.session });
  flow.title(title);
  if (minutes.test) flow.paragraph(texts.test, 'bold');
  flow.facts([
    ...headFacts(sheet, minutes),
    [words.place, minutes.place],
    [words.opened, time(minutes.opened.at)],
    [words.zero, say(words.zeroSays, { n: whole(minutes.opened.counted) })],
    [words.tells, say(words.tellsOf, { from: whole(minutes.from), to: whole(minutes.state.size - 1) })],
  ]);
  presentPart(sheet, minutes);
  paperPart(sheet, minutes);
  objectionsPart(sheet, minutes, election);
  rulingsPart(sheet, minutes, election);
  changesPart(sheet, minutes);
  totalsPart(sheet, minutes, election);
  proofPart(sheet, minutes.state, data);
  flow.heading(words.signed);
  flow.signatures([
    ...minutes.members.map(({ name, title }) => ({ name, title: title[language] })),
    ...minutes.delegates.map(([party, name]) => ({ name, title: party })),
  ]);
  return endSheet(sheet, minutes, title);
}

function presentPart({ flow, texts, language }: Sheet, { members, delegates }: SessionMinutes): void {
  const words = texts.minutes;
  const [name, title, person] = words.member;
  flow.heading(words.present);
  flow.table(
    [
      { head: name, share: 0.4 },
      { head: title, share: 0.35 },
      { head: person, share: 0.25, face: 'mono' },
    ],
    members.map((member) => [member.name, member.title[language], member.person]),
  );
  flow.subheading(words.delegates);
  if (delegates.length === 0) flow.paragraph(words.noDelegates);
  else {
    const [delegate, party] = words.delegate;
    flow.table(
      [
        { head: delegate, share: 0.5 },
        { head: party, share: 0.5 },
      ],
      delegates.map(([of, who]) => [who, of]),
    );
  }
}

function paperPart(sheet: Sheet, minutes: SessionMinutes): void {
  const { flow, texts, language, time } = sheet;
  const words = texts.minutes;
  const [station, record, seal, condition, found, state] = words.sheet;
  flow.heading(words.sheets);
  flow.note(words.sheetsNote);
  if (minutes.sheets.length === 0) flow.paragraph(words.noSheets);
  else {
    const columns = [
      { head: station, share: 0.16 },
      { head: record, share: 0.12, right: true },
      { head: seal, share: 0.18 },
      { head: condition, share: 0.24 },
      { head: found, share: 0.14 },
      { head: state, share: 0.16 },
    ];
    listed(sheet, remarkableFirst(minutes.sheets), (some) => {
      flow.table(
        columns,
        some.map((one) => sheetRow(sheet, one)),
      );
    });
  }
  if (minutes.missing.length > 0) {
    flow.subheading(words.missing);
    listed(sheet, minutes.missing, (some) => {
      const rows = some.map((one) => [one.station, time(one.at), one.reason[language]]);
      flow.table(
        [
          { head: texts.station, share: 0.16 },
          { head: texts.at, share: 0.34 },
          { head: texts.reason, share: 0.5 },
        ],
        rows,
      );
    });
  }
  for (const { station, record, at, holder, vote } of minutes.copies) {
    flow.subheading(`${words.copies}: ${station} (${record})`);
    flow.facts([[words.copy, holder[language]], [texts.at, time(at)], ...voteFacts(sheet, minutes, vote)]);
  }
}

/** A list that is cut may not hide a broken seal behind a thousand whole ones. */
function remarkableFirst(sheets: readonly MinutedSheet[]): readonly MinutedSheet[] {
  const plain = ({ everBroken, condition, found, state }: MinutedSheet) =>
    !everBroken && condition === 'whole' && (found === null || found === 'sheet') && state !== 'copy';
  return [...sheets.filter((one) => !plain(one)), ...sheets.filter(plain)];
}

function sheetRow({ texts, whole }: Sheet, one: MinutedSheet): readonly string[] {
  const condition = one.condition === null ? '' : texts.conditions[one.condition];
  const broken = one.everBroken && one.condition !== 'broken' ? ` (${texts.everBroken})` : '';
  const repeat = one.generation > 1 ? ` (${one.generation})` : '';
  return [
    `${one.station}${repeat}`,
    whole(one.sheet),
    one.seal ?? '',
    `${condition}${broken}`,
    one.found === null ? '' : texts.found[one.found],
    texts.states[one.state],
  ];
}

function objectionsPart(sheet: Sheet, minutes: SessionMinutes, election: Election): void {
  const { flow, texts } = sheet;
  const words = texts.minutes;
  flow.heading(words.objections);
  if (minutes.objections.length === 0) flow.paragraph(words.noObjections);
  listed(sheet, minutes.objections, (some) => {
    for (const one of some) objectionPart(sheet, one, election);
  });
}

function objectionPart({ flow, texts, language, time }: Sheet, one: MinutedObjection, election: Election): void {
  const words = texts.minutes;
  const { record, station, party, delegate } = one;
  flow.subheading(say(words.objection, { record, station, contest: contestName(election, one.contest, language) }));
  const answer =
    one.answer === null
      ? words.open
      : say(one.answer.upheld ? words.upheld : words.rejected, { ruling: one.answer.ruling });
  flow.facts([
    [words.raisedBy, `${say(words.byDelegate, { delegate, party })}, ${time(one.at)}`],
    [words.ground, groundName(election, one.ground, language)],
    [words.says, one.text[language]],
    [words.answer, answer],
  ]);
}

function rulingsPart(sheet: Sheet, minutes: SessionMinutes, election: Election): void {
  const { flow, texts } = sheet;
  flow.heading(texts.minutes.rulings);
  if (minutes.rulings.length === 0) flow.paragraph(texts.minutes.noRulings);
  listed(sheet, minutes.rulings, (some) => {
    for (const one of some) rulingPart(sheet, one, minutes, election);
  });
}

function rulingPart(sheet: Sheet, one: MinutedRuling, minutes: SessionMinutes, election: Election): void {
  const { flow, texts, language, time } = sheet;
  const words = texts.minutes;
  const { record, station } = one;
  flow.subheading(say(words.ruling, { record, station, contest: contestName(election, one.contest, language) }));
  const answers = one.objections.map(([objection, upheld]) => {
    const said = minutes.objections.find((o) => o.record === objection);
    return `${objection}${said === undefined ? '' : ` (${said.party})`}: ${upheld ? words.right : words.wrong}`;
  });
  flow.facts([
    [texts.at, time(one.at)],
    [words.decides, texts.effects[one.effect]],
    ...(one.ground === null ? [] : [[words.ground, groundName(election, one.ground, language)] as const]),
    ...(answers.length === 0 ? [] : [[words.answers, answers.join(', ')] as const]),
    ...(one.until === null ? [] : [[words.until, time(one.until)] as const]),
    ...voteFacts(sheet, minutes, one.vote),
  ]);
}

function voteFacts({ texts, language }: Sheet, minutes: SessionMinutes, vote: MinutedVote) {
  const words = texts.minutes;
  const names = (people: readonly string[]) => {
    const named = people.map((person) => minutes.members.find((m) => m.person === person)?.name ?? person);
    return `${named.length === 0 ? words.nobody : named.join(', ')} (${people.length})`;
  };
  const votes = [
    say(words.for, { names: names(vote.for) }),
    say(words.against, { names: names(vote.against) }),
    say(words.abstained, { names: names(vote.abstained) }),
  ].join(' ');
  return [
    [words.votes, votes],
    [texts.law, vote.law[language]],
    [texts.reason, vote.reason[language]],
  ] as const;
}

function changesPart(sheet: Sheet, minutes: SessionMinutes): void {
  const { flow, texts, language, time } = sheet;
  const words = texts.minutes;
  if (minutes.lots.length > 0) flow.heading(words.lots);
  for (const lot of minutes.lots) {
    flow.subheading(`${lot.contest} (${lot.record})`);
    flow.facts([[words.lot, lot.order.join(', ')], [texts.at, time(lot.at)], ...voteFacts(sheet, minutes, lot.vote)]);
  }
  if (minutes.amendments.length === 0) return;
  flow.heading(words.amendments);
  listed(sheet, minutes.amendments, (some) => {
    for (const { record, at, change, law, reason } of some) {
      flow.facts([
        [`${words.change} (${record})`, changeText(sheet, change)],
        [texts.at, time(at)],
        [texts.law, law[language]],
        [texts.reason, reason[language]],
      ]);
    }
  });
}

function changeText({ texts, time }: Sheet, change: Amendment): string {
  const sentence = texts.changes[change.kind];
  switch (change.kind) {
    case 'station-added': {
      const registered = change.registered === null ? texts.figures.unknown : String(change.registered);
      return say(sentence, { station: change.station, place: change.place, registered });
    }
    case 'station-moved':
      return say(sentence, { station: change.station, place: change.place });
    case 'date-moved':
      return say(sentence, { station: change.station, until: time(change.until) });
    case 'station-not-installed':
      return say(sentence, { station: change.station });
    case 'station-merged':
      return say(sentence, { station: change.station, into: change.into });
    case 'candidate-withdrawn': {
      const { contest, selection, votes } = change;
      return say(sentence, { contest, selection, votes: texts.withdrawn[votes] });
    }
    case 'closing-extended':
      return say(sentence, { until: time(change.until), units: change.units.join(', ') });
  }
}

function totalsPart(sheet: Sheet, minutes: SessionMinutes, election: Election): void {
  const { flow, texts, language } = sheet;
  const page = pageOf(language, election, 'site');
  flow.heading(texts.minutes.totals);
  flow.note(texts.figures.shareNote);
  for (const total of minutes.totals) {
    const contest = present(
      election.contests.find(({ id }) => id === total.contest),
      'a contest of the election',
    );
    flow.subheading(contest.name[language]);
    figuresPart(sheet, contest, total.figures, null);
    endsPart(sheet, total.figures);
    // Of an assembly the seats are the result, and those are for the act.
    if (contest.seats !== null) continue;
    flow.paragraph(plainText(outcomeText(page, contest, 'official', JSON.parse(total.outcome) as Outcome)));
  }
}

function contestName(election: Election, id: string, language: Language): string {
  return election.contests.find((contest: Contest) => contest.id === id)?.name[language] ?? id;
}

function groundName(election: Election, code: string, language: Language): string {
  const ground = election.canvass?.grounds.find((one) => one.code === code);
  return ground === undefined ? code : `${ground.name[language]} (${code}). ${ground.law[language]}`;
}
