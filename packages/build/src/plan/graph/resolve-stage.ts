import { closest, type Dockerfile, type Place, refuse, type Stage } from '@berth/dockerfile'
import type { Origin } from '../origin.ts'

/** The stage that a name or number stands for; undefined: none, so that it is an image's. */
function findStage(stages: readonly Stage[], text: string): Stage | undefined {
  if (/^\d+$/.test(text)) return stages[Number(text)]
  const name = text.toLowerCase()
  return stages.findLast((stage) => stage.name === name)
}

/** The stage that a build ends with. Error: dockerfile.invalid. */
export function targetStage(dockerfile: Dockerfile, target: string | undefined): Stage {
  const last = dockerfile.stages.at(-1)
  const found = target === undefined || target === '' ? last : findStage(dockerfile.stages, target)
  if (found) return found
  const names = dockerfile.stages.flatMap(({ name }) => name ?? [])
  const place = last?.from.place ?? { line: 1, column: 1, text: '' }
  throw refuse(place, `there is no stage named "${target ?? ''}"${closest(target ?? '', names)}`)
}

/** What `FROM x` of the stage number `index` is built on: the newest stage above of that name. */
export function baseStage(stages: readonly Stage[], index: number, image: string): Stage | undefined {
  return stages.slice(0, index).findLast(({ name }) => name === image.toLowerCase())
}

/** What `--from=x` or `from=x` reads; a stage is named by its index in the file. Error: dockerfile.invalid. */
export function originOf(
  stages: readonly Stage[],
  from: { readonly text: string; readonly place: Place },
  reader: { readonly index: number; readonly platform: string },
): Origin {
  const { text, place } = from
  const stage = findStage(stages.slice(0, reader.index), text) ?? findStage(stages, text)
  if (stage && stage.index >= reader.index)
    throw refuse(place, `the stage "${text}" is below this one: only what is above can be read`)
  if (stage) return { kind: 'stage', stage: stage.index }
  if (/^\d+$/.test(text)) throw refuse(place, `there is no stage number ${text}`)
  if (text.toLowerCase() === 'scratch')
    throw refuse(place, 'scratch is empty: there is nothing to read in it')
  return { kind: 'image', reference: text, platform: reader.platform }
}
