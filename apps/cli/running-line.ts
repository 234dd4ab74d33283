import { formatInstant } from '../../src/base/instant.ts';
import { COUNT_KINDS, type CountKind } from '../../src/model/ids.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import type { ElectionRun, PublishReport } from '../run/election-run.ts';
import type { OpenedRun } from '../run/open-run.ts';
import type { Control } from '../run/play.ts';
import { percent } from './results-figures.ts';

/** The count that is moving: the official one once it has sheets. */
function movingCount(view: PublicView): CountKind {
  return view.tabulation.sums('official', 0, 0).counted > 0 ? 'official' : 'preliminary';
}

/** Sheets in, lead, last checkpoint, the URL always last. */
export function runningLine(run: ElectionRun, control: Control, url: string | null): string {
  const count = movingCount(run.view);
  const sums = run.view.tabulation.sums(count, 0, 0);
  const [first = 0, second = 0] = [...sums.votes].sort((a, b) => b - a);
  const lead = percent(first - second, sums.valid, 2);
  const parts = [
    `${count} ${sums.counted.toLocaleString('en-US')} of ${sums.expected.toLocaleString('en-US')} sheets`,
    lead === null ? 'nothing in yet' : `lead ${lead} points`,
    `checkpoint ${run.checkpointSize.toLocaleString('en-US')}`,
  ];
  if (COUNT_KINDS.some((c) => run.view.countState(c).stopped !== null)) parts.push('PUBLICATION STOPPED');
  if (run.keeper.following) parts.push('walking along the record');
  if (control.paused) parts.push('paused');
  if (control.speed !== 1) parts.push(`speed ${control.speed}`);
  if (url !== null) parts.push(url);
  return parts.join(' | ');
}

/** What this process published. */
export type StateTally = { states: number; files: number; bytes: number };

export function countState(tally: StateTally, published: PublishReport): void {
  tally.states++;
  tally.files += published.files;
  tally.bytes += published.bytes;
}

/** Things to try when the night is over. */
export function closingWords(opened: OpenedRun, url: string | null, tally: StateTally): string[] {
  const { run, folder } = opened;
  const { geography } = run.view;
  const station = geography.stations[Math.floor(geography.stations.length / 2)];
  const place = station === undefined ? 'u0' : station.place;
  const page = place === 'u0' ? 'en/index.html' : `en/u/${place}.html`;
  const last = run.keeper.ledger.lastAt;
  const at = url === null ? folder.public : url;
  const hasBoard = geography.definition.election.canvass !== null;
  return [
    '',
    ...(tally.states === 0 ? [] : [describeTally(tally)]),
    `The night is over: ${run.keeper.ledger.size} events in the record${last === null ? '' : `, the last at ${formatInstant(last)}`}. Try:`,
    `  one sheet      ${at}/${page}#s${station?.id ?? ''}`,
    ...(hasBoard ? [`  the board      ${at}/en/board.html`, `  both counts    ${at}/en/collation.html`] : []),
    `  verify it all  npx cotejo verify ${folder.directory} --trust ${folder.trust}`,
    `  tamper         npx cotejo tamper ${folder.directory}`,
    ...(url === null ? [] : ['', `The page stays up until Ctrl-C: ${url}`]),
  ];
}

function describeTally({ states, files, bytes }: StateTally): string {
  const each = (n: number) => Math.round(n / states).toLocaleString('en-US');
  const all = `${states.toLocaleString('en-US')} states published, ${files.toLocaleString('en-US')} files written`;
  return `${all} (each state: ${each(files)} files, ${each(bytes / 1000)} kB).`;
}
