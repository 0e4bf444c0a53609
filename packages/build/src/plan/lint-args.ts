import type { Dockerfile, StageInstruction, Warning } from '@berth/dockerfile'
import type { PlanOptions } from './plan-options.ts'
import { proxyVariables } from './scope/proxies.ts'

/** Known without an ARG, or to the builder alone. */
const OF_BUILDERS =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|TARGETSTAGE|SOURCE_DATE_EPOCH|BUILDKIT_.*)$/

/**
 * Arguments that were given and that no ARG takes, neither of the Dockerfile nor of a base's ONBUILD, most likely
 * written wrongly. As in BuildKit that is a word about the call: no `check` directive leaves it out or refuses it.
 */
export function lintArgs(
  dockerfile: Dockerfile,
  { args }: Pick<PlanOptions, 'args'>,
  triggers: readonly StageInstruction[],
): Warning[] {
  const [stage] = dockerfile.stages
  if (!stage) return []
  const all = [
    ...dockerfile.preamble,
    ...dockerfile.stages.flatMap(({ instructions }) => instructions),
    ...triggers,
  ]
  const taken = new Set(all.flatMap((one) => (one.kind === 'arg' ? one.args.map(({ name }) => name) : [])))
  return Object.keys(args)
    .filter((name) => !taken.has(name) && !OF_BUILDERS.test(name) && !isProxy(name))
    .map((name) => ({
      rule: 'UnusedBuildArg',
      message: `the argument "${name}" was given, and no ARG takes it`,
      place: stage.from.place,
    }))
}

function isProxy(name: string): boolean {
  return proxyVariables({ [name]: '' }).length > 0
}
