import type { SheetView } from '../phone-types.ts';
import { type App, stationName, type WithApp } from './app.ts';
import { Go, Key, Notice, SaveKey } from './parts.ts';
import { hashOf } from './route.ts';
import { isWaiting, MOODS, standingOf, standingText } from './sheet-words.ts';
import { h, type VNode } from './view.ts';

/** What is on this phone, and what to do next. */
export function HomeScreen({ app }: WithApp): VNode {
  const { t, view } = app;
  const enrolled = view.enrolment !== null;
  return h(
    'div',
    null,
    h(StorageNotices, { app }),
    h(Line, { app }),
    enrolled ? null : h('p', null, t.home.enrolFirst),
    enrolled ? null : h(Go, { app, to: { at: 'enrol', code: '' }, class: 'main big', children: t.home.enrol }),
    // Nothing stands in the way of a picture: it can be signed later.
    h(Go, {
      app,
      id: 'new-sheet',
      to: { at: 'station' },
      class: enrolled ? 'main big' : '',
      children: t.home.newSheet,
    }),
    h('h2', null, t.home.title),
    view.sheets.length === 0
      ? h('p', { class: 'hint' }, t.home.nothing)
      : h(
          'ul',
          { class: 'sheets' },
          view.sheets.map((sheet) => h(SheetCard, { app, sheet, key: sheet.id })),
        ),
    h(SendNow, { app }),
    h(OwnName, { app }),
  );
}

function SheetCard({ app, sheet }: { app: App; sheet: SheetView }): VNode {
  const { t } = app;
  const standing = standingOf(sheet);
  const mood = MOODS[standing.kind];
  return h(
    'li',
    null,
    h(
      'a',
      { class: `card ${mood}`, href: hashOf({ at: 'sheet', sheet: sheet.id }) },
      h('strong', null, stationName(t, sheet.station)),
      h('span', { class: 'place' }, sheet.station.place),
      h(
        'span',
        { class: 'state' },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, mood === 'warn' ? '!' : mood === 'good' ? '✓' : '…'),
        standingText(t, standing, app.time),
      ),
      h('span', { class: 'do' }, sheet.sent === null ? t.home.finish : t.home.look),
    ),
  );
}

/** Sending goes on by itself; the key is for those who see the line come back. */
function SendNow({ app }: WithApp): VNode | null {
  const { t, view, phone } = app;
  const waiting = view.sheets.some(({ sent }) => [sent?.figures, sent?.sheet].some((m) => m?.kind === 'waiting'));
  if (!waiting) return null;
  return h(
    'div',
    { class: 'after' },
    view.online ? h(Key, { onPress: () => phone.sendNow(), children: t.home.sendNow }) : null,
    h(
      'p',
      { class: 'hint' },
      view.lastAnswerAt === null ? t.shell.neverAnswered : t.shell.lastAnswer(app.time(view.lastAnswerAt)),
    ),
  );
}

function OwnName({ app }: WithApp): VNode | null {
  const { t, view, number } = app;
  if (view.enrolment === null) return null;
  const { stations, device } = view.enrolment;
  const [only] = stations;
  const scope =
    only !== undefined && stations.length === 1
      ? t.home.oneStation(stationName(t, only), only.place)
      : t.home.someStations(number(stations.length));
  return h(
    'div',
    { class: 'own' },
    h('p', { class: 'hint' }, t.home.scope(scope)),
    h('p', { class: 'hint' }, t.home.device(''), h('span', { class: 'mono' }, device)),
    h(Go, { app, to: { at: 'enrol', code: '' }, class: 'quiet', children: t.home.newCode }),
  );
}

/** The line and the app itself, said calmly. */
function Line({ app }: WithApp): VNode {
  const { t, view } = app;
  // Where nothing is kept, nobody is told to go on without a line.
  const calm = !view.online && view.storage !== 'none';
  return h('div', { role: 'status' }, [
    calm ? h(Notice, { kind: 'calm', children: h('p', null, t.shell.offline), key: 'offline' }) : null,
    view.update ? h(Notice, { kind: 'calm', children: h('p', null, t.shell.update), key: 'update' }) : null,
  ]);
}

function StorageNotices({ app }: WithApp): VNode {
  const { t, view, phone } = app;
  const kept = view.sheets.some(isWaiting);
  const save = () =>
    h(SaveKey, { app, label: t.storage.saveFile, name: 'cotejo-handin.json', file: () => phone.exportFile() });
  return h('div', null, [
    view.lost
      ? h(Notice, {
          kind: 'warn',
          role: 'alert',
          title: t.storage.lostTitle,
          children: h('p', null, t.storage.lost),
          key: 'lost',
        })
      : null,
    view.storage === 'none'
      ? h(Notice, {
          kind: 'warn',
          role: 'alert',
          title: t.storage.noneTitle,
          children: [h('p', null, t.storage.none), kept ? save() : null],
          key: 'none',
        })
      : null,
    view.storage === 'refused'
      ? h(Notice, {
          kind: 'warn',
          title: t.storage.refusedTitle,
          children: [
            h('p', null, t.storage.refused),
            h(Key, { onPress: () => void phone.askPersistence(), children: t.storage.ask }),
            kept ? save() : null,
          ],
          key: 'refused',
        })
      : null,
  ]);
}
