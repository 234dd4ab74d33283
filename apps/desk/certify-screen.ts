import type { BoardRoom, CertificateDraft, Completeness, OpenOnes } from '../centre/api-schemas.ts';
import { POLL_MS, useAct, useLoad, type WithApp } from './app.ts';
import { contestName } from './board-screen.ts';
import { DraftCard } from './certificate-card.ts';
import { SLOW_MS, useRoom, wordOf } from './official-parts.ts';
import { BothFields, Confirm, Done, Fault, NOTHING_SAID, placeText } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

type Result = Completeness['results'][number];
const ENDS = ['counted', 'annulled', 'lost', 'not-installed', 'merged'] as const;

/** What stands between the count and its certificates, and the certificates on their way. */
export function CertifyScreen({ app }: WithApp): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<Completeness>(app.api, '/api/completeness', SLOW_MS);
  const room = useRoom(app).value;
  const publishes = app.me.roles.includes('publisher');
  const sees = publishes || app.me.roles.includes('member') || app.me.roles.includes('auditor');
  return h('section', null, [
    h('h1', null, t.screens.certify),
    h('p', null, t.certify.what),
    h(Fault, { t, error, retry: reload }),
    value === null ? h('p', { role: 'status' }, t.common.loading) : h(EndsTable, { app, results: value.results }),
    ...(value?.results ?? []).map((result) => h(OneResult, { app, room, result, publishes, key: result.contest })),
    sees ? h(Drafts, { app, room }) : null,
    value === null ? null : h(Repeats, { app, results: value.results, reload }),
  ]);
}

function EndsTable({ app, results }: WithApp & { results: readonly Result[] }): VNode {
  const { t, number } = app;
  const heads = [t.certify.contest, t.certify.expected, ...ENDS.map((end) => t.official.ends[end]), t.certify.open];
  return h('div', { class: 'scroll', tabIndex: 0, role: 'group', 'aria-label': t.certify.table }, [
    h('table', null, [
      h('caption', null, t.certify.table),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          [...heads, t.certify.state].map((text) => h('th', { scope: 'col', key: text }, text)),
        ),
      ),
      h(
        'tbody',
        null,
        results.map((one) =>
          h('tr', { key: one.contest }, [
            h('th', { scope: 'row' }, nameOf(app, one)),
            h('td', null, number(one.expected)),
            ...ENDS.map((end) => h('td', { key: end }, number(one.ends[end] ?? 0))),
            h('td', null, number(one.open)),
            h('td', null, one.certified === null ? t.certify.notCertified : t.certify.certified(number(one.certified))),
          ]),
        ),
      ),
    ]),
  ]);
}

function nameOf(app: WithApp['app'], { contest, areaName }: Result): string {
  return areaName === '' ? contestName(app, contest) : `${contestName(app, contest)}, ${areaName}`;
}

type ResultProps = WithApp & { room: BoardRoom | null; result: Result; publishes: boolean };

/** What is open and why; and, for a publisher, the certificate. */
function OneResult({ app, room, result, publishes }: ResultProps): VNode {
  const { t, number } = app;
  const [shown, setShown] = useState(false);
  const query = `contest=${encodeURIComponent(result.contest)}&area=${encodeURIComponent(result.area)}`;
  const path = shown ? `/api/completeness/open?${query}&limit=50` : null;
  const { value, error, reload } = useLoad<OpenOnes>(app.api, path);
  return h('section', { class: 'card official' }, [
    h('h2', null, nameOf(app, result)),
    result.open === 0
      ? h(
          'p',
          { class: 'done' },
          result.certified === null ? t.certify.nothingOpen : t.certify.certified(number(result.certified)),
        )
      : h(
          'ul',
          null,
          Object.entries(result.why).map(([why, n]) =>
            h('li', { key: why }, `${wordOf(t.official.why, why)}: ${number(n)}`),
          ),
        ),
    result.open === 0
      ? null
      : h(
          'button',
          { type: 'button', 'aria-expanded': String(shown), onClick: () => setShown(!shown) },
          t.certify.whatOpen(contestName(app, result.contest)),
        ),
    h(Fault, { t, error, retry: reload }),
    value === null
      ? null
      : h('div', null, [
          h('p', { role: 'status' }, t.certify.openShown(number(value.stations.length), number(value.total))),
          h(
            'ul',
            null,
            value.stations.map((one) =>
              h('li', { key: one.station }, [
                `${t.common.station(one.station)} · ${placeText(t, one.path, one.table)}: ${wordOf(t.official.why, one.why)}`,
                one.until === null ? '' : `, ${t.official.until(app.instant(one.until))}`,
              ]),
            ),
          ),
        ]),
    publishes && result.certified === null ? h(MakeForm, { app, room, result }) : null,
  ]);
}

