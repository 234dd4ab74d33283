import { present } from '../../base/assert.ts';
import type { GpUnit } from '../election.ts';
import type { GpUnitId } from '../ids.ts';

/** A polling place with more stations than this is cut, so that whatever is published per place stays bounded. */
export const MAX_STATIONS_PER_PLACE = 200;
export const ROOT_LEVEL = 'election';
export const PART_LEVEL = 'part';

type Node = {
  readonly name: string;
  readonly level: string;
  readonly parent: Node | null;
  readonly children: Map<string, Node>;
  /** Stations directly here (deepest level only). */
  stations: number;
  /** Stations that were given their place so far. */
  placed: number;
  id: GpUnitId | null;
};

/** A deepest unit that stations were counted into. Opaque outside this file. */
export type PlaceNode = { readonly node: Node };

/**
 * The tree of units of an election. All level cells together are the identity of a place: two places of one name in
 * two towns are two. Stations are first counted (`visit`), then placed in the same order (`place`), because only the
 * number of a place's stations tells whether it is cut.
 */
export class UnitTree {
  readonly #levels: readonly string[];
  readonly #root: Node = newNode('', ROOT_LEVEL, null);
  readonly #units: GpUnit[] = [];

  constructor(levels: readonly string[]) {
    this.#levels = levels;
    this.#identify(this.#root, 0);
  }

  /** Counts a station into the place that its level cells name; an empty cell is a unit without a name. */
  visit(path: readonly string[]): PlaceNode {
    let node = this.#root;
    for (const [i, level] of this.#levels.entries()) {
      const name = present(path[i], `cell of level ${level}`);
      let child = node.children.get(name);
      if (child === undefined) {
        child = newNode(name, level, node);
        node.children.set(name, child);
      }
      node = child;
    }
    node.stations++;
    return { node };
  }

  /** The unit of the next station of a place: the place itself, or the next free part of it. */
  place({ node }: PlaceNode): GpUnitId {
    if (node.stations <= MAX_STATIONS_PER_PLACE) return this.#idOf(node);
    const first = node.placed - (node.placed % MAX_STATIONS_PER_PLACE);
    node.placed++;
    const last = Math.min(first + MAX_STATIONS_PER_PLACE, node.stations);
    const name = `${first + 1}–${last}`;
    const known = node.children.get(name);
    if (known !== undefined) return this.#idOf(known);
    const part = newNode(name, PART_LEVEL, node);
    node.children.set(name, part);
    return this.#idOf(part);
  }

  /** The unit of a path from the widest level on; null if no station is there. Only after every station is placed. */
  find(path: readonly string[]): GpUnitId | null {
    let node: Node | undefined = this.#root;
    for (const name of path) node = node?.children.get(name);
    return node?.id ?? null;
  }

  /** Parents before children, numbered in the order in which the stations first needed them. */
  units(): readonly GpUnit[] {
    return this.#units;
  }

  #idOf(node: Node): GpUnitId {
    if (node.id !== null) return node.id;
    const parent = present(node.parent, 'the root has its id from the start');
    this.#idOf(parent);
    return this.#identify(node, depthOf(node));
  }

  #identify(node: Node, depth: number): GpUnitId {
    const id = `u${this.#units.length}` as GpUnitId;
    node.id = id;
    this.#units.push({ id, parent: node.parent?.id ?? null, depth, level: node.level, name: node.name });
    return id;
  }
}

function newNode(name: string, level: string, parent: Node | null): Node {
  return { name, level, parent, children: new Map(), stations: 0, placed: 0, id: null };
}

function depthOf(node: Node): number {
  let depth = 0;
  for (let up = node.parent; up !== null; up = up.parent) depth++;
  return depth;
}
