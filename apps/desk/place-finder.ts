import type { Places } from '../centre/api-schemas.ts';
import { useLoad, type WithApp } from './app.ts';
import { Fault, placeText, shownOf } from './parts.ts';
import { h, useState, type VNode } from './view.ts';

export type Place = Places['places'][number];

/** A unit, or one station of it. */
export type Whereabouts = {
  readonly path: readonly string[];
  readonly table: number | null;
  readonly station: string | null;
};

/** Names of the units, the table, and the code of the station. */
export function whereText({ t }: WithApp['app'], { path, table, station }: Whereabouts): string {
  const where = placeText(t, path, table) || t.codes.everywhere;
  return station === null ? where : `${where} (${station})`;
}

/** The same, and how many stations that is. */
function describePlace(app: WithApp['app'], place: Place): string {
  const where = whereText(app, place);
  return place.station === null ? `${where} (${app.t.codes.stations(app.number(place.stations))})` : where;
}

/** What was searched for, and what was found with it. */
function useFind(app: WithApp['app']) {
  const [typed, setTyped] = useState('');
  const [find, setFind] = useState('');
  const path = find === '' ? null : `/api/places?find=${encodeURIComponent(find)}`;
  return { ...useLoad<Places>(app.api, path), typed, setTyped, search: () => setFind(typed.trim()) };
}

type FindProps = WithApp & {
  readonly id: string;
  readonly find: ReturnType<typeof useFind>;
  readonly places: readonly Place[];
};

/** The field with its button, and how much was found. */
function FindField({ app, id, find, places }: FindProps): VNode {
  const { t } = app;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // The form around it does something else.
    event.preventDefault();
    find.search();
  };
  const { value } = find;
  return h('div', null, [
    h('div', { class: 'field' }, [
      h('label', { for: id }, t.codes.find),
      h('p', { class: 'hint', id: `${id}-hint` }, t.codes.findHint),
      h('div', { class: 'row' }, [
        h('input', {
          ...{ id, type: 'text', value: find.typed, maxLength: 100, autocomplete: 'off', spellcheck: false },
          'aria-describedby': `${id}-hint`,
          onInput: (event: Event) => find.setTyped((event.currentTarget as HTMLInputElement).value),
          onKeyDown: onKey,
        }),
        h('button', { type: 'button', onClick: find.search }, t.codes.search),
      ]),
    ]),
    h(Fault, { t, error: find.error, retry: find.reload }),
    h('div', { role: 'status' }, value === null ? null : h('p', { class: 'hint' }, found(app, value, places.length))),
  ]);
}

type FinderProps = WithApp & { readonly chosen: Place | null; readonly onChoose: (place: Place | null) => void };

/** A place or a station, found by a piece of its name. */
export function PlaceFinder({ app, chosen, onChoose }: FinderProps): VNode {
  const { t } = app;
  const find = useFind(app);
  const search = () => {
    onChoose(null);
    find.search();
  };
  const places = find.value?.places ?? [];
  return h('div', { class: 'finder' }, [
    h(FindField, { app, id: 'find-place', find: { ...find, search }, places }),
    places.length === 0
      ? null
      : h('fieldset', { class: 'places' }, [
          h('legend', null, t.codes.where),
          ...places.map((place) =>
            h('label', { class: 'choice', key: `${place.scope} ${place.station}` }, [
              h('input', {
                ...{ type: 'radio', name: 'place', required: true },
                checked: chosen?.scope === place.scope && chosen.station === place.station,
                onChange: () => onChoose(place),
              }),
              h('span', null, describePlace(app, place)),
            ]),
          ),
        ]),
  ]);
}

type StationProps = WithApp & {
  readonly id: string;
  readonly chosen: string;
  readonly onChoose: (station: string) => void;
};

/** Only stations, beside the field that takes their code: for whoever has neither the code nor a reader of codes. */
export function StationFinder({ app, id, chosen, onChoose }: StationProps): VNode {
  const { t } = app;
  const find = useFind(app);
  const places = (find.value?.places ?? []).filter(({ station }) => station !== null);
  const field = `place-${id}`;
  return h('details', null, [
    h('summary', null, t.custody.findStation),
    h(FindField, { app, id: field, find, places }),
    places.length === 0
      ? null
      : h('fieldset', { class: 'places' }, [
          h('legend', null, t.official.station),
          ...places.map((place) =>
            h('label', { class: 'choice', key: place.station }, [
              h('input', {
                ...{ type: 'radio', name: `${field}-station`, checked: chosen === place.station },
                onChange: () => onChoose(place.station ?? ''),
              }),
              h('span', null, whereText(app, place)),
            ]),
          ),
        ]),
  ]);
}

/** `shown`: how many of them are. */
function found(app: WithApp['app'], { places, total }: Places, shown: number): string {
  if (shown === 0) return app.t.codes.nothingFound;
  return total > places.length ? app.t.codes.someFound : shownOf(app, shown, shown);
}
