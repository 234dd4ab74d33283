import { fromBase64 } from '../../../src/base/bytes.ts';
import type { GpUnitId } from '../../../src/model/ids.ts';
import { deviceNameSchema, deviceSchema, devicesSchema, recordedSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, pageQuerySchema, personOf } from './desk.ts';
import { actTrouble, refuse } from './trouble.ts';

/** The devices that may send sheets. */
export function layDevices(app: DeskApp, { centre }: Desk): void {
  const { devices } = centre.state;
  app.get(
    '/api/devices',
    {
      config: { access: ['administrator', 'supervisor'] },
      schema: { querystring: pageQuerySchema, response: { 200: devicesSchema, ...PROBLEMS } },
    },
    async (request) => {
      const { limit, after = '' } = request.query;
      const all = [...devices.all()].filter(({ device }) => device > after);
      const page = all.toSorted((a, b) => (a.device < b.device ? -1 : 1)).slice(0, limit);
      return { devices: page.map(({ device, key, scope, revoked }) => ({ device, key, scope, revoked })) };
    },
  );
  app.post(
    '/api/devices',
    {
      config: { access: ['administrator'] },
      schema: { body: deviceSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { device, key, scope } = request.body;
      const bytes = fromBase64(key);
      if (!bytes.ok || bytes.value.length !== 32) {
        const detail = 'A public key is 32 bytes in base64.';
        return refuse(reply, { status: 422, code: 'bad-key', detail, field: '/key' });
      }
      const by = personOf(request);
      const done = await centre.act({ kind: 'enrol-device', device, key, scope: scope as GpUnitId, by });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
  app.post(
    '/api/devices/revoke',
    {
      config: { access: ['administrator'] },
      schema: { body: deviceNameSchema, response: { 200: recordedSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { device } = request.body;
      const done = await centre.act({ kind: 'revoke-device', device, by: personOf(request) });
      return done.ok ? { record: done.value.first } : refuse(reply, actTrouble(done.error));
    },
  );
}
