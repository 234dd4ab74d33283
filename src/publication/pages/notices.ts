import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { CountStateData, StateData, StopReason, UnitData } from '../unit-data.ts';
import { scopeOf, whole } from './figures.ts';
import { fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { durationText, fullTime, zoneText } from './local-time.ts';
import { wholeText } from './number-text.ts';
import { countWords, type Page } from './page.ts';

/** What a reader must know before any figure: an invented election, or a replay that no electoral body ran. */
export function banner(page: Page, nature: UnitData['nature'], test: boolean): Markup {
  const { texts } = page;
  const lines = [...(test ? [texts.test] : []), ...(nature === 'replay' ? [texts.replay] : [])];
  return html`${lines.map((line) => html`<p class=banner>${line}</p>`)}`;
}

/**
 * Of which moment the front page is. `data-live-age` is filled by live.js from the heartbeat; without scripts the
 * instant of the state stands.
 */
export function freshness(page: Page, state: StateData): Markup {
  const { texts, language, election } = page;
  const size = trusted(`<data value="${state.size}" data-f="size">${wholeText(state.size, language)}</data>`);
  const parts = {
    at: timeElement(page, state.at),
    zone: zoneText(state.at, election.timeZone, texts.zone),
    size,
  };
  return html`<p class=fresh><span>${fill(texts.fresh.state, parts)}</span> <span data-live-age></span></p>`;
}

/** Unit pages are written when their own figures change: what depends on the state is filled in by live.js. */
export function freshnessElsewhere(page: Page): Markup {
  return html`<p class=fresh><span data-live-state><a href="${page.toLanguage}index.html">${page.texts.fresh.elsewhere}</a></span> <span data-live-age></span></p>`;
}

/** One line at the top of the front page for each publication that is stopped; the notice itself stands further down. */
export function stoppedLine(page: Page, state: StateData): Markup {
  if (COUNT_KINDS.every((count) => state.counts[count].stopped === null)) return NOTHING;
  return html`<p class=alert><a href="#stopped">${page.texts.stopped.see}</a></p>`;
}

/** Since when, who and why: and that the record goes on. */
export function stoppedNotice(page: Page, state: StateData): Markup {
  const { texts, language, election } = page;
  const notices = COUNT_KINDS.flatMap((count) => {
    const { stopped } = state.counts[count];
    if (stopped === null) return [];
    const zone = zoneText(stopped.at, election.timeZone, texts.zone);
    const when = fill(texts.stopped.when, {
      at: timeElement(page, stopped.at),
      zone,
      office: stopped.office[language],
    });
    return [
      html`<h2>${fill(texts.stopped.title, { count: countWords(page, count).name })}</h2><p>${when} ${decidedBy(page, stopped)}</p><p>${fill(texts.stopped.reason, { reason: stopped.reason[language] })}</p>${heldBack(page, count, state.counts[count])}<p>${texts.stopped.goesOn}</p>`,
    ];
  });
  return notices.length === 0 ? NOTHING : html`<section class=alert id=stopped>${notices}</section>`;
}

/** Stops that are over: they were part of this count, and stay on its page. */
export function pastStops(page: Page, state: StateData): Markup {
  const { texts, language, election } = page;
  return html`${COUNT_KINDS.map((count) => {
    const past = state.counts[count].stops.flatMap((stop) => {
      const { from, to, office, reason } = stop;
      if (to === null) return [];
      const parts = {
        from: timeElement(page, from),
        to: timeElement(page, to),
        zone: zoneText(from, election.timeZone, texts.zone),
        duration: durationText(to - from),
        office: office[language],
      };
      return [
        html`<p>${fill(texts.stopped.pastWhen, parts)} ${decidedBy(page, stop)} ${fill(texts.stopped.reason, { reason: reason[language] })}</p>`,
      ];
    });
    if (past.length === 0) return NOTHING;
    return html`<section><h2>${fill(texts.stopped.past, { count: countWords(page, count).name })}</h2>${past}</section>`;
  })}`;
}

/** Who the two were. A stop that two people did not decide is shown as one that nobody accounts for. */
function decidedBy({ texts, election }: Page, { by }: StopReason): Markup {
  // Nobody's acts are in the files of a replay.
  if (election.nature === 'replay' && by === null) return NOTHING;
  const { stop } = texts.desk;
  return by === null ? html`<strong>${stop.byNobody}</strong>` : fill(stop.by, { a: by[0], b: by[1] });
}

/** How many agreed sheets the stop keeps from the public, contest by contest. */
function heldBack(page: Page, count: CountKind, { mode, held }: CountStateData): Markup {
  if (mode !== 'entered') return NOTHING;
  const { stop } = page.texts.desk;
  const lines = page.election.contests.flatMap(({ id, name }) => {
    const n = Object.hasOwn(held, id) ? (held[id] ?? 0) : 0;
    const scope = scopeOf(page.language, '', count, id);
    if (n === 0) return [];
    return [html`<p>${fill(stop.held, { held: whole(scope, 'held', n), contest: name[page.language] })}</p>`];
  });
  return lines.length === 0 ? html`<p>${stop.heldNone}</p>` : html`${lines}`;
}

/** What the electoral body gave notice of, newest first. */
export function noticesSection(page: Page, state: StateData): Markup {
  const { notices } = page.texts.desk;
  if (state.notices.length === 0) return NOTHING;
  const items = state.notices.map(
    ({ at, text }) => html`<li>${fill(notices.item, { at: timeElement(page, at), text: text[page.language] })}`,
  );
  return html`<section id=notices><h2>${notices.title}</h2><ul>${items}</ul></section>`;
}

function timeElement(page: Page, at: number): Markup {
  const text = fullTime(at, page.election.timeZone, page.language);
  return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`;
}
