import { err, ok, type Result } from '../../src/base/result.ts';
import { batchSchema, forkSchema, officeTrouble } from '../centre/routes/offices.ts';
import type { AskRecord } from './ask-record.ts';
import type { OfficeDoor, OfficeRefusal } from './office-door.ts';

const PATH = /^\/api\/offices\/([^/?]+)(?:\/(events|files|forks))?(?:\/([0-9a-f]+))?(?:\?at=(\d+))?$/;

/** Asks a door in this process as one asks it over a line. */
export function askDoor(door: OfficeDoor): AskRecord {
  return async (path, said) => {
    const [, office = '', what, hex = '', at] = PATH.exec(path) ?? [];
    const id = decodeURIComponent(office);
    if (said === undefined) return answerOf(door.sizeOf(id, at === undefined ? null : Number(at)));
    if (said.method === 'PUT') return answerOf(await door.putFile(id, hex, said.bytes));
    if (what === 'forks') {
      const fork = forkSchema.safeParse(said.json);
      return fork.success ? answerOf(await door.showFork(id, fork.data)) : err('this is no evidence of two histories');
    }
    const batch = batchSchema.safeParse(said.json);
    return batch.success ? answerOf(await door.take(id, batch.data)) : err('this is no batch of an office');
  };
}

function answerOf(done: Result<object | null, OfficeRefusal>) {
  if (done.ok) return ok({ status: 200, body: { ...done.value }, retryAfterMs: 0 });
  const { status, code, detail } = officeTrouble(done.error);
  return ok({ status, body: { code, detail }, retryAfterMs: 0 });
}