function MakeForm({ app, room, result }: WithApp & { room: BoardRoom | null; result: Result }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [partial, setPartial] = useState(false);
  const [why, setWhy] = useState(NOTHING_SAID);
  const [done, setDone] = useState(false);
  const make = async (event: Event) => {
    event.preventDefault();
    setDone(false);
    const { contest, area } = result;
    setDone((await act.send('/api/certificates', { contest, area, partial: partial ? why : null })) !== null);
  };
  const id = `partial-${result.contest}`;
  return h('form', { class: 'stack', onSubmit: (event: Event) => void make(event) }, [
    h('p', null, t.certify.makeWhat),
    room?.rules?.partial === true
      ? h('label', { class: 'choice' }, [
          h('input', { type: 'checkbox', checked: partial, onChange: () => setPartial(!partial) }),
          h('span', null, t.certify.partial),
        ])
      : null,
    partial ? h(BothFields, { t, id, label: t.certify.partialWhy, value: why, onValue: setWhy }) : null,
    h(Fault, { t, error: act.error }),
    h(Done, { text: done ? t.certify.ready : null }),
    h('button', { type: 'submit', class: 'main', 'aria-disabled': act.busy ? 'true' : undefined }, [
      `${t.certify.make}: ${nameOf(app, result)}`,
    ]),
  ]);
}

function Drafts({ app, room }: WithApp & { room: BoardRoom | null }): VNode {
  const { t } = app;
  const { value, error, reload } = useLoad<{ drafts: readonly CertificateDraft[] }>(
    app.api,
    '/api/certificates',
    POLL_MS,
  );
  const [done, setDone] = useState<string | null>(null);
  return h('section', null, [
    h('h2', null, t.certify.drafts),
    h(Fault, { t, error, retry: reload }),
    h(Done, { text: done }),
    value !== null && value.drafts.length === 0 ? h('p', null, t.certify.noDrafts) : null,
    ...(value?.drafts ?? []).map((draft) => h(DraftCard, { app, room, draft, reload, onDone: setDone, key: draft.id })),
  ]);
}

/** Each repeated vote has an embargo of its own, which holds until somebody lifts it. */
function Repeats({ app, results, reload }: WithApp & { results: readonly Result[]; reload: () => void }): VNode {
  const { t } = app;
  const all = results.flatMap((result) => result.repeats.map((repeat) => ({ result, repeat })));
  if (all.length === 0) return h('div', null);
  return h('section', { class: 'stack' }, [
    h('h2', null, t.certify.repeats),
    ...all.map(({ result, repeat }) =>
      h(RepeatCard, { app, result, repeat, reload, key: `${result.contest} ${repeat.generation}` }),
    ),
  ]);
}

type RepeatProps = WithApp & { result: Result; repeat: Result['repeats'][number]; reload: () => void };

function RepeatCard({ app, result, repeat, reload }: RepeatProps): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const { generation, until, lifted } = repeat;
  const { contest } = result;
  const name = `${contestName(app, contest)}, ${t.custody.repeated(app.number(generation))}`;
  const lift = async () => {
    if ((await act.send('/api/embargo/lift-repeat', { contest, generation })) !== null) reload();
  };
  const closed = until <= Date.now();
  return h('article', { class: 'card' }, [
    h('h3', null, name),
    h('p', null, closed ? t.certify.pollsClosed(app.instant(until)) : t.certify.pollsOpen(app.instant(until))),
    h('p', { role: 'status' }, lifted === null ? t.certify.repeatHeld : t.certify.repeatLifted(app.instant(lifted))),
    h(Fault, { t, error: act.error }),
    lifted !== null || !closed || !app.me.roles.includes('publisher')
      ? null
      : h(Confirm, {
          ...{ t, label: t.certify.lift(name), says: t.certify.liftWhat, busy: act.busy },
          onYes: () => void lift(),
        }),
  ]);
}
