import { execFile } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { readFile, statfs } from 'node:fs/promises'
import { release } from 'node:os'
import { promisify } from 'node:util'
import { formatBytes } from '@berth/core'
import { checkHost } from '@berth/network'
import { messageOf } from '../output.ts'
import { exists } from './exists.ts'
import { certificateFinding } from './certificate-finding.ts'
import type { Finding } from './finding.ts'
import { answersHealthz } from './http-health.ts'
import type { Paths } from './paths.ts'
import { missingControllers } from './preflight.ts'
import { platformStatus } from './status.ts'
import type { PlatformState } from './state-file.ts'
import { PLATFORM_USERS } from './users.ts'

const run = promisify(execFile)

type Known = { readonly paths: Paths; readonly state: PlatformState | undefined; readonly upIsAlive: boolean }

const LEAST_KERNEL = [5, 19] as const // overlayfs on idmapped layers
const COMFORTABLE_DISK = 5 * 1024 ** 3

/** Everything that Berth needs of this machine, and how its processes are. Needs root. */
export async function examine(dir: string, known: Known | undefined): Promise<Finding[]> {
  const findings = await Promise.all([
    kernel(),
    cgroups(),
    program('nft', ['--version']),
    program('haproxy', ['-v']),
    program('redis-server', ['--version']),
    users(),
    disk(known?.paths.dir ?? dir),
    names(),
    ...(known ? [network(known.paths.id), processes(known)] : []),
  ])
  return findings.flat()
}

async function kernel(): Promise<Finding> {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  const ok = major > LEAST_KERNEL[0] || (major === LEAST_KERNEL[0] && minor >= LEAST_KERNEL[1])
  const overlay = (await readFile('/proc/filesystems', 'utf8')).includes('\toverlay')
  return {
    name: 'kernel',
    ok: ok && overlay,
    message: `Linux ${release()}${overlay ? '' : ' without overlayfs'}`,
    fix: `use Linux ${LEAST_KERNEL.join('.')} or later with overlayfs: modprobe overlay`,
  }
}

async function cgroups(): Promise<Finding> {
  const missing = await missingControllers()
  return {
    name: 'cgroups',
    ok: missing.length === 0,
    message:
      missing.length === 0
        ? 'cpu, memory and pids can be limited'
        : `no controller for ${missing.join(', ')}`,
    fix: 'mount /sys/fs/cgroup, or enable them in the command line of the kernel',
  }
}

async function program(name: string, args: readonly string[]): Promise<Finding> {
  try {
    const { stdout } = await run(name, args)
    return { name, ok: true, message: stdout.split('\n')[0] ?? '' }
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const message = isAbsent ? 'is not installed' : `does not run: ${messageOf(error)}`
    return { name, ok: false, message, fix: './berth up installs it' }
  }
}

async function users(): Promise<Finding> {
  const passwd = await readFile('/etc/passwd', 'utf8')
  const missing = PLATFORM_USERS.filter((user) => !new RegExp(`^${user}:`, 'm').test(passwd))
  return {
    name: 'users',
    ok: missing.length === 0,
    message: missing.length === 0 ? 'each process has its own' : `${missing.join(', ')} are not there yet`,
    fix: './berth up makes them',
  }
}

async function disk(dir: string): Promise<Finding> {
  const free = (await exists(dir)) ? await freeBytes(dir) : undefined
  return {
    name: 'disk',
    ok: free === undefined || free >= COMFORTABLE_DISK,
    message: free === undefined ? `${dir} is not there yet` : `${formatBytes(free)} left for ${dir}`,
    fix: `make room: images and logs need some ${formatBytes(COMFORTABLE_DISK)}`,
  }
}

async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize
}

/** Browsers and curl know `*.localhost` by themselves (RFC 6761); other programs ask the system, which may not. */
async function names(): Promise<Finding> {
  const resolves = await lookup('welcome--main.localhost').then(
    () => true,
    () => false,
  )
  return {
    name: 'names',
    ok: true,
    message: resolves
      ? '*.localhost resolves'
      : '*.localhost resolves in browsers and curl only; elsewhere connect to 127.0.0.1 and send the name as Host header',
  }
}

async function network(instance: string): Promise<Finding[]> {
  return (await checkHost(instance)).map(({ name, ok, message }) => ({ name, ok, message }))
}

async function processes({ paths, state, upIsAlive }: Known): Promise<Finding[]> {
  const list = await platformStatus(state)
  if (!list.some((process) => process.state === 'running')) {
    return [{ name: 'platform', ok: false, message: 'is not running', fix: `./berth up --data ${paths.dir}` }]
  }
  const health = {
    web: await answersHealthz(paths.sockets.web),
    lessons: await answersHealthz(paths.sockets.lessons),
    control: await answersHealthz(paths.sockets.control),
  }
  return [
    {
      name: 'up',
      ok: upIsAlive,
      message: upIsAlive ? 'watches over the processes' : 'was killed: what ends now stays down',
      fix: `./berth up --detach --data ${paths.dir}`,
    },
    ...(health.web ? await certificateFinding(paths) : []),
    ...list.map(({ name, state, pid }) => {
      const answers = name in health ? health[name as keyof typeof health] : true
      return {
        name,
        ok: state !== 'stopped' && answers,
        message: pid === null ? state : `runs as pid ${pid}${answers ? '' : ' and does not answer'}`,
        fix: `see ${paths.logs}/${name}.log`,
      }
    }),
  ]
}
