import { workerData } from 'node:worker_threads';
import { FolderReader } from './folder-reader.ts';
import { serveAhead, type ThreadData } from './read-ahead.ts';

const data = workerData as ThreadData;
serveAhead(new FolderReader(data.root), data);
