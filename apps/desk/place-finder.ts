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

type FinderProps = WithApp & { readonly chosen: Place | null; readonly onChoose: (place: Place | null) => void };

/** A place or a station, found by a piece of its name. */
export function PlaceFinder({ app, chosen, onChoose }: FinderProps): VNode {
  const { t } = app;
  const [typed, setTyped] = useState('');
  const [find, setFind] = useState('');
  const path = find === '' ? null : `/api/places?find=${encodeURIComponent(find)}`;
  const { value, error, reload } = useLoad<Places>(app.api, path);
  const search = () => {
    onChoose(null);
    setFind(typed.trim());
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    // The form around it hands out a code.
    event.preventDefault();
    search();
  };
  return h('div', { class: 'finder' }, [
    h('div', { class: 'field' }, [
      h('label', { for: 'find-place' }, t.codes.find),
      h('p', { class: 'hint', id: 'find-place-hint' }, t.codes.findHint),
      h('div', { class: 'row' }, [
        h('input', {
          ...{ id: 'find-place', type: 'text', value: typed, maxLength: 100, autocomplete: 'off', spellcheck: false },
          'aria-describedby': 'find-place-hint',
          onInput: (event: Event) => setTyped((event.currentTarget as HTMLInputElement).value),
          onKeyDown: onKey,
        }),
        h('button', { type: 'button', onClick: search }, t.codes.search),
      ]),
    ]),
    h(Fault, { t, error, retry: reload }),
    h('div', { role: 'status' }, value === null ? null : h('p', { class: 'hint' }, found(app, value))),
    value === null || value.places.length === 0
      ? null
      : h('fieldset', { class: 'places' }, [
          h('legend', null, t.codes.where),
          ...value.places.map((place) =>
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

function found(app: WithApp['app'], { places, total }: Places): string {
  if (places.length === 0) return app.t.codes.nothingFound;
  return total > places.length ? app.t.codes.someFound : shownOf(app, places.length, places.length);
}
