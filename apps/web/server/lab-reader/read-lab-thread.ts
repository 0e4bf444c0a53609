import { parentPort } from 'node:worker_threads'
import { type LabFiles, labReading } from '@berth/lab'

/** A thread of its own, which `create-lab-reader.ts` starts and ends: it reads the files that it is handed. */
parentPort?.on('message', (files: LabFiles) => parentPort?.postMessage(labReading(files)))
