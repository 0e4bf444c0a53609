import { readYaml } from '@berth/yaml'
import { type Manifest, manifestSchema } from '../manifest-schema.ts'
import type { ReadManifest } from './problem.ts'

export const MANIFEST_FILE = 'berth.yml'

const WORDS = {
  file: MANIFEST_FILE,
  keys: Object.keys(manifestSchema.shape),
}

/** Reads a berth.yml. What is wrong is told with its line; of several things, the first. Pure. */
export function readManifest(text: string): ReadManifest<Manifest> {
  const read = readYaml(text, manifestSchema, WORDS)
  return read.kind === 'ok' ? { kind: 'ok', value: read.value } : { kind: 'wrong', problem: read.problems[0] }
}
