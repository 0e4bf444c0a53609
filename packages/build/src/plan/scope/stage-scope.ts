import type { ImageSettings } from '../image-settings.ts'

/** What an instruction sees of those before it in its stage, and in the stages that it is built on. */
export type StageScope = {
  readonly settings: ImageSettings
  /** the variables that may be used: the image's, and the arguments that were declared */
  readonly variables: ReadonlyMap<string, string>
  /** arguments in the order in which they were declared; undefined: without a value */
  readonly args: ReadonlyMap<string, string | undefined>
  /** whether the file has said where it works: a base may change its mind */
  readonly hasWorkdir: boolean
  /** whether this stage has a CMD of its own, which an ENTRYPOINT leaves alone */
  readonly hasCmd: boolean
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The scope at the beginning of a stage that is built on an image with these settings. */
export function scopeOf(settings: ImageSettings): StageScope {
  const { OnBuild: _, ...rest } = settings
  const hasPath = rest.Env?.some((pair) => pair.startsWith('PATH='))
  const env = [...(rest.Env ?? []), ...(hasPath ? [] : [`PATH=${PATH}`])]
  return {
    settings: { ...rest, Env: env },
    variables: new Map(env.map(splitPair)),
    args: new Map(),
    hasWorkdir: false,
    hasCmd: false,
  }
}

/** The scope at the beginning of a stage that is built on another: triggers do not go on. */
export function scopeAfter(base: StageScope): StageScope {
  const { OnBuild: _, ...settings } = base.settings
  return { ...base, settings, hasCmd: false }
}

/** `name=value`; without a `=` the value is empty. */
export function splitPair(pair: string): [name: string, value: string] {
  const equals = pair.indexOf('=')
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
}
