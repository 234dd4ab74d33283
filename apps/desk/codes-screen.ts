import type { Codes, MadeCode } from '../centre/api-schemas.ts';
import { useAct, useLoad, type WithApp } from './app.ts';
import { CodeShown, type NamedCode } from './code-shown.ts';
import { Choice, Confirm, Fault } from './parts.ts';
import { type Place, PlaceFinder, whereText } from './place-finder.ts';
import { h, useState, type VNode } from './view.ts';

type Code = Codes['codes'][number];
type MadeHow = 'hand' | 'kit';
const PAGE = 50;
const HOURS = ['4', '24', '72', '168'] as const;

/** One-time codes for phones: handed out here, and what became of each. */
export function CodesScreen({ app }: WithApp): VNode {
  const { t } = app;
  const [code, setCode] = useState<NamedCode | null>(null);
  const [how, setHow] = useState<MadeHow>('hand');
  const [after, setAfter] = useState<readonly number[]>([]);
  const last = after.at(-1);
  const path = `/api/codes?limit=${PAGE}&made=${how}${last === undefined ? '' : `&after=${last}`}`;
  const { value, error, reload } = useLoad<Codes>(app.api, path);
  const codes = value?.codes ?? [];
  const lastId = codes.at(-1)?.id;
  const choose = (next: MadeHow) => {
    setAfter([]);
    setHow(next);
  };
  const onMade = (made: NamedCode) => {
    setCode(made);
    reload();
  };
  return h('section', null, [
    h('h1', null, t.screens.codes),
    h('p', null, t.codes.what),
    h(CodeShown, { app, code, onDone: () => setCode(null) }),
    h(HandOut, { app, onMade }),
    h('h2', null, t.codes.list),
    h(Choice<MadeHow>, {
      ...{ name: 'made', label: t.codes.which, value: how, onValue: choose },
      options: [
        ['hand', t.codes.byHand],
        ['kit', t.codes.byKit],
      ],
    }),
    h(Fault, { t, error, retry: reload }),
    h(
      'p',
      { role: 'status' },
      value === null ? t.common.loading : t.codes.onPage(app.number(codes.length), app.number(after.length + 1)),
    ),
    ...codes.map((one) => h(CodeCard, { app, code: one, reload, key: one.id })),
    h('div', { class: 'row' }, [
      after.length === 0
        ? null
        : h('button', { type: 'button', onClick: () => setAfter(after.slice(0, -1)) }, t.common.before),
      codes.length < PAGE || lastId === undefined
        ? h('p', { class: 'hint' }, t.common.end)
        : h('button', { type: 'button', onClick: () => setAfter([...after, lastId]) }, t.common.next),
    ]),
  ]);
}

function HandOut({ app, onMade }: WithApp & { readonly onMade: (code: NamedCode) => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [place, setPlace] = useState<Place | null>(null);
  const [hours, setHours] = useState<string>('24');
  const make = async (event: Event) => {
    event.preventDefault();
    if (place === null) return;
    const { scope, station } = place;
    const asked = { scope, only: station, replaces: null, hours: Number(hours) };
    const made = await act.send<MadeCode>('/api/codes', asked);
    if (made !== null) onMade({ ...made.value, place, replaces: null });
  };
  return h('form', { class: 'card stack', onSubmit: (event: Event) => void make(event) }, [
    h('h2', null, t.codes.handOut),
    h(PlaceFinder, { app, chosen: place, onChoose: setPlace }),
    h('div', { class: 'field' }, [
      h('label', { for: 'code-hours' }, t.codes.good),
      h(
        'select',
        {
          id: 'code-hours',
          value: hours,
          onChange: (e: Event) => setHours((e.currentTarget as HTMLSelectElement).value),
        },
        HOURS.map((n) => h('option', { value: n, key: n, selected: n === hours }, t.codes.hours(Number(n)))),
      ),
    ]),
    h(Fault, { t, error: act.error }),
    h('button', { type: 'submit', class: 'main', disabled: place === null || act.busy }, t.codes.make),
    place === null ? h('p', { class: 'hint' }, t.codes.chooseFirst) : null,
  ]);
}

function CodeCard({ app, code, reload }: WithApp & { readonly code: Code; readonly reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const cancel = async () => {
    if ((await act.send('/api/codes/cancel', { id: code.id })) !== null) reload();
  };
  return h('article', { class: 'card' }, [
    h('h3', null, whereText(app, code)),
    h('p', null, [
      h('strong', null, stateText(app, code)),
      ` · ${code.kind === 'sms' ? t.codes.sms : t.codes.phone} · ${t.codes.number(String(code.id))}`,
    ]),
    code.replaces === null ? null : h('p', null, t.codes.replaces(code.replaces)),
    h('p', { class: 'hint' }, t.codes.made(code.by ?? t.codes.console, app.instant(code.at))),
    h(Fault, { t, error: act.error }),
    code.state === 'open'
      ? h(Confirm, {
          ...{ t, label: t.codes.cancel, says: t.codes.cancelSays, busy: act.busy },
          onYes: () => void cancel(),
        })
      : null,
  ]);
}

function stateText({ t, instant }: WithApp['app'], { state, device, usedAt, expiresAt }: Code): string {
  switch (state) {
    case 'open':
      return t.codes.open(instant(expiresAt));
    case 'expired':
      return t.codes.expired(instant(expiresAt));
    case 'cancelled':
      return t.codes.cancelled;
    case 'used':
      return t.codes.used(device ?? t.codes.aMessage, usedAt === null ? '' : instant(usedAt));
  }
}
