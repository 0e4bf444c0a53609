import { BerthError } from '@berth/core'
import { CAPABILITY_NAMES, type ProcessConfig } from '@berth/oci'

/** What a command line says about a further process; what it does not say is as in the container's first one. */
export type ExecOverrides = {
  readonly args: readonly string[]
  readonly terminal: boolean
  /** `uid` or `uid:gid`, in numbers */
  readonly user: string | undefined
  readonly additionalGids: readonly number[]
  readonly cwd: string | undefined
  readonly env: readonly string[]
  /** with or without `CAP_`; they are added */
  readonly capabilities: readonly string[]
  readonly apparmorProfile: string | undefined
  readonly selinuxLabel: string | undefined
  readonly noNewPrivileges: boolean
}

/** Error: input.invalid. */
export function mergeExecProcess(base: ProcessConfig, overrides: ExecOverrides): ProcessConfig {
  const { apparmorProfile = base.apparmorProfile, selinuxLabel = base.selinuxLabel } = overrides
  const { consoleSize: _, ...rest } = base
  return {
    ...rest,
    args: overrides.args,
    terminal: overrides.terminal,
    cwd: overrides.cwd ?? base.cwd,
    env: mergeEnvironment(base.env ?? [], overrides.env),
    user: mergeUser(base.user, overrides),
    capabilities: addCapabilities(base.capabilities, overrides.capabilities),
    noNewPrivileges: overrides.noNewPrivileges || (base.noNewPrivileges ?? false),
    ...(apparmorProfile === undefined ? {} : { apparmorProfile }),
    ...(selinuxLabel === undefined ? {} : { selinuxLabel }),
  }
}

/** Programs take the first of two entries of one name, so there is only one. */
function mergeEnvironment(base: readonly string[], added: readonly string[]): readonly string[] {
  const names = new Set(added.map(nameOf))
  return [...base.filter((entry) => !names.has(nameOf(entry))), ...added]
}

function nameOf(entry: string): string {
  return entry.split('=', 1)[0] ?? ''
}

function mergeUser(
  base: ProcessConfig['user'],
  { user, additionalGids }: ExecOverrides,
): ProcessConfig['user'] {
  const groups = [...(base.additionalGids ?? []), ...additionalGids]
  if (user === undefined) return { ...base, additionalGids: groups }
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(user) ?? []
  if (uid === undefined) {
    throw new BerthError('input.invalid', `--user is a number, or two with a colon between, not "${user}"`)
  }
  return {
    ...base,
    uid: Number(uid),
    gid: gid === undefined ? base.gid : Number(gid),
    additionalGids: groups,
  }
}

type Capabilities = NonNullable<ProcessConfig['capabilities']>
const SETS = ['bounding', 'effective', 'permitted', 'inheritable', 'ambient'] as const

/** As runc has it: into every set, so that a user other than root gets them as well. */
function addCapabilities(base: Capabilities | undefined, names: readonly string[]): Capabilities {
  if (names.length === 0) return base ?? {}
  const added = names.map(capabilityName)
  return Object.fromEntries(SETS.map((set) => [set, [...new Set([...(base?.[set] ?? []), ...added])]]))
}

function capabilityName(text: string): (typeof CAPABILITY_NAMES)[number] {
  const wanted = text.toUpperCase().replace(/^(?!CAP_)/, 'CAP_')
  const name = CAPABILITY_NAMES.find((known) => known === wanted)
  if (name) return name
  throw new BerthError('input.invalid', `--cap: no capability is called "${text}"`)
}
