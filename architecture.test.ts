import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/*
 * The direction of imports and what is banned where, checked on the sources themselves (DESIGN section 3, STYLE section 5).
 * The checkers are functions from sources to faults, and are tried on made-up sources below: a rule that cannot fail is none.
 */

/** Folders of `src` in the order of the flow: each may import from those before it, and from itself. */
const FLOW = [
  'base',
  'model',
  'record',
  'checks',
  'intake',
  'entry',
  'canvass',
  'tabulation',
  'projection',
  'scrutiny',
  'audit',
  'publication',
] as const;
/** Beside the flow: the log knows nothing of elections, and the verifier adds up for itself. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  tlog: ['base'],
  verify: ['base', 'model', 'record', 'checks', 'tlog'],
};
/** Each knows nothing of the other. */
const APART: readonly (readonly string[])[] = [['projection', 'scrutiny', 'audit']];
/** Only publication joins the flow and the log. */
const WITH_TLOG: ReadonlySet<string> = new Set(['publication']);

/** Zones outside `src`, and the zones that each may import. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  src: ['src'],
  adapters: ['src', 'adapters'],
  simulation: ['src', 'simulation'],
  apps: ['src', 'adapters', 'simulation', 'apps'],
  'apps/site': [],
  // Of the rest only types: desk-files.test.ts finds a module that would have to be served.
  'apps/desk': ['src', 'apps', 'apps/desk'],
  // Of the adapters only the one that runs in a browser: see BROWSER_ADAPTER.
  'apps/capture': ['src', 'apps/capture'],
  tests: ['src', 'adapters', 'simulation', 'apps', 'tests'],
  bench: ['src', 'adapters', 'simulation', 'apps', 'apps/capture', 'bench'],
};

const BROWSER_ADAPTER = 'adapters/crypto/noble-crypto.ts';

type Source = { readonly path: string; readonly text: string };

const isTest = (path: string) => /\.(test|contract|test-support)\.ts$/.test(path) || path.startsWith('tests/');

function zoneOf(path: string): string {
  return (
    Object.keys(ZONES).find((zone) => zone.includes('/') && path.startsWith(`${zone}/`)) ?? path.split('/')[0] ?? ''
  );
}

/** Everything named by `from '...'`, `import '...'` and `import('...')`. */
function importsOf(text: string): string[] {
  const quoted =
    /(?:^|[\s;])(?:import|export)\b[^'"`;=()]*\bfrom\s*['"]([^'"\n]+)['"]|\bimport\s*['"]([^'"\n]+)['"]|\bimport\s*\(\s*['"`]([^'"`\n]+)['"`]/g;
  return [...withoutComments(text).matchAll(quoted)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  const beside = BESIDE[from];
  if (beside !== undefined) return beside.includes(to);
  if (to === 'tlog') return WITH_TLOG.has(from);
  if (APART.some((group) => group.includes(from) && group.includes(to))) return false;
  const [at, target] = [FLOW.indexOf(from as never), FLOW.indexOf(to as never)];
  return at >= 0 && target >= 0 && target < at;
}

/** Imports that go against the direction, or out of what their zone may use. */
function wrongImports({ path, text }: Source): string[] {
  if (isTest(path)) return [];
  const zone = zoneOf(path);
  return importsOf(text).flatMap((name) => {
    const fault = [`${path} imports ${name}`];
    if (!name.startsWith('.')) return zone === 'src' || zone === 'apps/site' ? fault : [];
    if (!name.endsWith('.ts')) return fault;
    const target = posix.normalize(posix.join(posix.dirname(path), name));
    const allowed = ZONES[zone];
    if (zone === 'apps/capture' && target === BROWSER_ADAPTER) return [];
    if (allowed === undefined || !allowed.includes(zoneOf(target))) return fault;
    if (zone !== 'src') return [];
    const [own = '', other = ''] = [path, target].map((p) => p.split('/')[1]);
    // A file at the root of src belongs to no stage.
    return mayImport(own, other) ? [] : fault;
  });
}

