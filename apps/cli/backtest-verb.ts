import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

export function addBacktestVerb(program: Command, output: Output, end: (code: ExitCode) => void): void {
  program
    .command('backtest')
    .description('try the projection, its parts and simpler forecasts on elections whose end is known')
    .argument('<folders...>', 'election folders with an official count')
    .option('--orders <names>', 'all, or some of those in docs/spec/cli.md, like real,random (default: real)')
    .option('--points <points>', 'percent of the stations like 10,20,30, or sheets:1557,2336 (default: 10,20,...,90)')
    .option('--as-of <instants>', 'moments of the real order, as the public could see them then')
    .option('--contest <id>', 'of several contests this one')
    .option('--seeds <n>', 'how many nights of each order that is drawn', '1')
    .option('--seed <n>', 'the first seed; the same call gives the same bytes', '1')
    .option('--draws <n>', 'draws of each projection', '500')
    .option('--threads <n>', 'threads that share the work (default: one a core)')
    .option('--variants', 'also the projection without trend, without previous election, and without both')
    .option('--svg <file>', 'draw the intervals of the lead')
    .option('--out <file>', 'write the report to this file (Markdown)')
    .option('--force', 'replace files that are there')
    .option('--json', 'print JSON (docs/spec/backtest.schema.json)')
    .action(async (folders, options) =>
      end(await (await import('./backtest-command.ts')).backtestCommand(folders, options, output)),
    );
}
