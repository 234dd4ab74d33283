import { present } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import { admitReading } from '../intake/arrivals.ts';
import type { ContestId } from '../model/ids.ts';
import { boxNames } from '../model/votes.ts';
import type { AnnounceFigures, CentreAct, EventDraft, Refusal } from './acts.ts';
import type { CentreState } from './centre-state.ts';
import { ascend, refuseBoxes } from './content.ts';

type Decision = Result<readonly EventDraft[], Refusal>;

const COUNT = 'preliminary';

/**
 * Figures from the station: publication.md section 2. They are recorded, sealed, and count for nothing; so they are taken also
 * when the count is closed. Whether they came before does not depend on what they say.
 */
export function decideAnnounced(state: CentreState, act: AnnounceFigures): Decision {
  const { station, signed } = act;
  const place = state.geography.stationIndex.get(station);
  if (place === undefined) return err({ kind: 'unknown-station', station });
  const now = state.counts.state(COUNT);
  if (now.kind === 'unopened' || now.mode !== 'entered') return err({ kind: 'count-not-open', count: COUNT });
  const admitted = admitReading(state, signed, station, place);
  if (!admitted.ok) return admitted;
  const refused = refuseFigures(state, act.figures, place);
  return refused === null ? ok(draftsOf(act, state.size)) : err(refused);
}

function refuseFigures(state: CentreState, figures: AnnounceFigures['figures'], place: number): Refusal | null {
  const { contestIndex, votesIn, definition } = state.geography;
  if (figures.length === 0 || !ascend(figures.map(({ contest }) => contest))) {
    return { kind: 'bad-content', detail: 'figures' };
  }
  for (const { contest, boxes } of figures) {
    const at = contestIndex.get(contest as ContestId);
    if (at === undefined || votesIn[at]?.[place] !== true) return { kind: 'unknown-contest', contest };
    const refused = refuseBoxes(boxes, boxNames(present(definition.election.contests[at], 'contest')).length);
    if (refused !== null) return refused;
  }
  return null;
}

function draftsOf({ station, figures, signed }: AnnounceFigures, announced: number): readonly EventDraft[] {
  const { device, sentAt, signature } = signed ?? { device: null, sentAt: null, signature: null };
  const first: EventDraft = {
    body: {
      kind: 'FiguresAnnounced',
      station,
      figures: figures.map(({ contest, commitment }) => [contest, commitment] as const),
      via: signed === null ? 'sms' : 'app',
      device,
      sentAt,
      signature,
    },
    count: COUNT,
  };
  const readings = figures.map(({ contest, boxes, salt }) => ({
    body: { kind: 'FiguresRead', station, announced, boxes, salt } as const,
    count: COUNT as typeof COUNT,
    contest: contest as ContestId,
  }));
  return [first, ...readings];
}

/** What the door refused. It is told whatever the state of the count: somebody may knock at any time. */
export function decideRefused({ minutes }: Extract<CentreAct, { kind: 'tell-refused' }>): Decision {
  return ok([{ body: { kind: 'ArrivalsRefused', minutes }, count: COUNT }]);
}
