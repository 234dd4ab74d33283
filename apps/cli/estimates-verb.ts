import type { Command } from 'commander';
import type { Output } from './output.ts';

/** `cotejo estimates`, with its options. */
export function addEstimatesVerb(program: Command, output: Output, end: (code: number) => void): void {
  program
    .command('estimates')
    .description('make every estimate of a run again from its record. Exit 0: the same come out, 1: another one')
    .argument('<dir>', 'folder of a run; it may be running')
    .option('--last <n>', 'only so many, the newest ones')
    .action(async (directory, options) =>
      end((await import('./estimates-command.ts')).estimatesCommand(directory, options, output)),
    );
}
