import crypto from 'node:crypto';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { accountsPathOf } from '../../adapters/accounts/accounts-file.ts';
import type { Accounts, CreatedAccount } from '../../adapters/accounts/accounts-port.ts';
import { present } from '../../src/base/assert.ts';
import { expectOk } from '../../src/base/result.ts';

/*
 * A password's hash is dear by intent: making a person and signing in took a third of the time of all tests of the desks. So a
 * person is made once in a process, and copied from then on with a hash of the least cost, which it says itself, as any hash does.
 */

type Row = Readonly<Record<string, SQLInputValue>>;
type Made = { readonly created: CreatedAccount; readonly user: Row; readonly account: Row };

const made = new Map<string, Made>();

/** An account as `createAccount` makes it, in the open accounts of this folder. */
export async function quickAccount(
  accounts: Accounts,
  directory: string,
  name: string,
  password: string,
): Promise<CreatedAccount> {
  const db = new DatabaseSync(accountsPathOf(directory), { timeout: 2000 });
  try {
    const known = made.get(name);
    if (known !== undefined) {
      insert(db, 'user', known.user);
      insert(db, 'account', known.account);
      return known.created;
    }
    const created = expectOk(await accounts.createAccount({ name, password, demo: false }), name);
    const id = created.accountId;
    db.prepare('UPDATE account SET password = ? WHERE userId = ?').run(cheapHash(password), id);
    const user = present(db.prepare('SELECT * FROM user WHERE id = ?').get(id), 'a user') as Row;
    const account = present(db.prepare('SELECT * FROM account WHERE userId = ?').get(id), 'an account') as Row;
    made.set(name, { created, user, account });
    return created;
  } finally {
    db.close();
  }
}

function insert(db: DatabaseSync, table: 'user' | 'account', row: Row): void {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table}(${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
}

function cheapHash(password: string): string {
  const nonce = crypto.randomBytes(16);
  const tag = crypto.argon2Sync('argon2id', {
    ...{ message: password, nonce, memory: 8, passes: 1, parallelism: 1, tagLength: 32 },
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8,t=1,p=1$${text(nonce)}$${text(tag)}`;
}
