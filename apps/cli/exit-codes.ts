/** What each exit code of `cotejo` means; docs/spec/cli.md says the same. */
export const EXIT = {
  ok: 0,
  /** `verify` found something that is not so; of `promise`: broken. */
  failed: 1,
  /** The call's words are off. */
  usage: 2,
  /** `verify` without a trust file: consistent with itself, origin not established. Of `promise`: neither kept nor broken can be shown. Of `project`: nothing can be said. */
  originNotEstablished: 3,
  /** The input was refused; nothing was written. */
  badInput: 4,
  /** The machine refused: a folder, a disk, a port, another process. */
  cannotRun: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
