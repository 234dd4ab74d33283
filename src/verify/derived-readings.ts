import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { ContestId } from '../model/ids.ts';
import { encodeBox } from '../record/index.ts';
import type { Derivation } from './derived-json.ts';
import { readingDiffers } from './reading-book.ts';

/** The READINGs of a station: publication.md section 5. */
export function readingsJson({ geography, headers, replayed }: Derivation, station: number): readonly Json[] {
  const { readings, versions } = replayed.centre;
  return readings.at(station).flatMap(({ record, body, boxes }) =>
    body.figures.map(([contest]): Json => {
      const c = present(geography.contestIndex.get(contest as ContestId), 'a contest that the station votes in');
      const read = boxes.get(contest) ?? null;
      return {
        at: present(headers[record], 'header of an announcement').at,
        boxes: read?.map(encodeBox) ?? null,
        contest,
        device: body.device,
        differs: readingDiffers(read, versions.current.preliminary[c]?.[station] ?? null),
        record,
        via: body.via,
      };
    }),
  );
}

/** The DEVICEs of a unit: those of its own scope, and of the units whose links lead to it. */
export function devicesJson({ geography, headers, replayed }: Derivation, unit: number): readonly Json[] {
  const isHere = (scope: number | null) => scope !== null && geography.pageOf[scope] === unit;
  return replayed.devices
    .filter(({ scope }) => isHere(scope))
    .map(({ record, body, revokedAt }) => ({
      at: present(headers[record], 'header of an enrolment').at,
      device: body.device,
      only: body.only,
      record,
      revoked: revokedAt,
      scope: body.scope,
    }));
}
