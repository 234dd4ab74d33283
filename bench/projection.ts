import { type ProjectionRequest, project } from '../src/projection/project.ts';
import type { ProjectionInput } from '../src/projection/projection-input.ts';
import { benchCountry, benchNight } from './projection-country.ts';
import { count, machineState, percentile } from './scratch.ts';

const RUNS = 20;
const COUNTRIES = [
  { stations: 35_000, parts: [0.4, 0.8], most: 300, warmMost: 100 },
  { stations: 200_000, parts: [0.6], most: 2500, warmMost: null },
] as const;

/** Fit and draws of a projection, the looks back at earlier moments made before (they may lag an update behind). */
export async function benchProjection(): Promise<void> {
  console.log(`\nprojection of generated countries, median of ${RUNS}\n  ${machineState()}`);
  for (const { stations, parts, most, warmMost } of COUNTRIES) {
    const whole = benchCountry(stations, 1);
    for (const country of [{ ...whole, previous: null }, whole]) {
      const earlier = country.previous === null ? 'no earlier election' : 'an earlier election';
      console.log(`  ${count(country.stations.size)} stations x 3 coordinates, ${earlier}`);
      for (const part of parts) sayPart(country, part, most, warmMost);
    }
  }
  console.log(`  peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

function sayPart(country: ProjectionInput, part: number, most: number, warmMost: number | null): void {
  const before = benchNight(country, part - 0.005);
  const now = benchNight(country, part);
  const first = timed(before, { seed: 1, draws: 500 }, 1);
  const { memory, answer } = project(before, { seed: 1, draws: 50 });
  const kept = memory === null ? {} : { memory };
  const variants = memory?.earlier.variants.filter((v) => v.weight >= 0.01).map((v) => v.variant) ?? [];
  const refused = answer.kind === 'refused' ? `, refused: ${answer.code}` : '';
  console.log(`    ${Math.round(100 * part)} % in, drawn from ${variants.join(', ')}${refused}`);
  say('first time, with looks back, 500 draws', first, null);
  say('fit and 500 draws', timed(now, { seed: 1, draws: 500, ...kept }, RUNS), most);
  if (warmMost !== null) say('update, 100 draws', timed(now, { seed: 1, draws: 100, ...kept }, RUNS), warmMost);
}

type Times = { readonly wall: number; readonly cpu: number };

function timed(input: ProjectionInput, request: ProjectionRequest, runs: number): Times {
  const [wall, cpu]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const [started, spent] = [performance.now(), process.cpuUsage()];
    project(input, request);
    const { user, system } = process.cpuUsage(spent);
    wall.push(performance.now() - started);
    cpu.push((user + system) / 1000);
  }
  return { wall: percentile(wall, 0.5), cpu: percentile(cpu, 0.5) };
}

function say(what: string, { wall, cpu }: Times, most: number | null): void {
  const toReach = most === null ? '' : ` (to reach: ${count(most)} ms)`;
  console.log(`      ${what}: ${count(wall)} ms, ${count(cpu)} ms of processors${toReach}`);
}
