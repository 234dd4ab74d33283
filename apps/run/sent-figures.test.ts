import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { present } from '../../src/base/assert.ts';
import { toBase64, utf8 } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { AnnounceFigures, CentreAct } from '../../src/entry/acts.ts';
import { decide } from '../../src/entry/decide.ts';
import type { StationId } from '../../src/model/ids.ts';
import type { Box } from '../../src/model/votes.ts';
import type { UnitData } from '../../src/publication/unit-data.ts';
import { figuresBytes, figuresCommitment } from '../../src/record/index.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { parseTrust, type Verdict, verifyPublic } from '../../src/verify/index.ts';
import { draftOf } from './draft-of.ts';
import { newWorld, open, playOn, publicPath, removeWorlds, type Staged, stage } from './rehearsed-run.test-support.ts';
import { fixedFiles, renderPage } from './site-files.ts';
import type { Plan, PlanView, Step } from './steps.ts';

/*
 * What is published of figures from stations, devices and refusals, under the eyes of the verifier, which derives all of it from
 * the record by itself: in every state of a night with a stop.
 */

afterAll(removeWorlds);

const STAGED = stage('sent', 10, 14);
const { definition } = STAGED.rehearsal;
const ELECTION = definition.election;
const PHONE = { device: 'phone-0123456789ab', signer: signerFromSeed(nodeCrypto.sha256(utf8('phone'))) };

/** What the first to type each contest of a station reads, of the preliminary count. */
const read = new Map<string, Map<string, readonly Box[]>>();
for (const act of STAGED.night.acts()) {
  if (act.kind !== 'commit-entry' || act.count !== 'preliminary') continue;
  const of = read.get(act.station) ?? new Map<string, readonly Box[]>();
  read.set(act.station, of.has(act.contest) ? of : of.set(act.contest, act.tally.boxes));
}
const STATIONS = [...read.keys()];

/** Figures as the paper has them, or with a box that is not as it is there. */
function announcement(station: string, n: number, signed: boolean, sentAt: Instant): AnnounceFigures {
  const contests = [...(read.get(station) ?? new Map<string, readonly Box[]>())].sort(([a], [b]) => (a < b ? -1 : 1));
  const figures = contests.map(([contest, typed]) => {
    const boxes = typed.map((box, i) => (n % 3 === 0 && i === n % typed.length ? (Number(box) || 0) + 1 : box) as Box);
    const salt = nodeCrypto.sha256(utf8(`salt ${station} ${n} ${contest}`));
    return { contest, boxes, salt: toBase64(salt), commitment: figuresCommitment(nodeCrypto, salt, contest, boxes) };
  });
  const told = figures.map(({ contest, commitment }) => [contest, commitment] as const);
  const { device, signer } = PHONE;
  const message = { election: ELECTION.id, station, device, sentAt, figures: told };
  const signature = toBase64(signer.sign(figuresBytes(message)));
  return {
    kind: 'announce-figures',
    station: station as StationId,
    figures,
    signed: signed ? { device, sentAt, signature } : null,
  };
}

/** What the door takes and refuses between the acts of the night. */
function actsOfDoor(n: number, at: Instant): readonly CentreAct[] {
  const key = (name: string) => toBase64(signerFromSeed(nodeCrypto.sha256(utf8(name))).publicKey);
  const enrol = { kind: 'enrol-device', only: null, replaces: null, by: 'administrator-001' } as const;
  const place = present(definition.stations[0], 'station');
  if (n === 0) {
    const root = present(definition.units[0], 'root').id;
    return [
      { ...enrol, device: PHONE.device, key: toBase64(PHONE.signer.publicKey), scope: root },
      { ...enrol, device: 'phone-one', key: key('one'), scope: place.place, only: place.id },
    ];
  }
  if (n === 4) return [{ ...enrol, device: 'phone-two', key: key('two'), scope: place.place, replaces: 'phone-one' }];
  if (n % 6 === 5) {
    const minute = (Math.floor(at / 60_000) * 60_000) as Instant;
    return [
      {
        kind: 'tell-refused',
        minutes: [
          [minute, 'bad-code', n],
          [minute, 'too-large', 1],
        ],
      },
    ];
  }
  const station = STATIONS[n % STATIONS.length] ?? '';
  return [announcement(station, n, n % 4 !== 1, (at + n) as Instant)];
}

function recordStep(view: PlanView, act: CentreAct, at: Instant): Step {
  return {
    kind: 'record',
    at,
    drafts: () => expectOk(decide(view.centre, act, at), JSON.stringify(act)).map((event) => draftOf(event, at)),
  };
}

function planWithDoor(plan: Plan, onState: () => void): Plan {
  return {
    ...plan,
    *steps(view) {
      let acts = 0;
      let sent = 0;
      for (const one of plan.steps(view)) {
        const [position, step] = one;
        yield one;
        if (step.kind === 'publish') onState();
        if (position < 2 || step.kind === 'publish' || acts++ % 4 !== 0) continue;
        for (const act of actsOfDoor(sent++, step.at)) yield [position, recordStep(view, act, step.at)];
      }
    },
  };
}

describe('a night on which stations send figures', () => {
  it('is verified in every state, and shows announced stations, readings that differ, devices and refusals', async () => {
    const world = newWorld();
    const opened = open(world, STAGED, { render: renderPage, fixedFiles: fixedFiles(ELECTION) });
    const keys = rehearsalKeys(nodeCrypto, STAGED.seed, ELECTION.id);
    const [log, heartbeat] = [formatVkey(keys.log.key), formatVkey(keys.heartbeat.key)];
    const { combined } = opened.run.definition;
    const file = { v: 1, origin: keys.origin, log, heartbeat, definition: combined, witnesses: [] };
    const trust = expectOk(parseTrust(nodeCrypto, utf8(JSON.stringify(file))), 'a trust file of ours');
    const seen = { announced: 0, differ: 0, sealed: 0, open: 0, revoked: 0, states: 0, refused: 0 };
    const check = (): void => {
      const source = expectOk(createFolderSource(publicPath(world)), 'the folder was written');
      const verdict: Verdict = verifyPublic({ source, trust, crypto: nodeCrypto });
      if (verdict.kind !== 'verified') throw new Error(JSON.stringify(verdict).slice(0, 2000));
      const json = (path: string) => JSON.parse(new TextDecoder().decode(expectOk(source.read(path), path))) as unknown;
      seen.states++;
      seen.refused += 'refused' in (json('data/state.json') as object) ? 1 : 0;
      for (const path of expectOk(source.list(), 'list') ?? []) {
        if (!/^data\/u\//.test(path)) continue;
        const unit = json(path) as UnitData;
        const readings = (unit.sheets ?? []).flatMap((sheet) => sheet.readings ?? []);
        seen.sealed += readings.filter((r) => r.boxes === null).length;
        seen.open += readings.filter((r) => r.boxes !== null).length;
        seen.revoked += (unit.devices ?? []).filter((d) => d.revoked !== null).length;
        for (const { preliminary } of Object.values(unit.contests)) {
          seen.announced += preliminary.desk?.announced ?? 0;
          seen.differ += preliminary.desk?.readingsDiffer ?? 0;
        }
      }
    };
    const staged: Staged = { ...STAGED, plan: planWithDoor(STAGED.plan, check) };
    expect(await playOn(opened, staged)).toBe('to the end');
    expect(Object.entries(seen).filter(([, n]) => n === 0)).toEqual([]);
    expect(seen.states).toBeGreaterThan(10);
  });
});
