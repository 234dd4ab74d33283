import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { sharp } from '../../adapters/pictures/sharp-limits.ts';
import type { Bytes } from '../../src/base/bytes.ts';

/* A browser whose camera sees a file. */

const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const FRAME = { width: 1080, height: 1440 };

/** Arguments of a Chromium that runs without a screen. */
export const HEADLESS = ['--no-sandbox', '--disable-gpu', '--disable-sync', ...QUIET];
export const CHROMIUM = process.env['COTEJO_CHROMIUM'] ?? '/usr/bin/chromium';

/** A sheet on a table, as a film (motion JPEG) in which nothing moves. */
export async function filmOf(sheet: Bytes, folder: string): Promise<string> {
  const fitted = sharp(Buffer.from(sheet)).resize({ ...FRAME, fit: 'contain', background: '#6b5b4b' });
  const frame = await fitted.jpeg({ quality: 92 }).toBuffer();
  const path = join(folder, 'camera.mjpeg');
  writeFileSync(path, Buffer.concat([frame, frame]));
  return path;
}

/** A browser whose camera sees that film; whoever it asks for the camera has said yes. */
export function launchWithCamera(film: string): Promise<Browser> {
  const seeing = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const args = [...HEADLESS, ...seeing, `--use-file-for-fake-video-capture=${film}`];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
