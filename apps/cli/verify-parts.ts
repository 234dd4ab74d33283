// What `verify` needs once its source is open.

export { startVerifyMany } from '../../adapters/crypto/verify-many.ts';
export { describeVerdict, verifyPublic } from '../../src/verify/index.ts';
