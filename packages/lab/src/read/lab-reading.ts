import type { Place, Problem } from '@berth/yaml'
import type { LabSpec } from '../spec/lab-spec.ts'
import type { LabFiles } from './lab-files.ts'
import { readLab } from './read-lab.ts'

/** What `readLab` says, as plain data that another thread can hand over. */
export type LabReading =
  | {
      readonly kind: 'ok'
      readonly spec: LabSpec
      /** where each container names its image */
      readonly images: Readonly<Record<string, Place>>
    }
  | { readonly kind: 'wrong'; readonly problems: readonly [Problem, ...Problem[]] }

export function labReading(files: LabFiles): LabReading {
  const read = readLab(files)
  if (read.kind === 'wrong') return read
  const { spec, at } = read
  const images = spec.containers.map(({ name }) => [name, at(['containers', name, 'image'])] as const)
  return { kind: 'ok', spec, images: Object.fromEntries(images) }
}
