import { stripTypeScriptTypes } from 'node:module';
import { json } from 'node:stream/consumers';
import { SourceTextModule } from 'node:vm';

/*
 * Reads sources as Node does when it loads them: takes the types away, and parses what is left as a module. A program of its own
 * (`node --experimental-vm-modules`), because Node lets nobody else parse a module without running it.
 */

type Source = { readonly path: string; readonly text: string };

function faultOf({ path, text }: Source): string[] {
  try {
    new SourceTextModule(stripTypeScriptTypes(text), { identifier: path });
    return [];
  } catch (cause) {
    return [`${path}: ${(cause as Error).message.split('\n')[0] ?? ''}`];
  }
}

const sources = (await json(process.stdin)) as readonly Source[];
process.stdout.write(JSON.stringify({ read: sources.length, faults: sources.flatMap(faultOf) }));
