import type { Audit } from '../centre/api-schemas.ts';
import { useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { CaseView, useCase } from './case-view.ts';
import { useRoom } from './official-parts.ts';
import { Fault, Pictures, placeText, shownOf, TextField } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

/** One station's sheets from receipt to publication, on one page. */
export function AuditScreen({ app, station }: WithApp & { station: string }): VNode {
  const { t } = app;
  const [asked, setAsked] = useState(station);
  const path = station === '' ? null : `/api/audit/${encodeURIComponent(station)}`;
  const { value, error, reload } = useLoad<Audit>(app.api, path);
  const search = (event: Event) => {
    event.preventDefault();
    window.location.hash = `#/audit/${encodeURIComponent(asked.trim())}`;
  };
  return h('section', null, [
    h('h1', null, t.screens.audit),
    h('form', { class: 'stack narrow', onSubmit: search }, [
      h(TextField, { id: 'station', label: t.audit.station, value: asked, onValue: setAsked, mono: true }),
      h('button', { type: 'submit', class: 'main' }, t.audit.search),
    ]),
    h(Fault, { t, error, retry: reload }),
    path !== null && value === null && error === null ? h('p', { role: 'status' }, t.common.loading) : null,
    value === null ? null : h(Way, { app, audit: value }),
    app.centre.canvass && app.me.roles.includes('auditor') ? h(OfficialWay, { app, station }) : null,
  ]);
}

/** The same of the official count: from the envelope to where each contest ends. */
function OfficialWay({ app, station }: WithApp & { station: string }): VNode | null {
  const room = useRoom(app).value;
  const { value } = useCase(app, station);
  if (value === null) return null;
  return h('section', { class: 'card official' }, [
    h('h2', null, app.t.counts.official),
    h(CaseView, { app, value, room }),
  ]);
}

function Way({ app, audit }: WithApp & { audit: Audit }): VNode {
  const { t, number } = app;
  return h('div', null, [
    h('h2', null, t.common.station(audit.station)),
    h('p', null, placeText(t, audit.path, audit.table)),
    h('p', null, audit.registered === null ? t.audit.registeredUnknown : t.audit.registered(number(audit.registered))),
    ...audit.sheets.map((sheet) =>
      h('section', { class: 'card', key: sheet.sheet }, [
        h(
          'h3',
          null,
          `${t.common.sheet(number(sheet.sheet))} · ${t.counts[sheet.count]} · ${stateText(t.audit.states, sheet.state)}`,
        ),
        h(
          'ul',
          null,
          Object.entries(sheet.contests)
            .filter(isTrueOf(sheet.state))
            .map(([contest, state]) =>
              h('li', { key: contest }, `${contestName(app, contest)}: ${stateText(t.audit.states, state)}`),
            ),
        ),
        h(Pictures, {
          t,
          base: `/api/pictures/${sheet.sheet}`,
          pictures: sheet.pictures,
          what: t.common.sheet(number(sheet.sheet)),
        }),
      ]),
    ),
    h('h3', null, t.audit.events),
    h('p', null, shownOf(app, audit.events.length, audit.eventsTotal)),
    h(
      'ol',
      { class: 'events' },
      audit.events.map((event) => h(EventItem, { app, event, key: event.record })),
    ),
  ]);
}

const OVER: ReadonlySet<string> = new Set(['superseded', 'withdrawn', 'late']);
const WAITING: ReadonlySet<string> = new Set(['awaiting-first', 'awaiting-second', 'differ']);

/** A sheet that does not stand any more waits for nobody, wherever it got to. */
function isTrueOf(sheet: string): (work: readonly [contest: string, state: string]) => boolean {
  return ([, state]) => !(OVER.has(sheet) && WAITING.has(state));
}

function EventItem({ app, event }: WithApp & { event: Audit['events'][number] }): VNode {
  const { t } = app;
  const about = [
    event.count === null ? null : t.counts[event.count],
    event.contest === null ? null : contestName(app, event.contest),
    event.actor === null ? null : t.audit.actor(event.actor),
  ].filter((text) => text !== null);
  return h('li', null, [
    h('strong', null, stateText(t.audit.kinds, event.kind)),
    h('span', { class: 'hint' }, ` ${t.audit.record(app.number(event.record))} · ${app.instant(event.at)}`),
    about.length === 0 ? null : h('div', null, about.join(' · ')),
    event.body === null
      ? h('div', { class: 'sealed' }, t.audit.sealed)
      : h('details', null, [
          h('summary', null, t.audit.body),
          h(
            'pre',
            { tabIndex: 0, 'aria-label': `${t.audit.body}: ${event.kind} ${event.record}` },
            JSON.stringify(event.body, null, 2),
          ),
        ]),
  ]);
}

/** The catalogue's word for a code; the code itself where there is none. */
function stateText(texts: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(texts, code) ? (texts[code] ?? code) : code;
}
