import { type Dockerfile, expand, refuse, type Stage, type Warning, type Work } from '@berth/dockerfile'
import type { PlanOptions } from '../plan-options.ts'
import type { GlobalArgs } from '../scope/global-args.ts'
import { normalPlatform } from '../scope/platform.ts'
import { baseStage } from './resolve-stage.ts'

/** What FROM names once its variables are filled in. */
export type NamedBase =
  | { readonly kind: 'scratch'; readonly platform: string }
  | { readonly kind: 'stage'; readonly index: number }
  | { readonly kind: 'image'; readonly reference: string; readonly platform: string }

/** Error: dockerfile.invalid. `warn` is told of variables that nobody declared. */
export function readBase(
  stage: Stage,
  known: {
    readonly dockerfile: Dockerfile
    readonly options: PlanOptions
    readonly globals: GlobalArgs
    readonly work: Work
  },
  warn: (warning: Warning) => void = () => {},
): NamedBase {
  const { from } = stage
  const { dockerfile, options } = known
  const image = fill(from.image)
  if (image === '') throw refuse(from.place, `"${from.image}" is empty: give its variables a default`)
  const platform = from.platform === null ? options.platform : normalPlatform(platformText(), from.place)
  if (image === 'scratch') return { kind: 'scratch', platform }
  const base = baseStage(dockerfile.stages, stage.index, image)
  return base ? { kind: 'stage', index: base.index } : { kind: 'image', reference: image, platform }

  function platformText(): string {
    const text = fill(from.platform ?? '')
    if (text === '') throw refuse(from.place, `the platform "${from.platform ?? ''}" is empty`)
    return text
  }

  function fill(text: string): string {
    const { escape } = dockerfile.directives
    const lookup = (name: string) => known.globals.get(name)
    const { value, missing } = expand(text, { lookup, escape, place: from.place, work: known.work })
    const declared = dockerfile.preamble.flatMap(({ args }) => args.map(({ name }) => name))
    for (const name of missing.filter((each) => !declared.includes(each)))
      warn({
        rule: 'UndefinedArgInFrom',
        message: `FROM uses "${name}", and there is no ARG ${name} above the first FROM`,
        place: from.place,
      })
    return value
  }
}
