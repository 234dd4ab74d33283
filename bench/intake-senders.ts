import { Agent, request } from 'node:http';
import { present } from '../src/base/assert.ts';
import type { Sent, ToSend } from './intake-http.ts';

/* Scanners in a process of their own: each sends a sheet, waits for its receipt, and sends the next. */

const SENDERS = 64;
const BOUNDARY = 'a-boundary-that-no-part-has';
const url = new URL('/api/intake/sheets', present(process.argv[2], 'the address of the desk server'));
const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });

process.once('message', async (sheets: readonly ToSend[]) => {
  process.send?.(await sendAll(sheets));
});

async function sendAll(sheets: readonly ToSend[]): Promise<Sent> {
  const bodies = sheets.map(bodyOf);
  let next = 0;
  let received = 0;
  let refused: string | null = null;
  const began = performance.now();
  const sender = async () => {
    for (let at = next++; at < bodies.length; at = next++) {
      const { status, text } = await send(present(bodies[at], 'a sheet'), `bench-sheet-${at}`);
      if (status === 201) received++;
      else refused ??= `${status} ${text}`;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { received, seconds: (performance.now() - began) / 1000, refused };
}

function bodyOf({ submission, pages }: ToSend): Buffer {
  const line = (text: string) => Buffer.from(`${text}\r\n`);
  const head = (rest: string) => line(`--${BOUNDARY}\r\ncontent-disposition: form-data; ${rest}\r\n`);
  return Buffer.concat([
    head('name="submission"'),
    line(submission),
    ...pages.flatMap((page, i) => [
      head(`name="page"; filename="${i}.jpg"\r\ncontent-type: image/jpeg`),
      Buffer.from(page, 'base64'),
      line(''),
    ]),
    line(`--${BOUNDARY}--`),
  ]);
}

function send(body: Buffer, key: string): Promise<{ status: number; text: string }> {
  const headers = {
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': body.length,
    'idempotency-key': key,
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
