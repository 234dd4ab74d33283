import type { Devices, MadeCode } from '../centre/api-schemas.ts';
import { useAct, useLoad, type WithApp } from './app.ts';
import { CodeShown, type NamedCode } from './code-shown.ts';
import { Confirm, Done, Fault, TextField } from './parts.ts';
import { whereText } from './place-finder.ts';
import { h, useState, type VNode } from './view.ts';

type Device = Devices['devices'][number];
const PAGE = 50;
const REPLACEMENT_HOURS = 24;

/** Devices that may send sheets and figures, and for which stations. */
export function DevicesScreen({ app }: WithApp): VNode {
  const { t } = app;
  const [code, setCode] = useState<NamedCode | null>(null);
  const [station, setStation] = useState('');
  const [after, setAfter] = useState<readonly string[]>([]);
  const last = after.at(-1);
  const more = `${last === undefined ? '' : `&after=${encodeURIComponent(last)}`}${station === '' ? '' : `&station=${encodeURIComponent(station)}`}`;
  const { value, error, reload } = useLoad<Devices>(app.api, `/api/devices?limit=${PAGE}${more}`);
  const devices = value?.devices ?? [];
  const lastName = devices.at(-1)?.device;
  const only = (next: string) => {
    setAfter([]);
    setStation(next);
  };
  return h('section', null, [
    h('h1', null, t.screens.devices),
    h('p', null, [`${t.devices.what} `, h('a', { href: '#/codes' }, t.devices.phones)]),
    h(CodeShown, { app, code, onDone: () => setCode(null) }),
    app.me.roles.includes('administrator')
      ? h('details', { class: 'card' }, [h('summary', null, t.devices.enrol), h(NewDevice, { app, reload })])
      : null,
    h(StationFilter, { app, onStation: only }),
    h(Fault, { t, error, retry: reload }),
    h(
      'p',
      { role: 'status' },
      value === null ? t.common.loading : t.devices.onPage(app.number(devices.length), app.number(after.length + 1)),
    ),
    ...devices.map((device) => h(DeviceCard, { app, device, reload, onCode: setCode, key: device.device })),
    h('div', { class: 'row' }, [
      after.length === 0
        ? null
        : h('button', { type: 'button', onClick: () => setAfter(after.slice(0, -1)) }, t.common.before),
      devices.length < PAGE || lastName === undefined
        ? h('p', { class: 'hint' }, t.common.end)
        : h('button', { type: 'button', onClick: () => setAfter([...after, lastName]) }, t.common.next),
    ]),
  ]);
}

function StationFilter({ app, onStation }: WithApp & { readonly onStation: (station: string) => void }): VNode {
  const { t } = app;
  const [typed, setTyped] = useState('');
  const look = (event: Event) => {
    event.preventDefault();
    onStation(typed.trim());
  };
  return h('form', { class: 'stack', onSubmit: look }, [
    h(TextField, {
      ...{ id: 'of-station', label: t.devices.ofStation, hint: t.devices.ofStationHint, value: typed },
      ...{ onValue: setTyped, mono: true, required: false, max: 64 },
    }),
    h('button', { type: 'submit' }, t.devices.show),
  ]);
}

type CardProps = WithApp & {
  readonly device: Device;
  readonly reload: () => void;
  readonly onCode: (code: NamedCode) => void;
};

function DeviceCard({ app, device: of, reload, onCode }: CardProps): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const { device, scope, only, revoked, key } = of;
  const place = { path: of.path, table: of.table, station: only };
  const revoke = async () => {
    if ((await act.send('/api/devices/revoke', { device })) !== null) reload();
  };
  const replace = async () => {
    const asked = { scope, only, replaces: device, hours: REPLACEMENT_HOURS };
    const made = await act.send<MadeCode>('/api/codes', asked);
    if (made !== null) onCode({ ...made.value, place, replaces: device });
  };
  return h('article', { class: 'card' }, [
    h('h2', null, whereText(app, place)),
    h('p', null, [
      h('span', { class: 'mono' }, device),
      revoked ? [' · ', h('strong', null, t.devices.revoked)] : null,
    ]),
    h('details', null, [h('summary', null, t.devices.key), h('p', { class: 'mono hint' }, key)]),
    h(Fault, { t, error: act.error }),
    revoked
      ? null
      : h('div', { class: 'row' }, [
          h(Confirm, {
            ...{ t, label: t.devices.replace, says: t.devices.replaceSays, busy: act.busy },
            onYes: () => void replace(),
          }),
          h(Confirm, {
            ...{ t, label: t.devices.revoke, says: t.devices.revokeSays, busy: act.busy },
            onYes: () => void revoke(),
          }),
        ]),
  ]);
}

/** A machine that sends scans: its key is brought here by hand. */
function NewDevice({ app, reload }: WithApp & { readonly reload: () => void }): VNode {
  const { t } = app;
  const act = useAct(app.api);
  const [device, setDevice] = useState('');
  const [key, setKey] = useState('');
  const [scope, setScope] = useState('');
  const [done, setDone] = useState<string | null>(null);
  const enrol = async (event: Event) => {
    event.preventDefault();
    const body = { device: device.trim(), key: key.trim(), scope: scope.trim() };
    if ((await act.send('/api/devices', body)) === null) return;
    setDone(t.devices.enrolled(body.device));
    setDevice('');
    setKey('');
    reload();
  };
  const field = (id: string, label: string, hint: string, value: string, onValue: (v: string) => void) =>
    h(TextField, { id, label, hint, value, onValue, mono: true });
  return h('form', { class: 'stack', onSubmit: (event: Event) => void enrol(event) }, [
    field('device', t.devices.name, t.devices.nameHint, device, setDevice),
    field('key', t.devices.key, t.devices.keyHint, key, setKey),
    field('scope', t.devices.scope, t.devices.scopeHint, scope, setScope),
    h(Fault, { t, error: act.error }),
    h(Done, { text: done }),
    h('button', { type: 'submit', class: 'main' }, t.devices.enrol),
  ]);
}
