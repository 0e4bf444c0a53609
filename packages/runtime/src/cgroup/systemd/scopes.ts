import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { BerthError } from '@berth/core'
import type { LinuxResources } from '@berth/oci'
import { type CgroupLayout, readCgroupLayout } from '../layout.ts'
import { compileResources } from '../resources/compile-resources.ts'
import { FRESH, type Present } from '../resources/setting.ts'
import { readPresent } from '../write-resources.ts'
import { holdScope, type ScopeHold } from './hold-scope.ts'
import { type Scope, scopeOf } from './scope.ts'
import { scopeProperties } from './scope-properties.ts'

const run = promisify(execFile)

/** sd_booted(3) */
const BOOTED = '/run/systemd/system'
/** systemctl(1), "Exit status": there is no such unit, or no longer */
const NOT_LOADED = 5

/** systemd's face of a container's group. */
export type Scopes = {
  /** Undefined when systemd is not to be asked, or is not there, which is told. Error: input.invalid. */
  choose(cgroupsPath: string | undefined, id: string): Scope | undefined
  /** Starts the scope with its limits, held open. Errors: runtime.start_failed, runtime.unsupported. */
  hold(scope: Scope, options: { id: string; resources: LinuxResources }): Promise<ScopeHold>
  /** Tells systemd of other limits, which are in force already. Error: runtime.start_failed. */
  update(scope: Pick<Scope, 'name' | 'group'>, resources: LinuxResources): Promise<void>
  /** Ends what is left in it; idempotent. Error: runtime.start_failed. */
  stop(name: string): Promise<void>
}

export function createScopes({
  manager,
  warn,
}: {
  manager: 'cgroupfs' | 'systemd' | 'disabled'
  warn: (message: string) => void
}): Scopes {
  return {
    choose(cgroupsPath, id) {
      if (manager !== 'systemd') return undefined
      const away = whyAway()
      if (away === undefined) return scopeOf(cgroupsPath, id)
      warn(`${away}: the control group is made without it`)
      return undefined
    },
    hold: (scope, { id, resources }) =>
      holdScope(scope, { id, properties: propertiesOf(readCgroupLayout(), resources, FRESH) }),
    async update({ name, group }, resources) {
      const layout = readCgroupLayout()
      const { quota } = await readPresent(layout, group) // a period may be changed without it
      const properties = propertiesOf(layout, resources, { ...FRESH, quota })
      if (properties.length > 0) await systemctl('set-property', '--runtime', name, ...properties)
    },
    stop: (name) => systemctl('stop', name),
  }
}

function whyAway(): string | undefined {
  if (!existsSync(BOOTED)) return 'systemd does not run on this host'
  return readCgroupLayout().version === 2 ? undefined : 'systemd is asked on cgroup v2 alone'
}

function propertiesOf(layout: CgroupLayout, resources: LinuxResources, present: Present): readonly string[] {
  return scopeProperties(compileResources(layout, resources, present).settings)
}

async function systemctl(...argv: readonly string[]): Promise<void> {
  try {
    await run('systemctl', ['--quiet', ...argv])
  } catch (error) {
    if (argv[0] === 'stop' && error instanceof Error && 'code' in error && error.code === NOT_LOADED) return
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new BerthError('runtime.start_failed', `systemctl ${argv.join(' ')}: ${why}`, { cause: error })
  }
}
