import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureParts, enrolmentOf } from './capture.test-support.ts';
import { answerOf, type Client, type Running, startRunning } from './desk-server.test-support.ts';
import { ENROLMENTS_A_MINUTE } from './enrolment-limits.ts';

let running: Running;
let sue: Client;
beforeEach(async () => {
  running = await startRunning({ ...captureParts().options, trustProxy: true });
  sue = await running.person('sue', 'supervisor');
});
afterEach(() => running.close());

async function enrol(body: unknown, from: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await answerOf(await fetch(`${running.url}/api/intake/enrol`, init))).status;
}
const newCode = async () => {
  const made = await sue.post('/api/codes', { scope: 'u1', only: 's0', replaces: null, hours: 24 });
  return String(made.body['code']);
};
/** From so many addresses that none is over alone. */
async function crowd(bodyOf: (n: number) => unknown): Promise<ReadonlySet<number>> {
  const { perAddress, together } = ENROLMENTS_A_MINUTE;
  const seen = new Set<number>();
  for (let n = 0; n < together; n += perAddress) {
    const body = bodyOf(n);
    const from = `198.51.100.${n / perAddress}`;
    const tries = Array.from({ length: perAddress }, () => enrol(body, from));
    for (const status of await Promise.all(tries)) seen.add(status);
  }
  return seen;
}

describe('a crowd at the door of enrolment', () => {
  it('that sends rubbish keeps nobody else out', async () => {
    const code = await newCode();
    const unsigned = { ...enrolmentOf('a crowd', '0000-0000-0000-01'), signature: enrolmentOf('x', code).signature };
    const seen = await crowd((n) => (n % 120 === 0 ? unsigned : { ...unsigned, code: 'rubbish' }));
    expect([...seen]).toEqual([403]);
    expect(await enrol(enrolmentOf('one', code), '192.0.2.1')).toBe(200);
  }, 60_000);

  it('that guesses is stopped as one', async () => {
    const guess = enrolmentOf('a crowd', '0000-0000-0000-01');
    expect([...(await crowd(() => guess))]).toEqual([403]);
    expect(await enrol(enrolmentOf('one', await newCode()), '192.0.2.1')).toBe(429);
  }, 60_000);

  it('of one network of IPv6 is one address', async () => {
    const tries: number[] = [];
    for (let n = 0; n <= ENROLMENTS_A_MINUTE.perAddress; n++) {
      tries.push(await enrol({ ...enrolmentOf('x', '0'), code: 'rubbish' }, `2001:db8::${n.toString(16)}`));
    }
    expect(tries.indexOf(429)).toBe(ENROLMENTS_A_MINUTE.perAddress);
    expect(await enrol(enrolmentOf('one', await newCode()), '2001:db8:0:1::1')).toBe(200);
  });
});
