import { formatInstant, type Instant } from '../../src/base/instant.ts';

type Where = { readonly path: string; readonly detail: string };

/** Why a store could not be opened. Nothing was changed, except that a missing file may have been created empty. */
export type OpenError =
  /** Another process (or this one) writes to it. Who and since when is known only if the holder could note it down. */
  | (Where & { readonly kind: 'already-open'; readonly pid: number | null; readonly since: Instant | null })
  /** No file, or a file that is something else. It was left as it is. */
  | (Where & { readonly kind: 'not-a-store' })
  /** It is, or was, a store, and its content contradicts itself. */
  | (Where & { readonly kind: 'corrupt' })
  /** Written by a later release of this program. */
  | (Where & { readonly kind: 'newer-version'; readonly found: number; readonly known: number })
  /** Read-only folder, full disk, missing folder, a file system without locks. */
  | (Where & { readonly kind: 'cannot-write' })
  /** Only of readers: no permission, or an unread journal that cannot be read where the store lies. */
  | (Where & { readonly kind: 'cannot-read' });

/** One or two English sentences for an operator: what is wrong, where, and what to do. */
export function describeOpenError(error: OpenError): string {
  switch (error.kind) {
    case 'already-open':
      return (
        `The store ${error.path} is already open for writing${holder(error.pid, error.since)}. ` +
        'Only one process may write: stop the other one, or open the store for reading.'
      );
    case 'not-a-store':
      return `${error.path} is not a store of this program: ${error.detail}. Check the path; the file was left as it is.`;
    case 'corrupt':
      return (
        `The store ${error.path} is damaged: ${error.detail}. ` +
        'Keep the damaged files, and restore the folder from a copy; never start an empty store in its place.'
      );
    case 'newer-version':
      return (
        `The store ${error.path} has format ${error.found}, and this release knows formats up to ${error.known}. ` +
        'Open it with the release that wrote it, or a later one.'
      );
    case 'cannot-write':
      return (
        `The store ${error.path} cannot be written: ${error.detail}. ` +
        'Check free space, that the folder exists, and that this user may write in it; then start again.'
      );
    case 'cannot-read':
      return (
        `The store ${error.path} cannot be read: ${error.detail}. ` +
        'Check that this user may read it, or copy the store with its -wal file to a folder that can be written.'
      );
  }
}

function holder(pid: number | null, since: Instant | null): string {
  if (pid === null) return ' in another process';
  const when = since === null ? '' : `, since ${formatInstant(since)}`;
  return pid === process.pid ? ` in this same process${when}` : ` in another process (pid ${pid}${when})`;
}
