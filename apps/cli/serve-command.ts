import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPublicServer } from '../server/public-server.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { PORT_WORDS, parsePort } from './port.ts';

export type ServeOptions = { readonly port?: string; readonly host: string };

/** `cotejo serve DIR`: the public folder of a run, and nothing else of it, until Ctrl-C. It signs nothing. */
export async function serveCommand(directory: string, options: ServeOptions, output: Output): Promise<ExitCode> {
  const inside = join(directory, 'public');
  const folder = existsSync(inside) ? inside : directory;
  if (!existsSync(join(folder, 'checkpoint'))) {
    return refuse(output, `${directory} holds nothing published (no public/checkpoint)`, EXIT.badInput);
  }
  const port = parsePort(options.port);
  if (port === null) return refuse(output, PORT_WORDS, EXIT.usage);
  const nextPorts = options.port === undefined ? 20 : 0;
  const started = await startPublicServer({ publicDirectory: folder, host: options.host, port, nextPorts });
  if (!started.ok)
    return refuse(output, `cannot serve on port ${port}: ${started.error.detail}. Name another with --port.`);
  output.line(`Serving ${folder} at ${started.value.url} until Ctrl-C.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await started.value.close();
  return EXIT.ok;
}
