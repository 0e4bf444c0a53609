import type { BuildRecipe } from '@berth/protocol'
import type { SourceSettings } from './read-settings.ts'

/** What was asked for with the build goes before what its berth.yml says. Pure. */
export function effectiveRecipe(asked: BuildRecipe, { build }: Pick<SourceSettings, 'build'>): BuildRecipe {
  const { dockerfile, target, args, stack } = build
  const isStack = stack !== undefined && asked.kind === 'auto'
  return {
    ...asked,
    ...(isStack && { kind: 'stack', stack }),
    dockerfile: asked.dockerfile ?? (asked.kind === 'stack' ? undefined : dockerfile),
    target: asked.target ?? target,
    args: { ...args, ...asked.args },
  }
}
