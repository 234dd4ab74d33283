import { workerData } from 'node:worker_threads';
import { FolderReader } from './folder-reader.ts';
import { type ScanData, serveScans } from './scan-ahead.ts';

const data = workerData as ScanData;
serveScans(new FolderReader(data.root), data);
