import { EXIT, type ExitCode } from './exit-codes.ts';

/** Where a command writes; a test hands in its own. */
export type Output = {
  readonly line: (text: string) => void;
  readonly error: (text: string) => void;
};

// `cotejo verify DIR | head -1` closes our output early: that is the reader's right and no failure.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE') process.exit();
  throw cause;
});

export const consoleOutput: Output = {
  line: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
};

/** Says why a command ends without having done its work. */
export function refuse(output: Output, text: string, code: ExitCode = EXIT.cannotRun): ExitCode {
  output.error(`cotejo: ${text}`);
  return code;
}
