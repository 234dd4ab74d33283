import type { ListedCode } from '../../../adapters/codes/codes.ts';
import { qrModules } from '../../../adapters/pictures/qr-code.ts';
import { instant } from '../../../src/base/instant.ts';
import type { CentreState } from '../../../src/entry/centre-state.ts';
import type { GpUnitId, StationId } from '../../../src/model/ids.ts';
import { writeEnrolmentCode } from '../../../src/model/one-time-code.ts';
import { codeIdSchema, codesQuerySchema, codesSchema, madeCodeSchema, newCodeSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, nothingSchema, PROBLEMS, personOf } from './desk.ts';
import { deviceOf } from './enrol.ts';
import { actTrouble, NOT_THERE, refusalTrouble, refuse, type Trouble } from './trouble.ts';
import { scopePlace } from './unit-path.ts';

const HOUR_MS = 3_600_000;
const ACCESS = { access: ['administrator', 'supervisor'] as const };

/** One-time codes that let phones in: made here, shown once, and listed without what they are. */
export function layCodes(app: DeskApp, { centre, capture }: Desk): void {
  if (capture === null) return;
  const { codes } = capture;
  app.post(
    '/api/codes',
    { config: ACCESS, schema: { body: newCodeSchema, response: { 200: madeCodeSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { hours, ...asked } = request.body;
      const wrong = refuseGrant(centre.state, asked);
      if (wrong !== null) return refuse(reply, wrong);
      const at = centre.wall();
      const expiresAt = instant(at + hours * HOUR_MS);
      const grant = {
        ...({ kind: 'enrol', scope: asked.scope as GpUnitId } as const),
        ...{ only: asked.only as StationId | null, replaces: asked.replaces },
      };
      const made = codes.make(grant, { at, expiresAt, by: personOf(request) });
      if (!made.ok) return refuse(reply, actTrouble(made.error));
      const { id, code } = made.value;
      const address = `${capture.url}#enrol=${code}`;
      const qr = (await qrModules(address)).map((row) => row.map(Number).join(''));
      return { id, code: writeEnrolmentCode(code), address, qr, expiresAt };
    },
  );
  app.get(
    '/api/codes',
    { config: ACCESS, schema: { querystring: codesQuerySchema, response: { 200: codesSchema, ...PROBLEMS } } },
    async (request) => {
      const { limit, after, made, station } = request.query;
      const now = centre.wall();
      const more = { ...(after && { after }), ...(station && { station: station as StationId }) };
      const list = codes.list({ printed: made === 'kit', limit, ...more });
      return { now, codes: list.map((code) => shown(centre.state, code, now)) };
    },
  );
  app.post(
    '/api/codes/cancel',
    { config: ACCESS, schema: { body: codeIdSchema, response: { 204: nothingSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const done = codes.cancel(request.body.id, centre.wall());
      if (done.ok) return reply.code(204).send();
      return refuse(reply, done.error.kind === 'unknown-code' ? NOT_THERE : actTrouble(done.error));
    },
  );
}

function refuseGrant(
  { geography, devices }: CentreState,
  { scope, only, replaces }: { readonly scope: string; readonly only: string | null; readonly replaces: string | null },
): Trouble | null {
  const unit = scope as GpUnitId;
  if (!geography.unitIndex.has(unit)) return refusalTrouble({ kind: 'unknown-unit', unit: scope });
  if (only !== null) {
    const station = only as StationId;
    const place = geography.stationIndex.get(station);
    const within = place !== undefined && devices.covers({ scope: unit, only: station }, place);
    if (!within) return refusalTrouble({ kind: 'unknown-station', station: only });
  }
  const isThere = replaces === null || devices.get(replaces)?.revoked === false;
  return isThere ? null : refusalTrouble({ kind: 'unknown-device', device: replaces });
}

function shown({ geography }: CentreState, code: ListedCode, now: number) {
  const { id, grant, by, at, expiresAt, used, cancelledAt } = code;
  const [scope, station] =
    grant.kind === 'sms' ? ([geography.units[0]?.id, grant.station] as const) : ([grant.scope, grant.only] as const);
  const open = now >= expiresAt ? ('expired' as const) : ('open' as const);
  return {
    ...{ id, kind: grant.kind, station, ...scopePlace(geography, scope as GpUnitId, station) },
    replaces: grant.kind === 'sms' ? null : grant.replaces,
    ...{ by, at, expiresAt },
    state: used !== null ? ('used' as const) : cancelledAt !== null ? ('cancelled' as const) : open,
    device: used !== null && grant.kind === 'enrol' ? deviceOf(used.holder) : null,
    usedAt: used?.at ?? null,
  };
}
