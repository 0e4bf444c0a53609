import { type Place, type Problem, readYaml } from '@berth/yaml'
import { labSchema } from '../lab-schema.ts'
import type { LabSpec } from '../spec/lab-spec.ts'
import { checkFiles, LAB_FILE, type LabFiles } from './lab-files.ts'
import { createReport } from './report.ts'
import { specOf } from './spec-of.ts'

export type ReadLab =
  | {
      readonly kind: 'ok'
      readonly spec: LabSpec
      /** where a part of lab.yml stands, as `['containers', 'box', 'image']` */
      readonly at: (path: readonly PropertyKey[]) => Place
    }
  | { readonly kind: 'wrong'; readonly problems: readonly [Problem, ...Problem[]] }

const WORDS = { file: LAB_FILE, keys: Object.keys(labSchema.shape) }

/** Reads the folder of a lab: lab.yml, and the scripts and instructions that it names. Pure. */
export function readLab(files: LabFiles): ReadLab {
  const [first, ...others] = checkFiles(files)
  if (first) return { kind: 'wrong', problems: [first, ...others] }
  const text = Object.hasOwn(files, LAB_FILE) ? files[LAB_FILE] : undefined
  if (text === undefined) {
    const message = 'the lab has no lab.yml: it says what the lab runs'
    return { kind: 'wrong', problems: [{ file: LAB_FILE, message, line: 1, column: 1, text: '' }] }
  }
  const read = readYaml(text, labSchema, WORDS)
  if (read.kind === 'wrong') return read
  const report = createReport(read.at)
  const spec = specOf(read.value, files, report)
  const [problem, ...more] = report.problems
  return problem === undefined
    ? { kind: 'ok', spec, at: read.at }
    : { kind: 'wrong', problems: [problem, ...more] }
}
