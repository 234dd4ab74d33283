import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { present } from '../../src/base/assert.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import type { PictureQuestion } from './picture-readers.ts';
import { preparePicture } from './prepare-picture.ts';

const port = present(parentPort, 'a thread that asks');
// People at desks go before pictures. On Linux this is the thread's own priority, elsewhere it would be the process's.
if (process.platform === 'linux') setPriority(10);
port.on('message', async ({ bytes, form, page }: PictureQuestion) => {
  port.postMessage(await preparePicture(nodeCrypto, bytes, form, { page }));
});
