import type { Blobs } from '../../adapters/blobs/blobs.ts';
import { describeBlobError } from '../../adapters/blobs/blobs.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { drawPicture } from '../../adapters/pictures/draw-picture.ts';
import { preparePicture } from '../../adapters/pictures/prepare-picture.ts';
import { drawForm, drawWear } from '../../simulation/draw-form.ts';
import type { Rehearsal } from '../../simulation/generate-election.ts';
import { correctionWords, type PaperFlaw, paperFlaw, readingOf } from '../../simulation/paper-flaws.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromHex, toBase64 } from '../../src/base/bytes.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { Election, PollingStation } from '../../src/model/election.ts';
import type { StationId } from '../../src/model/ids.ts';
import { boxNames, type ContestTally } from '../../src/model/votes.ts';
import type { SheetPicture } from '../../src/record/index.ts';

/** The pages of a station's paper in a rehearsal, as a scanner would give them: the same seed, the same bytes. */
export async function drawSheet(rehearsal: Rehearsal, seed: string, station: PollingStation): Promise<Bytes[]> {
  const { election, units } = rehearsal.definition;
  const { form } = present(election.desk, 'the rules of the desk');
  const truth = election.contests.flatMap((contest): ContestTally[] => {
    const tally = rehearsal.truth.get(contest.id)?.get(station.id);
    return tally === undefined ? [] : [tally];
  });
  const flaw = paperFlaw(seed, station, truth);
  const tallies = truth.map((tally) => readingOf(tally, flaw).tally);
  const place = units.find((unit) => unit.id === station.place)?.name ?? '';
  const own = `${seed}/paper/${station.id}`;
  const pages: Bytes[] = [];
  for (let page = 1; page <= form.pages; page++) {
    pages.push(
      await drawPicture({
        code: { election: election.id, station: station.id, page },
        draw: (qr) =>
          drawForm({
            form,
            page,
            election,
            station,
            place,
            tallies,
            misworded: [],
            observations: flaw?.kind === 'corrected' ? [juryWords(election, truth, flaw)] : [],
            qr,
            seed: own,
            wear: drawWear(own),
          }),
      }),
    );
  }
  return pages;
}

/** The jury's correction as it stands in the observations; where it is not clear, it does not say of which box. */
function juryWords(
  election: Election,
  truth: readonly ContestTally[],
  flaw: Extract<PaperFlaw, { kind: 'corrected' }>,
): string {
  const contest = present(
    election.contests.find((c) => c.id === flaw.contest),
    'the corrected contest',
  );
  const value = truth.find((tally) => tally.contest === flaw.contest)?.boxes[flaw.box];
  const box = flaw.clear ? (boxNames(contest)[flaw.box] ?? '') : '';
  return correctionWords(box, flaw.says, typeof value === 'number' ? value : 0);
}

/** Draws the papers of these stations and keeps them; `onDrawn` after each. */
export async function drawSheets(
  rehearsal: Rehearsal,
  seed: string,
  stations: readonly PollingStation[],
  blobs: Blobs,
  onDrawn: (done: number) => void,
): Promise<Result<ReadonlyMap<StationId, readonly SheetPicture[]>, string>> {
  const drawn = new Map<StationId, readonly SheetPicture[]>();
  for (const station of stations) {
    const pictures: SheetPicture[] = [];
    for (const page of await drawSheet(rehearsal, seed, station)) {
      const kept = await keepPicture(rehearsal, page, blobs);
      if (!kept.ok) return kept;
      pictures.push(kept.value);
    }
    drawn.set(station.id, pictures);
    onDrawn(drawn.size);
  }
  return ok(drawn);
}

async function keepPicture(rehearsal: Rehearsal, page: Bytes, blobs: Blobs): Promise<Result<SheetPicture, string>> {
  const { form } = present(rehearsal.definition.election.desk, 'the rules of the desk');
  const prepared = expectOk(await preparePicture(nodeCrypto, page, form), 'a picture of our own');
  const hashes: string[] = [];
  for (const bytes of [page, prepared.shown.bytes]) {
    const put = await blobs.put(bytes);
    if (!put.ok) return err(describeBlobError(put.error));
    hashes.push(toBase64(expectOk(fromHex(put.value), 'a hash of ours')));
  }
  const [original = '', shown = ''] = hashes;
  return ok({ original, shown });
}
