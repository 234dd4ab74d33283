import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { decodeHeader, type StoredEvent } from '../../src/record/index.ts';
import {
  newWorld,
  open,
  playOn,
  publicFiles,
  publicPath,
  rootOf,
  type Staged,
  type World,
} from './rehearsed-run.test-support.ts';

/** A run and what it left: that which others have to come to. */
export type Reference = {
  readonly world: World;
  readonly root: string;
  readonly files: Readonly<Record<string, string>>;
};

/** The uninterrupted run. */
export async function referenceOf(staged: Staged): Promise<Reference> {
  const world = newWorld();
  const opened = open(world, staged);
  expect(await playOn(opened, staged)).toBe('to the end');
  return { world, root: rootOf(opened), files: publicFiles(world) };
}

/** Record numbers of the published states. */
export function statesOf(events: readonly StoredEvent[]): readonly number[] {
  return events.flatMap(({ header }, i) => {
    const decoded = decodeHeader(header);
    return decoded.ok && decoded.value.kind === 'StatePublished' ? [i] : [];
  });
}

/** Sizes to cut a record to: some of the beginning, and every so many from the opening on. */
export function sizesOf(events: readonly StoredEvent[], every: number): readonly number[] {
  // Where the counts open: before it stand hundreds of events of one kind, who may do what.
  const opened = events.findIndex(({ header }) => new TextDecoder().decode(header).includes('"CountOpened"'));
  const early = [0, 1, 2, 3, Math.floor(opened / 2), opened - 1];
  const rest = Math.ceil((events.length - opened) / every);
  return [...early, ...Array.from({ length: rest }, (_, i) => opened + i * every)];
}

/** A world whose store holds the first `size` events of that run. */
export function truncatedOf(from: Pick<Reference, 'world'>, size: number, marker: string | null): World {
  const world = newWorld();
  world.medium.events.push(...from.world.medium.events.slice(0, size));
  if (marker !== null) world.medium.meta.set('published', marker);
  return world;
}

/** Opened and played on, this world comes to where that run came. */
export async function expectEndOf(to: Reference, world: World, staged: Staged): Promise<void> {
  const opened = open(world, staged);
  expect(await playOn(opened, staged)).toBe('to the end');
  expect(rootOf(opened)).toBe(to.root);
  expect(publicFiles(world)).toEqual(to.files);
  expect(world.medium.meta.get('published')).toBe(to.world.medium.meta.get('published'));
}

/** Copies some of the public files of one world to another. */
export function copySome(from: World, to: World, keep: (path: string, i: number) => boolean): void {
  Object.keys(publicFiles(from)).forEach((path, i) => {
    if (!keep(path, i)) return;
    const target = join(publicPath(to), path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(publicPath(from), path), target);
  });
}
