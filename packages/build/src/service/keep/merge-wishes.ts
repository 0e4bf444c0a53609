import type { SourceWish } from '@berth/protocol'

type Wish = Readonly<Record<string, unknown>>

/**
 * What is deployed with a build: what was asked for with it goes before what files of the source say, and those before
 * what its Dockerfile exposes. `known`: variables that the app has, which defaults of the source leave alone. Pure.
 */
export function mergeWishes(from: {
  readonly port: number | null
  readonly settings: SourceWish
  readonly asked: Wish
  readonly env: Readonly<Record<string, string>>
  readonly known: readonly string[]
}): Wish {
  const { port, settings, asked } = from
  const defaults = Object.entries(settings.defaults).filter(([name]) => !from.known.includes(name))
  const env = { ...Object.fromEntries(defaults), ...objectOf(settings.wish['env']), ...from.env }
  const processes = { ...objectOf(settings.wish['processes']), ...objectOf(asked['processes']) }
  const options = { ...objectOf(settings.wish['options']), ...objectOf(asked['options']) }
  return {
    ...(port !== null && { port }),
    ...settings.wish,
    ...asked,
    ...(Object.keys(processes).length > 0 && { processes }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(Object.keys(env).length > 0 && { env }),
  }
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
