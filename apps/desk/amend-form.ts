import type { ProposedAct } from '../centre/api-schemas.ts';
import type { App, WithApp } from './app.ts';
import { instantIn } from './local-instant.ts';
import { ContestField, SelectField, StationField, stationTyped } from './official-parts.ts';
import { type Both, BothFields, Choice, NOTHING_SAID, TextField } from './parts.ts';
import { type Place, PlaceFinder } from './place-finder.ts';
import { ProposalForm } from './proposal-form.ts';
import { UntilFields } from './rule-form.ts';
import { wordsOf } from './rulings-screen.ts';
import { h, useState, type VNode } from './view.ts';

type Change = Extract<ProposedAct, { kind: 'amend' }>['change'];
type Kind = Change['kind'];
type Setting = NonNullable<Extract<Change, { kind: 'station-added' }>['setting']>;
type Asked = {
  readonly station: string;
  readonly into: string;
  readonly registered: string;
  readonly place: Place | null;
  readonly table: string;
  readonly setting: Setting | 'none' | '';
  readonly contest: string;
  readonly selection: string;
  readonly votes: 'kept' | 'null' | null;
  readonly units: string;
  readonly day: string;
  readonly hour: string;
};

const KINDS: readonly Kind[] = [
  ...(['station-not-installed', 'station-merged', 'station-added', 'station-moved', 'date-moved'] as const),
  ...(['candidate-withdrawn', 'closing-extended'] as const),
];
const SETTINGS = ['urban', 'rural', 'mixed', 'abroad', 'none'] as const;
const NOTHING: Asked = {
  ...{ place: null, table: '', setting: '' },
  ...{ station: '', into: '', registered: '', contest: '', selection: '', votes: null, units: '', day: '', hour: '' },
};

/** A change of what was fixed before the count: an act of two. */
export function AmendForm({ app }: WithApp): VNode {
  const { t } = app;
  const [kind, setKind] = useState<Kind | null>(null);
  const [asked, setAsked] = useState(NOTHING);
  const [law, setLaw] = useState(NOTHING_SAID);
  const change = kind === null ? null : changeOf(app, kind, asked);
  return h(ProposalForm, {
    ...{ app, id: 'amend', label: t.amend.propose },
    act: change === null ? null : (reason: Both): ProposedAct => ({ kind: 'amend', change, law, reason }),
    children: h('div', null, [
      h('p', null, t.amend.changeWhat),
      h(Choice<Kind>, {
        ...{ name: 'amend-kind', label: t.amend.kind, value: kind, onValue: setKind },
        options: KINDS.map((one) => [one, t.amend.kinds[one]] as const),
      }),
      kind === null ? null : h(ChangeFields, { app, kind, asked, onAsked: setAsked }),
      h(BothFields, { t, id: 'amend-law', label: t.official.law, value: law, onValue: setLaw }),
    ]),
  });
}

type FieldsProps = WithApp & { readonly kind: Kind; readonly asked: Asked; readonly onAsked: (asked: Asked) => void };

function ChangeFields({ app, kind, asked, onAsked }: FieldsProps): VNode {
  const { t } = app;
  const set = (some: Partial<Asked>) => onAsked({ ...asked, ...some });
  const station = h(StationField, {
    ...{ app, id: 'amend-station', value: asked.station, onValue: (text) => set({ station: text }) },
  });
  switch (kind) {
    case 'station-not-installed':
      return station;
    case 'station-merged':
      return h('div', null, [
        station,
        h(StationField, {
          ...{ app, id: 'amend-into', label: t.amend.into, value: asked.into },
          onValue: (into) => set({ into }),
        }),
        h(TextField, {
          ...{ id: 'amend-registered', label: t.amend.registered, hint: t.amend.registeredHint, required: false },
          ...{ value: asked.registered, onValue: (registered) => set({ registered }), max: 6 },
        }),
      ]);
    case 'station-added':
      return h(AddedFields, { app, asked, onAsked });
    case 'station-moved':
      return h('div', null, [station, h(PlaceField, { app, asked, onAsked })]);
    case 'date-moved':
      return h('div', null, [
        station,
        h('p', { class: 'hint' }, t.amend.dateWhat),
        h(UntilFields, {
          ...{ app, id: 'amend', day: asked.day, hour: asked.hour, labels: [t.amend.untilDate, t.amend.untilTime] },
          ...{ onDay: (day) => set({ day }), onHour: (hour) => set({ hour }) },
        }),
      ]);
    case 'candidate-withdrawn':
      return h(WithdrawnFields, { app, asked, onAsked });
    case 'closing-extended':
      return h('div', null, [
        h(TextField, {
          ...{ id: 'amend-units', label: t.amend.units, hint: t.amend.unitsHint, mono: true },
          ...{ value: asked.units, onValue: (units) => set({ units }) },
        }),
        h(UntilFields, {
          ...{ app, id: 'amend', day: asked.day, hour: asked.hour, labels: [t.amend.untilDate, t.amend.untilTime] },
          ...{ onDay: (day) => set({ day }), onHour: (hour) => set({ hour }) },
        }),
      ]);
  }
}

