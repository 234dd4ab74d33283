import { expect, it } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { openCentre, PASSWORD } from './accounts.test-support.ts';

it('a right code is no guess: the people behind one address redeem as many as they are', async () => {
  const { accounts } = await openCentre();
  const { accountId } = expectOk(
    await accounts.createAccount({ name: 'ada', password: null, demo: false }),
    'an account',
  );
  for (let i = 0; i < 12; i += 1) {
    const { code } = expectOk(await accounts.issueResetCode(accountId), 'a code');
    expect((await accounts.redeemResetCode(code, PASSWORD, '192.0.2.9')).ok).toBe(true);
  }
});
