import { fromBase64 } from '../../../src/base/bytes.ts';
import type { GpUnitId, StationId } from '../../../src/model/ids.ts';
import { deviceNameSchema, deviceSchema, devicesQuerySchema, devicesSchema, recordedSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { actTrouble, NOT_THERE, refuse } from './trouble.ts';
import { scopePlace } from './unit-path.ts';

const ACCESS = { access: ['administrator', 'supervisor'] as const };

/** The devices that may send sheets and figures. Phones enrol themselves, with a code (enrol.ts). */
export function layDevices(app: DeskApp, { centre }: Desk): void {
  const { devices, geography } = centre.state;
  app.get(
    '/api/devices',
    { config: ACCESS, schema: { querystring: devicesQuerySchema, response: { 200: devicesSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { limit, after = '', station } = request.query;
      const place = station === undefined ? null : geography.stationIndex.get(station as StationId);
      if (place === undefined) return refuse(reply, NOT_THERE);
      const all = [...devices.all()].filter(
        (one) => one.device > after && (place === null || devices.covers(one, place)),
      );
      const page = all.toSorted((a, b) => (a.device < b.device ? -1 : 1)).slice(0, limit);
      return {
        devices: page.map(({ device, key, scope, only, revoked }) => ({
          ...{ device, key, scope, only, revoked },
          ...scopePlace(geography, scope, only),
        })),
      };
    },
  );
  app.post(
    '/api/devices',
    {
      config: { access: ['administrator'] },
      schema: { body: deviceSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { device, key, scope, only, replaces } = request.body;
      const bytes = fromBase64(key);
      if (!bytes.ok || ![32, 65].includes(bytes.value.length)) {
        const detail = 'A public key is 32 bytes of Ed25519 or 65 of P-256, in base64.';
        return refuse(reply, { status: 422, code: 'bad-key', detail, field: '/key' });
      }
      const of = { scope: scope as GpUnitId, only: only as StationId | null, replaces };
      const done = await centre.act({ kind: 'enrol-device', device, key, ...of, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
  app.post(
    '/api/devices/revoke',
    { config: ACCESS, schema: { body: deviceNameSchema, response: { 200: recordedSchema, ...PROBLEMS } } },
    async (request, reply) => {
      const { device } = request.body;
      const done = await centre.act({ kind: 'revoke-device', device, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}
