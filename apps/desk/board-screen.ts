import type { Board, SilentStations } from '../centre/api-schemas.ts';
import { ageText, isOverdue } from './ages.ts';
import { type App, POLL_MS, useLoad, type WithApp } from './app.ts';
import { Fault, placeText } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

type CountBoard = Board['counts'][number];
type ContestBoard = CountBoard['contests'][number];
type Queue = Board['inbox'];

/** What waits where, how fast it goes, who works, and which stations are silent. */
export function BoardScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value: board, error, reload } = useLoad<Board>(app.api, '/api/board', POLL_MS);
  return h('section', null, [
    h('h1', null, t.screens.board),
    h(Fault, { t, error, retry: reload }),
    board === null
      ? h('p', { role: 'status' }, t.common.loading)
      : [
          h('p', { class: 'hint' }, t.board.asOf(app.instant(board.at), app.number(app.centre.promiseMinutes))),
          h(Overdue, { app, board }),
          ...board.counts.map((count) => h(CountSection, { app, board, count, key: count.count })),
          h(OtherQueues, { app, board }),
          h(People, { app, board }),
          h(SilentAreas, { app, board }),
        ],
  ]);
}

type BoardProps = WithApp & { board: Board };

/** The red line: everything older than its promise, in words, before all tables. */
function Overdue({ app, board }: BoardProps): VNode {
  const { t } = app;
  const late = queuesOf(app, board).filter(({ queue }) => isOverdue(queue.oldest, board.at, app.centre.promiseMinutes));
  if (late.length === 0) return h('p', { class: 'done' }, t.board.allInTime(app.number(app.centre.promiseMinutes)));
  return h('div', { class: 'overdue-list' }, [
    h('h2', null, t.board.overdue),
    h(
      'ul',
      null,
      late.map(({ name, queue }) =>
        h('li', { key: name }, t.board.overdueLine(name, app.number(queue.waiting), age(app, queue.oldest, board.at))),
      ),
    ),
  ]);
}

type NamedQueue = { readonly name: string; readonly queue: Queue };

function queuesOf(app: App, board: Board): readonly NamedQueue[] {
  const { t } = app;
  const ofCounts = board.counts.flatMap((count) => [
    ...count.contests.flatMap((contest) =>
      STAGES.map((stage) => ({
        name: `${t.counts[count.count]}, ${contestName(app, contest.contest)}: ${t.board[stage]}`,
        queue: contest[stage],
      })),
    ),
    { name: `${t.counts[count.count]}: ${t.board.disputed}`, queue: count.disputed },
  ]);
  return [
    ...ofCounts,
    { name: t.board.inbox, queue: board.inbox },
    { name: t.board.proposals, queue: board.proposals },
  ];
}

const STAGES = ['firstEntry', 'secondEntry', 'differing', 'observed'] as const;

export function contestName(app: App, id: string): string {
  return app.centre.contests.find((contest) => contest.id === id)?.name[app.language] ?? id;
}

export function age(app: App, since: number | null, now: number): string {
  return since === null ? '—' : ageText(since, now, app.t.ages, app.number);
}

function CountSection({ app, board, count }: BoardProps & { count: CountBoard }): VNode {
  const { t, number } = app;
  const state = !count.open
    ? t.board.notOpen
    : count.closed
      ? t.board.closed
      : count.stopped
        ? t.board.stopped
        : t.board.running;
  return h('section', { class: `card ${count.count}` }, [
    h('h2', null, `${t.counts[count.count]}: ${state}`),
    h('p', null, t.board.received(number(count.received), number(count.expected), number(count.late))),
    h(
      'div',
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': `${t.counts[count.count]}: ${t.board.queues}` },
      [
        h('table', { class: 'queues' }, [
          h('caption', null, t.board.queues),
          h('thead', null, [
            h('tr', null, [
              h('th', { scope: 'col' }, t.board.contest),
              ...STAGES.map((stage) => h('th', { scope: 'col', key: stage }, t.board[stage])),
              h('th', { scope: 'col' }, t.board.agreed),
              h('th', { scope: 'col' }, t.board.last5),
              h('th', { scope: 'col' }, t.board.last60),
            ]),
          ]),
          h(
            'tbody',
            null,
            count.contests.map((contest) => h(ContestRow, { app, board, contest, key: contest.contest })),
          ),
        ]),
      ],
    ),
    h('p', null, [`${t.board.disputed}: `, h(QueueText, { app, queue: count.disputed, at: board.at })]),
  ]);
}

