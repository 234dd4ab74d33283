import type { LocalizedText } from '../../../src/model/ids.ts';
import { readingSchema, switchReadingSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS, personOf } from './desk.ts';
import { actTrouble, refuse } from './trouble.ts';

/**
 * Whether the public pages answer readers. A count under attack may leave its readers waiting: what arrives, is typed and is
 * published goes on, and afterwards everybody sees when nobody could read.
 */
export function layReading(app: DeskApp, { centre, capture }: Desk): void {
  if (capture === null) return;
  const { reading } = capture;
  /** What the public was told last: a switch that could not be recorded is told when it is asked for again. */
  let said = reading?.isOn ?? true;
  app.get(
    '/api/reading',
    { config: { access: ['administrator'] }, schema: { response: { 200: readingSchema, ...PROBLEMS } } },
    async () => ({ here: reading !== null, on: reading?.isOn ?? true }),
  );
  app.post(
    '/api/reading',
    {
      config: { access: ['administrator'] },
      schema: { body: switchReadingSchema, response: { 200: readingSchema, ...PROBLEMS } },
    },
    async (request, reply) => {
      const { on } = request.body;
      if (reading === null) {
        const detail = 'The public pages are not served by this process.';
        return refuse(reply, { status: 409, code: 'reading-elsewhere', detail });
      }
      if (reading.isOn === on && said === on) return { here: true, on };
      // First of all the switch: whoever needs it cannot wait for a record that stalls.
      await reading.set(on);
      const told = await centre.act({ kind: 'give-notice', text: readingNotice(personOf(request), on), by: 'console' });
      if (!told.ok) return refuse(reply, actTrouble(told.error));
      said = on;
      return { here: true, on };
    },
  );
}

/** What the public is told, by whom null: whoever has the machine. */
export function readingNotice(by: string | null, on: boolean): LocalizedText {
  const who = by === null ? { es: 'Quien tiene la máquina', en: 'Whoever has the machine' } : { es: by, en: by };
  return on
    ? {
        es: `${who.es} volvió a abrir las páginas públicas a la lectura.`,
        en: `${who.en} opened the public pages to readers again.`,
      }
    : {
        es: `${who.es} cerró las páginas públicas a la lectura. La recepción, la transcripción y la publicación siguen.`,
        en: `${who.en} closed the public pages to readers. Intake, typing and publication go on.`,
      };
}
