import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

type End = (code: ExitCode) => void;

/** The verbs around the papers of the official count: keys and signatures of those who certify, and what is printed. */
export function addPaperVerbs(program: Command, output: Output, end: End): void {
  addCertify(program, output, end);
  addPapers(program, output, end);
}

function addCertify(program: Command, output: Output, end: End): void {
  const certify = program.command('certify').description('keys and signatures of those who certify a result');
  certify
    .command('key')
    .description("make a certifier's key (mode 0600) and print its line for the definition")
    .argument('<file>')
    .action(async (file) => {
      const { certifierKeyCommand } = await import('./certify-command.ts');
      end(certifierKeyCommand(file, output));
    });
  certify
    .command('sign')
    .description('say what a certificate says, and sign it')
    .argument('<certificate>', 'the file from the desk')
    .requiredOption('--key <file>', 'your key')
    .requiredOption('--as <certifier>', 'your id in the definition')
    .option('--out <file>', 'write the signature there (default: print)')
    .option('--definition <folder>', 'the election folder: show names, and refuse a key that is not yours in it')
    .option('--office <id>', "the certificate is this office's")
    .option('--yes', 'do not ask')
    .action(async (file, options) => {
      const [{ certifySignCommand }, { terminalAsk }] = await Promise.all([
        import('./certify-command.ts'),
        import('./ask-terminal.ts'),
      ]);
      end(await certifySignCommand(file, options, output, terminalAsk()));
    });
  certify
    .command('check')
    .description('did enough certifiers of the definition sign? Exit 0 yes, 1 no')
    .argument('<certificate>')
    .argument('<signatures...>', 'files of certify sign')
    .requiredOption('--definition <folder>', 'the election folder')
    .option('--office <id>', "the certificate is this office's")
    .action(async (file, signatures, options) => {
      const { certifyCheckCommand } = await import('./certify-command.ts');
      end(certifyCheckCommand(file, signatures, options, output));
    });
}

function addPapers(program: Command, output: Output, end: End): void {
  const papers = program.command('papers').description('what goes with the envelopes of the official count, as PDF');
  for (const [name, what] of [
    ['labels', 'labels for the envelopes, eight on a page'],
    ['covers', 'a cover sheet for each envelope: who had it in hands, and how its seal was'],
  ] as const) {
    papers
      .command(name)
      .description(what)
      .argument('<folder>', 'election folder, or folder of a run')
      .argument('<out>', 'the PDF')
      .option('--station <id...>', 'only these stations')
      .option('--place <unit>', 'only the stations of this unit, like u12')
      .option('--force', 'replace a file that is there')
      .action(async (folder, out, options) => {
        const { coversCommand, labelsCommand } = await import('./papers-command.ts');
        end(await (name === 'labels' ? labelsCommand : coversCommand)(folder, out, options, output));
      });
  }
}
