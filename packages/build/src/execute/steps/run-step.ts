import { newId } from '@berth/core'
import type { Attachment } from '@berth/network'
import type { ContainerRecord, Runtime } from '@berth/runtime'
import type { RunAction } from '../../plan/step-action.ts'
import { at, BuildFailed } from '../build-failed.ts'
import { HOSTNAME } from '../build-network.ts'
import type { CacheMounts } from '../cache/cache-mounts.ts'
import { removeStubs } from '../layers/remove-stubs.ts'
import type { StepFolder } from '../layers/step-folder.ts'
import { followContainer, STEP_LOG } from '../output/follow-container.ts'
import type { Site } from '../site.ts'
import type { Origins } from './open-origin.ts'
import type { StepAt } from './step-at.ts'
import { stepFailure } from './step-failure.ts'
import { prepareMounts, type StepMounts } from './step-mounts.ts'
import { whyEnded } from './why-ended.ts'

/** with what the platform mounts in every container */
const MOUNT_POINTS = ['/proc', '/dev', '/sys', '/etc/resolv.conf', '/etc/hosts', '/etc/hostname']

/** Runs the command of a RUN as a container of the tenant; what it writes is in `folder` then. Error: BuildFailed. */
export async function runStep(options: {
  readonly site: Site
  readonly origins: Origins
  readonly caches: CacheMounts
  readonly step: StepAt
  readonly action: RunAction
  /** lowest first */
  readonly lower: readonly string[]
  readonly folder: StepFolder
}): Promise<void> {
  const { site, step, action, lower, folder } = options
  const { runtime } = site.tools
  const id = newId('container')
  const mounts = await prepareMounts({ ...options, extra: folder.extra })
  try {
    const group = await site.group.enter()
    const refusedBefore = await site.group.forksRefused()
    const attachment = action.network === 'none' ? undefined : await site.network.attachment()
    const record = await runToEnd(options, { id, group, mounts, attachment })
    if (site.signal.aborted) throw site.signal.reason
    const refused = (await site.group.forksRefused()) - refusedBefore
    await refuseFailure(options, { ...record, forksRefused: (record.forksRefused ?? 0) + refused })
    const own = [
      ...action.mounts.flatMap(({ target }) => target ?? []),
      ...action.files.map(({ path }) => path),
    ]
    await removeStubs({ upper: folder.upper, lower, mountPoints: [...MOUNT_POINTS, ...own] })
  } catch (error) {
    if (site.signal.aborted) throw site.signal.reason
    throw stepFailure(error, { file: site.file, step })
  } finally {
    await runtime.remove(id)
    await mounts.release()
  }
}

async function runToEnd(
  { site, step, action, lower, folder }: Parameters<typeof runStep>[0],
  {
    id,
    group,
    mounts,
    attachment,
  }: { id: string; group: string; mounts: StepMounts; attachment: Attachment | undefined },
): Promise<ContainerRecord> {
  const { runtime, logs } = site.tools
  const ended = endOf(runtime, id)
  const kill = () => void runtime.remove(id).catch(() => undefined) // the removal below does it again, and is awaited
  site.signal.addEventListener('abort', kill, { once: true })
  try {
    if (site.signal.aborted) throw site.signal.reason
    await runtime.start({
      id,
      rootfs: {
        lower: lower.length > 0 ? lower.toReversed() : [site.tools.empty],
        upper: folder.upper,
        work: folder.work,
        volatile: true,
      },
      process: {
        argv: action.argv,
        env: { ...Object.fromEntries(action.env.map(splitVariable)), ...mounts.env },
        cwd: action.cwd,
        user: action.user ?? '0',
        tty: false,
      },
      hostname: HOSTNAME,
      ...(attachment === undefined ? {} : { netnsPath: attachment.netnsPath }),
      limits: site.spec.limits,
      group,
      ids: site.ids,
      volumes: mounts.volumes,
      tmpfs: mounts.tmpfs,
      files: filesOf(attachment),
      stopSignal: 'SIGKILL',
      log: STEP_LOG,
    })
    const settled = followContainer({
      logs,
      directory: runtime.logDirectory(id),
      output: site.output,
      step: step.number,
    })
    const record = await ended.promise
    await settled()
    return record
  } finally {
    site.signal.removeEventListener('abort', kill)
    ended.forget()
  }
}

function filesOf(attachment: Attachment | undefined) {
  const hosts = attachment?.hosts ?? '127.0.0.1 localhost\n::1 localhost\n'
  return [
    { destination: '/etc/resolv.conf', content: attachment?.resolvConf ?? '' },
    { destination: '/etc/hosts', content: hosts },
    { destination: '/etc/hostname', content: `${HOSTNAME}\n` },
  ]
}

function endOf(runtime: Runtime, id: string) {
  const { promise, resolve } = Promise.withResolvers<ContainerRecord>()
  const forget = runtime.onEnd((record) => {
    if (record.id === id) resolve(record)
  })
  return { promise, forget }
}

async function refuseFailure(
  { site, step, folder }: Parameters<typeof runStep>[0],
  record: ContainerRecord,
): Promise<void> {
  if (record.end?.kind === 'exit' && record.end.code === 0) return
  const usedBytes = await site.tools.folders.usedBytes(folder.key)
  const failure = whyEnded(record, { limits: site.spec.limits, usedBytes })
  throw new BuildFailed({ ...failure, ...at(site.file, step.place) })
}

function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