function ContestRow({ app, board, contest }: BoardProps & { contest: ContestBoard }): VNode {
  const { t, number } = app;
  return h('tr', null, [
    h('th', { scope: 'row' }, [
      contestName(app, contest.contest),
      h('small', null, contest.lifted ? t.board.lifted : t.board.embargoed),
    ]),
    ...STAGES.map((stage) => h('td', { key: stage }, h(QueueText, { app, queue: contest[stage], at: board.at }))),
    h('td', null, number(contest.agreed)),
    h('td', null, number(contest.agreedLast5)),
    h('td', null, number(contest.agreedLast60)),
  ]);
}

function QueueText({ app, queue, at }: WithApp & { queue: Queue; at: number }): VNode {
  const late = isOverdue(queue.oldest, at, app.centre.promiseMinutes);
  return h('span', { class: late ? 'overdue' : '' }, [
    app.number(queue.waiting),
    queue.oldest === null
      ? null
      : h('small', null, `${late ? `${app.t.board.late} · ` : ''}${age(app, queue.oldest, at)}`),
  ]);
}

function OtherQueues({ app, board }: BoardProps): VNode {
  const { t } = app;
  return h('ul', { class: 'plain' }, [
    h('li', null, [`${t.board.inbox}: `, h(QueueText, { app, queue: board.inbox, at: board.at })]),
    h('li', null, [`${t.board.proposals}: `, h(QueueText, { app, queue: board.proposals, at: board.at })]),
  ]);
}

function People({ app, board }: BoardProps): VNode {
  const { t, number } = app;
  return h('section', null, [
    h('h2', null, t.board.people),
    board.people.length === 0
      ? h('p', null, t.board.nobody)
      : h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': t.board.people }, [
          h('table', null, [
            h('caption', null, t.board.peopleWhat),
            h(
              'thead',
              null,
              h(
                'tr',
                null,
                [t.board.person, t.board.entries, t.board.voided, t.board.lastAt].map((text) =>
                  h('th', { scope: 'col', key: text }, text),
                ),
              ),
            ),
            h(
              'tbody',
              null,
              board.people.map((person) =>
                h('tr', { key: person.person }, [
                  h('th', { scope: 'row', class: 'mono' }, person.person),
                  h('td', null, number(person.entries)),
                  h('td', null, number(person.voided)),
                  h('td', null, age(app, person.lastAt, board.at)),
                ]),
              ),
            ),
          ]),
        ]),
  ]);
}

function SilentAreas({ app, board }: BoardProps): VNode {
  const { t, number } = app;
  const silent = board.silent.filter((area) => area.silent > 0);
  return h('section', null, [
    h('h2', null, t.board.silent),
    silent.length === 0 ? h('p', null, t.board.noneSilent) : null,
    h(
      'ul',
      { class: 'plain' },
      silent.map((area) =>
        h('li', { key: area.unit }, [
          h('a', { href: `#/silent/${area.unit}` }, area.name),
          `: ${t.board.silentOf(number(area.silent), number(area.expected))}`,
        ]),
      ),
    ),
  ]);
}

const SILENT_SHOWN = 200;

/** Stations that nothing came from yet, of one area or of all. */
export function SilentScreen({ app, unit }: WithApp & { unit: string }): VNode {
  const { t, number } = app;
  const [limit, setLimit] = useState(50);
  const query = `limit=${limit}${unit === '' ? '' : `&unit=${encodeURIComponent(unit)}`}`;
  const { value, error, reload } = useLoad<SilentStations>(app.api, `/api/silent?${query}`);
  return h('section', null, [
    h('h1', null, t.screens.silent),
    unit === '' ? null : h('p', null, h('a', { href: '#/silent' }, t.board.silentAll)),
    h(Fault, { t, error, retry: reload }),
    value === null
      ? h('p', { role: 'status' }, t.common.loading)
      : [
          h(
            'p',
            { role: 'status' },
            value.total > value.stations.length
              ? t.board.silentShown(number(value.stations.length), number(value.total))
              : t.common.all(number(value.total)),
          ),
          value.total > value.stations.length
            ? h('ul', { class: 'plain', 'aria-label': t.board.silentAreas }, [
                value.areas.map((area) =>
                  h('li', { key: area.unit }, [
                    h('a', { href: `#/silent/${area.unit}` }, area.name),
                    `: ${number(area.silent)}`,
                  ]),
                ),
              ])
            : null,
          h(
            'ul',
            { class: 'plain' },
            value.stations.map(({ station, path, table }) =>
              h('li', { key: station }, [h('span', { class: 'mono' }, station), ` · ${placeText(t, path, table)}`]),
            ),
          ),
          value.total > value.stations.length && limit < SILENT_SHOWN
            ? h('button', { type: 'button', onClick: () => setLimit(SILENT_SHOWN) }, t.common.more)
            : null,
        ],
  ]);
}
