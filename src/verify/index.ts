// The outsider: from public bytes alone, is it all so? docs/spec/verify.md.

export { type FileScan, type PageScan, scanFile } from './file-scan.ts';
export { type Finding, type Layer, plain } from './finding.ts';
export { type FileEntry, lastBodyLinesOf, manifestPathsOf, type ShardEntry, shardFilesOf } from './manifest-reading.ts';
export {
  describePromise,
  judgePromise,
  type PromiseKeys,
  type PromiseSight,
  type PromiseVerdict,
  type UnprovenWhy,
} from './promise-check.ts';
export { PROMISE_FILE_BYTES_MAX } from './promise-file.ts';
export {
  logPathsOf,
  paperPathsOf,
  picturePathsOf,
  receivedPicturesOf,
} from './public-paths.ts';
export { isPublicPath, type ListError, type PublicSource, type ReadError } from './public-source.ts';
export { type SignatureCheck, type StartVerifyMany, verifyInTurn } from './signatures.ts';
export { definitionHash, parseTrust, type Trust, type TrustError } from './trust.ts';
export { describeFinding, describeVerdict, type Verdict, type VerifyReport } from './verdict.ts';
export { type VerifyInput, type VerifyStage, verifyPublic } from './verify-public.ts';
