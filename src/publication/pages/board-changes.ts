import type { Amendment } from '../../record/index.ts';
import { type Board, timeOf } from './board-parts.ts';
import { fill, html, type Markup, NOTHING } from './html.ts';
import { wholeText } from './number-text.ts';
import { anchor, nameOfSelection, unitAddress } from './page.ts';
import { recordLink } from './record-link.ts';

/** Changes before the rest is folded away. */
const SHOWN = 20;

/** Votes that are repeated, each with the instant at which its polls close and the way to its sheet. */
export function repeatsSection(board: Board): Markup {
  const { page, t, board: data, places, election, language } = board;
  if (data.repeats.length === 0) return NOTHING;
  const items = data.repeats.map(({ station, unit, contest, record, until }) => {
    const address = `${unitAddress(page, places.pageOf(unit))}#s${anchor(station)}`;
    const sheet = html`<a href="${address}">${fill(page.texts.sheets.sheet, { station })}, ${places.nameOf(unit)}</a>`;
    const name = election.contests.find(({ id }) => id === contest)?.name[language] ?? contest;
    const at = until === null ? html`${t.unknown}` : timeOf(board, until);
    return html`<li>${fill(t.repeats.item, { sheet, contest: name, at, record: recordLink(page, record) })}`;
  });
  return html`<section id=repeats><h2>${t.repeats.title}</h2><ul>${items}</ul></section>`;
}

/** What changed of what was fixed before the count, by which law and why. */
export function amendmentsSection(board: Board): Markup {
  const { page, t, canvass, language } = board;
  if (canvass.amendments.length === 0) return NOTHING;
  const items = canvass.amendments.map(([record, at, change, law, reason]) => {
    const parts = {
      at: timeOf(board, at),
      what: changeText(board, change),
      law: ended(law[language]),
      reason: ended(reason[language]),
      record: recordLink(page, record),
    };
    return html`<li>${fill(t.amendments.item, parts)}`;
  });
  const rest = items.slice(SHOWN);
  const more =
    rest.length === 0
      ? NOTHING
      : html`<details><summary>${fill(t.amendments.more, { n: rest.length })}</summary><ul>${rest}</ul></details>`;
  return html`<section id=amendments><h2>${t.amendments.title}</h2><ul>${items.slice(0, SHOWN)}</ul>${more}</section>`;
}

/** Material that was destroyed after the certificate. */
export function destroyedSection(board: Board): Markup {
  const { page, t, canvass, language } = board;
  if (canvass.destroyed.length === 0) return NOTHING;
  const items = canvass.destroyed.map(([record, at, what, law]) => {
    const parts = {
      at: timeOf(board, at),
      what: ended(what[language]),
      law: ended(law[language]),
      record: recordLink(page, record),
    };
    return html`<li>${fill(t.destroyed.item, parts)}`;
  });
  return html`<section id=destroyed><h2>${t.destroyed.title}</h2><ul>${items}</ul></section>`;
}

function changeText(board: Board, change: Amendment): Markup {
  const { t, election, language, places } = board;
  const sentence = t.amendments.changes[change.kind];
  switch (change.kind) {
    case 'station-added': {
      const registered = change.registered === null ? t.unknown : wholeText(change.registered, language);
      return fill(sentence, { station: change.station, place: linkTo(board, change.place), registered });
    }
    case 'station-moved':
      return fill(sentence, { station: change.station, place: linkTo(board, change.place) });
    case 'date-moved':
      return fill(sentence, { station: change.station, until: timeOf(board, change.until) });
    case 'station-not-installed':
      return fill(sentence, { station: change.station });
    case 'station-merged': {
      const registered = change.registered === null ? t.unknown : wholeText(change.registered, language);
      return fill(sentence, { station: change.station, into: change.into, registered });
    }
    case 'candidate-withdrawn': {
      const contest = election.contests.find(({ id }) => id === change.contest);
      const selection = contest === undefined ? change.selection : nameOfSelection(contest, change.selection);
      return fill(sentence, {
        selection,
        contest: contest?.name[language] ?? change.contest,
        votes: t.votes[change.votes],
      });
    }
    case 'closing-extended': {
      const units = change.units.map((unit) => (unit === 'u0' ? t.certificates.whole : places.nameOf(unit)));
      return fill(sentence, { until: timeOf(board, change.until), units: units.join(', ') });
    }
  }
}

function linkTo({ page, places }: Board, unit: string): Markup {
  return html`<a href="${unitAddress(page, places.pageOf(unit))}">${places.nameOf(unit)}</a>`;
}

/** A text that people wrote, with an end to its sentence. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