/** Clock, chance, process, network: they reach the core as arguments (STYLE section 5, rule 2). */
const BANNED_IN_SRC: readonly RegExp[] = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\bprocess\./,
  /\bconsole\./,
  /\bBuffer\b/,
  /\bsetTimeout\b/,
  /\bsetInterval\b/,
  /\bfetch\s*\(/,
  /\bperformance\./,
  /\bglobalThis\b/,
];
/** Votes are whole numbers and shares exact fractions (rule 6). */
const BANNED_WITH_VOTES: readonly RegExp[] = [/\bparseFloat\b/, /\btoFixed\b/, /\bMath\.round\b/, /\btoPrecision\b/];
const BANNED_ANYWHERE: readonly RegExp[] = [/:\s*any\b/, /\bas any\b/, /<any>/, /@ts-(ignore|nocheck|expect-error)/];
const BANNED_IN_TESTS: readonly RegExp[] = [/\.(?:only|skip|todo)\s*[(.`]/, /\bfdescribe\b/, /\bfit\(/];

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/** Without comments and without what stands in quotes: words about a thing are not the thing. */
function codeOf(text: string): string {
  return withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}

function bannedWords({ path, text }: Source): string[] {
  const code = codeOf(text);
  const rules = [...BANNED_ANYWHERE.filter((r) => r.test(r.source.startsWith('@') ? text : code))];
  if (isTest(path)) rules.push(...BANNED_IN_TESTS.filter((r) => r.test(code)));
  else if (path.startsWith('src/')) rules.push(...BANNED_IN_SRC.filter((r) => r.test(code)));
  const withVotes = /^src\/(model|tabulation|record)\//.test(path) && !isTest(path);
  if (withVotes) rules.push(...BANNED_WITH_VOTES.filter((r) => r.test(code)));
  return rules.map((rule) => `${path} has ${rule.source}`);
}

/**
 * The official count reads the paper, and nothing of the preliminary count: in 2019 one fed the other. Its folder names neither that
 * count, nor what phones and files said, nor tabulated figures (which the direction of imports forbids too).
 */
const OF_PRELIMINARY: readonly RegExp[] = [
  /'preliminary'/,
  /\.preliminary\b/,
  /'FiguresRead'|'SheetImported'/,
  /\barrivals\b/,
];
/** Where an office's events come in, those of the preliminary count are named to be refused. */
const REFUSES_PRELIMINARY = 'src/canvass/office-intake.ts';

function readsPreliminary({ path, text }: Source): string[] {
  if (!path.startsWith('src/canvass/') || isTest(path) || path === REFUSES_PRELIMINARY) return [];
  const code = withoutComments(text);
  return OF_PRELIMINARY.filter((rule) => rule.test(code)).map((rule) => `${path} has ${rule.source}`);
}

const LINES_MAX = 350;

function wrongShape({ path, text }: Source): string[] {
  const faults: string[] = [];
  const name = posix.basename(path);
  if (/(^|[-.])(utils?|helpers?|managers?|services?|common)([-.]|$)/.test(name))
    faults.push(`${path}: a drawer, not a name`);
  const lines = text.split('\n').length - 1;
  if (!isTest(path) && lines > LINES_MAX) faults.push(`${path} has ${lines} lines, over ${LINES_MAX}`);
  if (path.endsWith('.laws.test.ts') && !importsOf(text).includes('fast-check'))
    faults.push(`${path} has no fast-check`);
  return faults;
}

/**
 * What compiler, linter and tests take, and Node cannot load: it takes the types away by a reader of its own, which stumbles over
 * some names. Nothing that stands in such a file runs.
 */
function unreadable(all: readonly Source[]): { readonly read: number; readonly faults: readonly string[] } {
  const reader = fileURLToPath(new URL('tests/read-by-node.ts', import.meta.url));
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const ended = spawnSync(process.execPath, [...flags, reader], {
    ...{ input: JSON.stringify(all), encoding: 'utf8', maxBuffer: 1e7, timeout: 60_000 },
  });
  if (ended.status !== 0) throw new Error(`the reader ended: ${ended.error?.message ?? ended.stderr}`);
  return JSON.parse(ended.stdout) as ReturnType<typeof unreadable>;
}

function sources(): Source[] {
  const root = fileURLToPath(new URL('.', import.meta.url));
  return Object.keys(ZONES)
    .filter((zone) => !zone.includes('/'))
    .flatMap((zone) => {
      try {
        return readdirSync(join(root, zone), { recursive: true, encoding: 'utf8' }).map(
          (p) => `${zone}/${p.replaceAll('\\', '/')}`,
        );
      } catch {
        return [];
      }
    })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

describe('the sources', () => {
  const all = sources();

  it('are found', () => {
    expect(all.length).toBeGreaterThan(150);
    const stages = new Set(all.flatMap(({ path }) => (path.startsWith('src/') ? [path.split('/')[1]] : [])));
    for (const stage of stages) expect([...FLOW, ...Object.keys(BESIDE)]).toContain(stage);
  });

  it('import in one direction', () => {
    expect(all.flatMap(wrongImports)).toEqual([]);
  });

  it('have nothing that is banned', () => {
    expect(all.flatMap(bannedWords)).toEqual([]);
  });

  it('of the official count name nothing of the preliminary one', () => {
    expect(all.flatMap(readsPreliminary)).toEqual([]);
  });

  // Vitest has a reader of its own for what it loads alone.
  it('can be loaded by Node', () => {
    const loaded = all.filter(({ path }) => !path.endsWith('.test.ts'));
    expect(unreadable(loaded)).toEqual({ read: loaded.length, faults: [] });
  });

  it('are named for what they hold, fit a sitting, and state laws as laws', () => {
    expect(all.flatMap(wrongShape)).toEqual([]);
  });
});

describe('a planted fault is found', () => {
  const file = (path: string, text: string): Source => ({ path, text });
  const imports = (path: string, ...names: string[]) =>
    wrongImports(file(path, names.map((name, i) => `import { x${i} } from '${name}';`).join('\n'))).length;

  it.each([
    ['model from tabulation', 'src/model/a.ts', '../tabulation/tabulation.ts'],
    ['record from the log', 'src/record/a.ts', '../tlog/index.ts'],
    ['tabulation from the log', 'src/tabulation/a.ts', '../tlog/index.ts'],
    ['the log from the model', 'src/tlog/a.ts', '../model/ids.ts'],
    ['the verifier from tabulation', 'src/verify/a.ts', '../tabulation/tabulation.ts'],
    ['the verifier from publication', 'src/verify/a.ts', '../publication/manifest.ts'],
    ['publication from the verifier', 'src/publication/a.ts', '../verify/index.ts'],
    ['a page from the verifier', 'src/publication/pages/a.ts', '../../verify/index.ts'],
    ['audit from projection', 'src/audit/a.ts', '../projection/index.ts'],
    ['a stage that is in no list', 'src/base/a.ts', '../helpers/index.ts'],
    ['the core from an adapter', 'src/base/a.ts', '../../adapters/clock/clock.ts'],
    ['an adapter from an app', 'adapters/clock/a.ts', '../../apps/cli/main.ts'],
    ['the simulation from an adapter', 'simulation/a.ts', '../adapters/clock/clock.ts'],
    ['the site from anything', 'apps/site/live.ts', '../../src/base/bytes.ts'],
    ['the site from a package', 'apps/site/live.ts', 'preact'],
    ['node in the core', 'src/base/a.ts', 'node:fs'],
    ['a package in the core', 'src/base/a.ts', '@noble/hashes'],
    ['an import without its ending', 'src/model/a.ts', '../base/bytes'],
  ])('import: %s', (_, path, name) => {
    expect(imports(path, name)).toBe(1);
    expect(imports(path.replace(/a\.ts$|live\.ts$/, 'a.test.ts'), name)).toBe(0);
  });

  it.each([
    ['import type', "import type { X } from '../tlog/index.ts';"],
    ['export from', "export { x } from '../tlog/index.ts';"],
    ['export all', "export * from '../tlog/index.ts';"],
    ['for its effect', "import '../tlog/index.ts';"],
    ['at run time', "const x = await import('../tlog/index.ts');"],
    ['over several lines', "import {\n  x,\n  type Y,\n} from '../tlog/index.ts';"],
    ['behind another on the line', "import { a } from './b.ts'; import { x } from '../tlog/index.ts';"],
  ])('import, however written: %s', (_, text) => {
    expect(wrongImports(file('src/record/a.ts', text))).toEqual(['src/record/a.ts imports ../tlog/index.ts']);
  });

  it('the desk from what a browser cannot have, and the centre from the desk', () => {
    expect(imports('apps/desk/main.ts', '../../adapters/store/store.ts')).toBe(1);
    expect(imports('apps/run/a.ts', '../desk/main.ts')).toBe(1);
    expect(imports('apps/desk/main.ts', '../centre/api-schemas.ts', './texts.ts')).toBe(0);
  });

  it('the field app from what a phone cannot have', () => {
    const own = 'apps/capture/phone.ts';
    for (const name of ['../../adapters/crypto/node-crypto.ts', '../desk/app.ts', '../centre/capture-files.ts']) {
      expect(imports(own, name)).toBe(1);
    }
    expect(imports('apps/centre/a.ts', '../capture/phone.ts')).toBe(1);
    expect(imports(own, '../../adapters/crypto/noble-crypto.ts', '../../src/base/bytes.ts', './kept.ts', 'idb')).toBe(
      0,
    );
    expect(imports('apps/capture/screens/a.ts', '../phone-types.ts', 'preact')).toBe(0);
  });

  it('and the allowed direction is allowed', () => {
    expect(imports('src/record/a.ts', '../base/bytes.ts', '../model/ids.ts', './kinds.ts')).toBe(0);
    expect(imports('src/publication/pages/a.ts', '../../tlog/index.ts', '../unit-data.ts', './html.ts')).toBe(0);
    expect(
      imports('src/verify/a.ts', '../base/bytes.ts', '../model/ids.ts', '../record/index.ts', '../tlog/index.ts'),
    ).toBe(0);
    expect(imports('adapters/a/a.ts', 'node:fs', '@noble/hashes', '../../src/base/bytes.ts')).toBe(0);
    expect(imports('apps/cli/a.ts', '../../simulation/night.ts', '../../adapters/a/a.ts', '../run/play.ts')).toBe(0);
  });

  const banned = (path: string, text: string) => bannedWords(file(path, text)).length;
  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const r = Math.random();',
    'process.exit(1);',
    'console.log(x);',
    'Buffer.from(x);',
    'setTimeout(f, 1);',
    "await fetch('x');",
    'const n: any = 1;',
    'const n = x as any;',
    '// @ts-ignore',
  ])('banned in the core: %s', (text) => {
    expect(banned('src/base/a.ts', text)).toBe(1);
  });

  it('what compiler and tests take and Node cannot load', () => {
    const texts = [
      'class A { private declare(office: string): void {} }',
      'for (const of of [a, b]) of?.move();',
      'enum Kind { one }',
      'class A { constructor(private readonly at: number) {} }',
      'const n: number = 08;',
      // These are taken.
      "import type { B } from './b.ts'; export const a = (b: B): number => b.n; await a({ n: 1 });",
      'declare const brand: unique symbol;',
    ];
    const { read, faults } = unreadable(texts.map((text, i) => file(`${i}.ts`, text)));
    expect([read, faults.map((fault) => fault[0])]).toEqual([7, ['0', '1', '2', '3', '4']]);
  });

  it.each(['parseFloat(x)', 'n.toFixed(2)', 'Math.round(x)'])('banned where votes are: %s', (text) => {
    for (const stage of ['model', 'tabulation', 'record']) expect(banned(`src/${stage}/a.ts`, text)).toBe(1);
    expect(banned('src/publication/pages/a.ts', text)).toBe(0);
  });

  it('banned in tests: one that runs alone, or never', () => {
    for (const text of ['it.only(', 'test.skip(', 'describe.todo(', 'describe.each(x).skip(', 'it.concurrent.only(']) {
      expect(banned('src/base/a.test.ts', text)).toBe(1);
    }
    expect(banned('src/base/a.test.ts', 'describe.skipIf(true)(')).toBe(0);
  });

  it.each([
    "const entered = centre.papers.station('preliminary', place);",
    'const n = counts.preliminary;',
    "if (body.kind === 'FiguresRead') return body.boxes;",
    'const told = centre.arrivals.dump();',
  ])('the official count reads the preliminary one: %s', (text) => {
    expect(readsPreliminary(file('src/canvass/a.ts', text)).length).toBe(1);
    expect(readsPreliminary(file('src/canvass/a.test.ts', text))).toEqual([]);
    expect(readsPreliminary(file('src/entry/a.ts', text))).toEqual([]);
    expect(readsPreliminary(file('src/canvass/a.ts', `// ${text}`))).toEqual([]);
  });

  it('and words about a thing are not the thing', () => {
    expect(banned('src/base/a.ts', '// never Date.now() here\n/* Math.random() */\nconst why = "console.log";')).toBe(
      0,
    );
    expect(banned('src/base/a.ts', 'const at = new Date(ms); const many: anything = 1;')).toBe(0);
    expect(banned('src/base/a.ts', 'declare const brand: unique symbol; const by = { declare(x: string) {} };')).toBe(
      0,
    );
    expect(banned('apps/cli/a.ts', 'console.log(Date.now());')).toBe(0);
  });

  it.each(['utils.ts', 'string-helpers.ts', 'run-manager.ts', 'count.service.ts', 'common.ts', 'util.test.ts'])(
    'a drawer: %s',
    (name) => {
      expect(wrongShape(file(`src/base/${name}`, '')).length).toBe(1);
    },
  );

  it('a file over a sitting, laws without law', () => {
    const long = 'x\n'.repeat(351);
    expect(wrongShape(file('src/base/a.ts', long)).length).toBe(1);
    expect(wrongShape(file('src/base/a.ts', long.slice(2))).length).toBe(0);
    expect(wrongShape(file('src/base/a.test.ts', long)).length).toBe(0);
    expect(wrongShape(file('src/base/a.laws.test.ts', "import { it } from 'vitest';")).length).toBe(1);
    expect(wrongShape(file('src/base/a.laws.test.ts', "import fc from 'fast-check';")).length).toBe(0);
    expect(wrongShape(file('src/model/commonwealth.ts', '')).length).toBe(0);
  });
});