/** A station that is found stands for the place where it lies. */
function PlaceField({ app, asked, onAsked }: Omit<FieldsProps, 'kind'>): VNode {
  return h('fieldset', null, [
    h('legend', null, app.t.amend.place),
    h('p', { class: 'hint' }, app.t.amend.placeHint),
    h(PlaceFinder, { app, chosen: asked.place, onChoose: (place) => onAsked({ ...asked, place }) }),
  ]);
}

function AddedFields({ app, asked, onAsked }: Omit<FieldsProps, 'kind'>): VNode {
  const { t } = app;
  const set = (some: Partial<Asked>) => onAsked({ ...asked, ...some });
  return h('div', null, [
    h(TextField, {
      ...{ id: 'amend-added', label: t.amend.added, hint: t.amend.addedHint, mono: true, max: 64 },
      ...{ value: asked.station, onValue: (station) => set({ station }) },
    }),
    h(PlaceField, { app, asked, onAsked }),
    h(TextField, {
      ...{ id: 'amend-table', label: t.amend.table, required: false, max: 6 },
      ...{ value: asked.table, onValue: (table) => set({ table }) },
    }),
    h(TextField, {
      ...{ id: 'amend-voters', label: t.amend.voters, hint: t.amend.registeredHint, required: false, max: 6 },
      ...{ value: asked.registered, onValue: (registered) => set({ registered }) },
    }),
    h(SelectField<Setting | 'none'>, {
      ...{ id: 'amend-setting', label: t.amend.setting, value: asked.setting },
      options: SETTINGS.map((one) => [one, t.amend.settings[one]] as const),
      onValue: (setting) => set({ setting }),
    }),
  ]);
}

function WithdrawnFields({ app, asked, onAsked }: Omit<FieldsProps, 'kind'>): VNode {
  const { t } = app;
  const set = (some: Partial<Asked>) => onAsked({ ...asked, ...some });
  const boxes = app.centre.contests.find(({ id }) => id === asked.contest)?.boxes ?? [];
  const selections = boxes.filter(({ kind }) => kind === 'selection').map(({ id, label }) => [id, label] as const);
  return h('div', null, [
    h(ContestField, {
      ...{ app, id: 'amend-contest', label: t.amend.contest, value: asked.contest },
      onValue: (contest) => set({ contest, selection: '' }),
    }),
    h(SelectField<string>, {
      ...{ id: 'amend-selection', label: t.amend.selection, value: asked.selection, options: selections },
      onValue: (selection) => set({ selection }),
    }),
    h(Choice<'kept' | 'null'>, {
      ...{ name: 'amend-votes', label: t.amend.votes, value: asked.votes },
      options: (['kept', 'null'] as const).map((one) => [one, t.amend.votesAre[one]] as const),
      onValue: (votes) => set({ votes }),
    }),
  ]);
}

/** null: something is missing. */
function changeOf(app: App, kind: Kind, asked: Asked): Change | null {
  const station = stationTyped(asked.station);
  switch (kind) {
    case 'station-not-installed':
      return { kind, station };
    case 'station-merged': {
      const registered = numberTyped(asked.registered);
      return registered === undefined ? null : { kind, station, into: stationTyped(asked.into), registered };
    }
    case 'station-added': {
      const { place, setting } = asked;
      const [table, registered] = [numberTyped(asked.table), numberTyped(asked.registered)];
      if (place === null || setting === '' || table === undefined || registered === undefined) return null;
      const said = { table, registered, setting: setting === 'none' ? null : setting };
      return { kind, station: asked.station.trim(), place: place.scope, ...said };
    }
    case 'station-moved':
      return asked.place === null ? null : { kind, station, place: asked.place.scope };
    case 'date-moved': {
      const until = instantIn(app.centre.election.timeZone, asked.day, asked.hour);
      return until === null ? null : { kind, station, until };
    }
    case 'candidate-withdrawn': {
      const { contest, selection, votes } = asked;
      return votes === null ? null : { kind, contest, selection, votes };
    }
    case 'closing-extended': {
      const until = instantIn(app.centre.election.timeZone, asked.day, asked.hour);
      const units = wordsOf(asked.units);
      return until === null || units.length === 0 ? null : { kind, units, until };
    }
  }
}

/** null: nothing is said; undefined: it is no number. */
function numberTyped(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  return /^\d{1,6}$/.test(typed) ? Number(typed) : undefined;
}
