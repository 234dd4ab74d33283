import { findFile } from '../../src/publication/find-index.ts';
import type { PublicFile } from '../../src/publication/manifest.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import type { EventBody } from '../../src/record/index.ts';

/** The file by which stations are found: megabytes in a large election, made anew only where an amendment adds or moves one. */
export class StationFind {
  private file: PublicFile | null = null;

  take(body: EventBody): void {
    if (body.kind !== 'DefinitionAmended') return;
    if (body.change.kind === 'station-added' || body.change.kind === 'station-moved') this.file = null;
  }

  /** The file where it is not the one that was given before, or in any case. */
  *files({ geography }: PublicView, always: boolean): Generator<PublicFile> {
    if (!always && this.file !== null) return;
    this.file ??= findFile(geography);
    yield this.file;
  }
}
