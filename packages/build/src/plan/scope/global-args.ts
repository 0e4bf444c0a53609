import { type Dockerfile, expand, type Work } from '@berth/dockerfile'
import type { PlanOptions } from '../plan-options.ts'

/** What FROM may use, and what an ARG without a default takes its value from. */
export type GlobalArgs = ReadonlyMap<string, string>

/** The platform arguments, then each ARG before the first FROM. Error: dockerfile.invalid. */
export function globalArgs(dockerfile: Dockerfile, options: PlanOptions, work: Work): GlobalArgs {
  const values = new Map(Object.entries(platformArgs(options)))
  const { escape } = dockerfile.directives
  for (const { args, place } of dockerfile.preamble)
    for (const { name, value } of args) {
      const given = givenArg(options, name)
      const lookup = (variable: string) => values.get(variable)
      if (given !== undefined) values.set(name, given)
      else if (value !== null) values.set(name, expand(value, { lookup, escape, place, work }).value)
    }
  return values
}

/** The value of `--build-arg`, or of the date that the build is given. */
export function givenArg(options: PlanOptions, name: string): string | undefined {
  if (Object.hasOwn(options.args, name)) return options.args[name]
  return name === 'SOURCE_DATE_EPOCH' ? options.sourceDateEpoch?.toString() : undefined
}

function platformArgs(options: PlanOptions): Record<string, string> {
  const parts = {
    ...platformParts('BUILD', options.buildPlatform),
    ...platformParts('TARGET', options.platform),
    TARGETSTAGE: options.target ?? 'default',
  }
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, options.args[name] ?? value]))
}

function platformParts(prefix: string, platform: string): Record<string, string> {
  const [os = '', architecture = '', variant = ''] = platform.split('/')
  return {
    [`${prefix}PLATFORM`]: platform,
    [`${prefix}OS`]: os,
    [`${prefix}OSVERSION`]: '',
    [`${prefix}ARCH`]: architecture,
    [`${prefix}VARIANT`]: variant,
  }
}
