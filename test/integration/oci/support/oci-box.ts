import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CAPABILITY_NAMES, parseRuntimeConfig, type RuntimeConfig } from '@berth/oci'
import { encodePlan } from '../../../../packages/runtime/src/plan/encode.ts'
import { LAUNCH, type Plan } from '../../../../packages/runtime/src/plan/operation.ts'
import { compileOciPlan } from '../../../../packages/runtime/src/plan/oci/oci-plan.ts'
import type { OciPlaces } from '../../../../packages/runtime/src/plan/oci/places.ts'
import { makeBusyboxLayer } from '../../runtime/support/busybox-image.ts'

const run = promisify(execFile)
const NATIVE = new URL('../../../../packages/runtime/native', import.meta.url).pathname
const INIT = join(NATIVE, 'build/berth-init')
/** what this machine's root has not got cannot be given */
const WITHHELD = 1n << BigInt(CAPABILITY_NAMES.indexOf('CAP_SYS_RESOURCE'))
export const HOST = { bounding: (2n ** 41n - 1n) & ~WITHHELD, groups: [], apparmor: false, selinux: false }

export type OciBox = Awaited<ReturnType<typeof openOciBox>>
export type Outcome = { readonly code: number; readonly output: string; readonly failed: string | undefined }

/** A bundle with busybox as its root file system, and a way to run configurations in it; `close` removes it. */
export async function openOciBox() {
  await run('make', ['-s', '-C', NATIVE])
  const bundle = await mkdtemp(join(tmpdir(), 'oci-'))
  const rootfs = join(bundle, 'rootfs')
  await mkdir(rootfs)
  await makeBusyboxLayer(rootfs)
  await chmod(bundle, 0o755)

  return {
    bundle,
    rootfs,

    /** Runs a plan of this box to its end. */
    async script(
      text: string,
      change: (config: RuntimeConfig) => RuntimeConfig = (config) => config,
      places: Partial<OciPlaces> = {},
    ): Promise<Outcome> {
      return perform(this.plan(text, change, places))
    },

    /** The plan of a shell script, or of what `change` makes of the usual configuration. */
    plan(
      text: string,
      change: (config: RuntimeConfig) => RuntimeConfig = (config) => config,
      places: Partial<OciPlaces> = {},
    ): Plan {
      const config = change(usualConfig(['sh', '-c', text]))
      const read = parseRuntimeConfig(JSON.stringify(config, (_, value: unknown) => jsonOf(value)))
      return compileOciPlan(read, { ...usualPlaces(bundle, rootfs), ...places }, HOST).plan
    },

    close: () => rm(bundle, { recursive: true }),
  }
}

/** Bigints of a parsed configuration, within what a number can hold. */
function jsonOf(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

export function usualPlaces(bundle: string, rootfs: string): OciPlaces {
  return {
    bundle,
    rootfs,
    attend: { op: 'attend', folder: '', console: '', flags: LAUNCH.stays, preserved: 0 },
    cgroup: { tasks: [], bornIn: '' },
    seccomp: undefined,
    keyring: undefined,
    hookState: { before: '{"pid":', after: '}' },
    noPivot: false,
  }
}

export function usualConfig(args: readonly string[]): RuntimeConfig {
  return {
    ociVersion: '1.2.0',
    root: { path: 'rootfs' },
    process: {
      user: { uid: 0, gid: 0 },
      args,
      cwd: '/',
      env: ['PATH=/bin'],
      noNewPrivileges: true,
      capabilities: { bounding: ['CAP_KILL'], permitted: ['CAP_KILL'], effective: ['CAP_KILL'] },
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=64k'] },
      {
        destination: '/dev/pts',
        type: 'devpts',
        source: 'devpts',
        options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'],
      },
    ],
    linux: {
      namespaces: [
        { type: 'pid' },
        { type: 'mount' },
        { type: 'network' },
        { type: 'uts' },
        { type: 'ipc' },
        { type: 'cgroup' },
      ],
    },
  }
}

/** Performs a plan with berth-init's job launch: what it printed, its exit code, and which operation failed. */
export async function perform(plan: Plan): Promise<Outcome> {
  return launch(plan).ended
}

export type Launched = {
  /** the process on the host, once it is made */
  readonly made: Promise<{ pid: number; startTime: bigint }>
  /** the first line that it prints */
  readonly spoke: Promise<string>
  readonly ended: Promise<Outcome>
}

export function launch(plan: Plan): Launched {
  const child = spawn(INIT, ['launch', '3'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: {},
    cwd: '/',
  })
  const control = child.stdio[3]
  const { stdout, stderr } = child
  if (!(control instanceof Socket) || !stdout || !stderr) throw new TypeError('no pipes')
  let output = ''
  let said = ''
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
  }
  stdout.on('data', hear)
  stderr.on('data', hear)
  control.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (chunk.toString().includes('sync')) control.write('g')
  })
  control.write(encodePlan(plan))
  const closed = once(child, 'close')
  return {
    made: once(control, 'data').then(() => {
      const [, pid, startTime] = /^made (\d+) (\d+)$/m.exec(said) ?? []
      return { pid: Number(pid), startTime: BigInt(startTime ?? 0) }
    }),
    spoke: once(stdout, 'data').then(() => output),
    ended: closed.then(([code]: (number | null)[]) => {
      const [, index, errno, detail] = /^failed (\d+) (\d+) (\d+)$/m.exec(said) ?? []
      const failed = index && `${plan[Number(index)]?.op ?? '?'} ${errno} ${detail}`
      return { code: code ?? -1, output, failed }
    }),
  }
}
