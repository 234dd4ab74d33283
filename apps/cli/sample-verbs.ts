import type { Command } from 'commander';
import type { Output } from './output.ts';

/** `cotejo sample` and `cotejo sample estimate`. */
export function addSampleVerbs(program: Command, output: Output, end: (code: number) => void): void {
  const sample = program
    .command('sample')
    .description('draw a quick-count sample, or estimate from what came in of it')
    .argument('<folder>', 'election folder; only its stations are needed')
    .option('--design <design>', 'simple, stratified or systematic (default: systematic)')
    .option('--by <level>', 'with stratified: level of the strata (default: the widest)')
    .option('--size <n>', 'how many stations')
    .option('--margin <points>', 'or as many as this margin of the lead needs (default: 1)')
    .option('--measure <figures>', 'previous, official or table: what the margin is taken from')
    .option('--contest <id>', 'default: the first')
    .option('--seed <n>', 'same seed, same sample (default: 1)')
    .option('--out <file>', 'write the list as CSV')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print JSON')
    .action(async (folder, options) =>
      end((await import('./sample-command.ts')).sampleCommand(folder, options, output)),
    );
  sample
    .command('estimate')
    .description('shares and lead with intervals, from what came in of a sample. Exit 3: too little is in')
    .argument('<folder>')
    .requiredOption('--sample <file>', 'the list that was drawn')
    .option('--results <file>', 'CSV with station and votes (default: the count of the folder)')
    .option('--count <count>', 'without --results: preliminary or official')
    .option('--as-of <instant>', 'without --results: what the public could see then')
    .option('--contest <id>', 'default: the first')
    .option('--seed <n>', 'of resampling and of the model (default: 1)')
    .option('--json', 'print JSON')
    .action(async (folder, _options, command: Command) => {
      const { sampleEstimateCommand } = await import('./sample-estimate-command.ts');
      // Words that both verbs know are read by the first of them.
      end(sampleEstimateCommand(folder, command.optsWithGlobals(), output));
    });
}
