import type { ElectionDefinition } from '../model/election.ts';
import { isOfOffice, officeOf } from '../model/office-definition.ts';
import { type EventBody, isEventKind } from '../record/index.ts';

/** Why an event is none that this office may record; docs/spec/official-count.md section 2. */
export type OfficeFault =
  | { readonly kind: 'kind-not-of-office'; readonly found: string }
  | { readonly kind: 'count-not-of-office' }
  | { readonly kind: 'person-not-of-office'; readonly person: string }
  | { readonly kind: 'station-not-of-office'; readonly station: string };

/** Of what is to be recorded, as much as its place depends on. */
export type OfficeDraft = {
  readonly body: EventBody;
  readonly count?: string | null | undefined;
  readonly actor?: string | null | undefined;
};

/** The preliminary count and its phones, estimates of the whole, figures of files, rulings without a board, and what only the national record says of offices. */
const NEVER: ReadonlySet<string> = new Set<EventBody['kind']>([
  'SheetImported',
  'DeviceEnrolled',
  'DeviceRevoked',
  'SheetReceived',
  'FiguresAnnounced',
  'FiguresRead',
  'ArrivalsRefused',
  'EstimateMade',
  'RulingIssued',
  'OfficeDeclared',
  'OfficeTaken',
  'OfficeForked',
]);

/** Fields of bodies that name people; a vote's lists too. */
const PEOPLE = ['by', 'person', 'member', 'members', 'for', 'against', 'abstained'] as const;

/**
 * What stands against an event in the record of this office, whatever went before; null: nothing. `isOwn` says whether a station is
 * the office's. The same is asked where the office records it and where the national record takes it in: what passes here and is
 * refused there would stop the office for good.
 */
export function refuseOfOffice(
  office: string,
  isOwn: (station: string) => boolean,
  { body, count, actor }: OfficeDraft,
): OfficeFault | null {
  if (NEVER.has(body.kind) || !isEventKind(body.kind)) return { kind: 'kind-not-of-office', found: body.kind };
  // Every other contest, area or closing may concern stations of others: the national record amends those.
  if (body.kind === 'DefinitionAmended' && !isOfStation(body.change)) {
    return { kind: 'kind-not-of-office', found: `${body.kind} ${body.change.kind}` };
  }
  if (count === 'preliminary') return { kind: 'count-not-of-office' };
  const stranger = [...peopleIn(body), ...(actor ? [actor] : [])].find((person) => !isOfOffice(office, person));
  if (stranger !== undefined) return { kind: 'person-not-of-office', person: stranger };
  const foreign = addedElsewhere(office, body) ?? stationsIn(body).find((station) => !isOwn(station));
  return foreign === undefined ? null : { kind: 'station-not-of-office', station: foreign };
}

/** Whether a station is this office's: one of the definition, or one that it may have added, whose id begins with its own. */
export function stationsOfOffice(definition: ElectionDefinition, office: string): (station: string) => boolean {
  const of = officeOf(definition);
  const own = new Set<string>(definition.stations.filter((_, i) => of(i) === office).map(({ id }) => id));
  const known = new Set<string>(definition.stations.map(({ id }) => id));
  return (station) => own.has(station) || (!known.has(station) && isOfOffice(office, station));
}

type Change = Extract<EventBody, { kind: 'DefinitionAmended' }>['change'];

function isOfStation(change: Change): boolean {
  return 'station' in change;
}

/** Two offices cannot add the same station if each gives it a name of its own. */
function addedElsewhere(office: string, body: EventBody): string | undefined {
  if (body.kind !== 'DefinitionAmended' || body.change.kind !== 'station-added') return undefined;
  return isOfOffice(office, body.change.station) ? undefined : body.change.station;
}

function stationsIn(body: EventBody): readonly string[] {
  if ('station' in body) return [body.station];
  if (body.kind !== 'DefinitionAmended') return [];
  const { change } = body;
  if (change.kind === 'station-merged') return [change.station, change.into];
  return 'station' in change ? [change.station] : [];
}

function peopleIn(body: EventBody): readonly string[] {
  const said: Readonly<Record<string, unknown>> = body;
  return PEOPLE.flatMap((field) => said[field] ?? []).filter((name) => typeof name === 'string');
}
