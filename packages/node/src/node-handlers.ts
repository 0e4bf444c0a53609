import { BerthError, isId } from '@berth/core'
import type { Channel, controlToAgent, Handlers } from '@berth/protocol'
import type { LogStore } from '@berth/logstore'
import type { Runtime } from '@berth/runtime'
import type { Copies } from './files/copies.ts'
import type { CommitRequest } from './commit/commit-container.ts'
import type { HostSessions, HostWork } from './files/host-sessions.ts'
import { tellChanges } from './files/tell-changes.ts'
import { streamLogs } from './logs-channel.ts'
import type { Memories } from './memory-files.ts'
import { sandboxHandlers } from './sandbox/sandbox-handlers.ts'
import type { Screens } from './sandbox/screens.ts'
import type { OpenStream, Sessions } from './sessions.ts'
import { shareRunning } from './share-running.ts'
import { exportVolume } from './volumes/export-volume.ts'
import { importVolume } from './volumes/import-volume.ts'
import type { ReceivingVolumes } from './volumes/receiving-volumes.ts'
import type { VolumeFolders } from './volumes/volume-folders.ts'

/** Open sessions of one container: each costs a supervisor outside of its limits. */
const MAX_SESSIONS = 32

/** What the node answers to control, of the containers that it knows. `openChannel` is the stream's. */
export function nodeHandlers(options: {
  memories: Memories
  runtime: Runtime
  logs: LogStore
  copies: Copies
  sessions: Sessions
  screens: Screens
  openStream: OpenStream
  hostSessions: HostSessions
  commit: (request: CommitRequest) => HostWork
  volumes?: VolumeFolders
  receiving: ReceivingVolumes
  /** Control hears of all volumes now. */
  tellVolumes: () => Promise<void>
  /** path of berth-init */
  init: string
  openChannel: (id: number) => Channel
  onError: (error: unknown) => void
}): Omit<Handlers<typeof controlToAgent>, 'image.list' | 'image.prune' | 'image.prefetch'> {
  const { memories, runtime, logs, copies, sessions, hostSessions, openChannel, onError } = options
  const processes = shareRunning((id) => runtime.processes(id))

  return {
    ...sandboxHandlers({ ...options, known }),
    'exec.start': async ({ containerId, argv, tty, cols, rows, env, cwd, user }) => {
      await refuseTooMany(known(containerId))
      const { id: execId } = await runtime.exec({
        containerId,
        argv,
        tty,
        env: { ...(tty ? { TERM: 'xterm-256color' } : {}), ...env },
        ...(cols && rows ? { size: { cols, rows } } : {}),
        ...(cwd === undefined ? {} : { cwd }),
        ...(user === undefined ? {} : { user }),
      })
      return { execId }
    },
    'files.start': async ({ containerId, job }) => {
      await refuseTooMany(known(containerId))
      if (job.kind !== 'changes') return { execId: await copies.start(containerId, job) }
      const layer = await runtime.layer(containerId)
      return { execId: hostSessions.start(containerId, tellChanges(options.init, layer)) }
    },
    'image.commit': async (request) => {
      await refuseTooMany(known(request.containerId))
      return { execId: hostSessions.start(request.containerId, options.commit(request)) }
    },
    'container.processes': async ({ containerId }) => ({
      processes: [...(await processes(known(containerId)))],
    }),
    'exec.attach': async ({ containerId, execId, channel, cols, rows }) => {
      const size = cols && rows ? { cols, rows } : undefined
      if (!hostSessions.has(known(containerId), execId)) {
        return sessions.attach({ containerId, execId, channel: openChannel(channel), size })
      }
      hostSessions.attach(execId, openChannel(channel))
      return { tty: false }
    },
    'exec.kill': async ({ containerId, execId }) => {
      await runtime.killExec(known(containerId), execId)
      return {}
    },
    'logs.open': async ({ query, channel }) => {
      const here = query.containerIds.filter((id) => memories.get(id))
      if (here.length === 0) known(query.containerIds[0] ?? '')
      void streamLogs({
        logs,
        directoryOf: (id) => runtime.logDirectory(id),
        query: { ...query, containerIds: here },
        channel: openChannel(channel),
      }).catch(onError)
      return {}
    },
    'volume.export': async ({ volume, channel }) => {
      if (!isId('volume', volume)) throw new BerthError('volume.not_found', 'there is no such volume')
      // each holds back the room of what is removed meanwhile
      if (hostSessions.count(volume) > 0) {
        throw new BerthError('volume.busy', 'the volume is being copied into a file already')
      }
      hostSessions.attach(hostSessions.start(volume, exportVolume(options, volume)), openChannel(channel))
      return {}
    },
    'volume.import': async ({ channel, ...wanted }) => {
      const { volume, snapshot } = wanted
      if (!isId('volume', volume) || !isId('snapshot', snapshot))
        throw new BerthError('volume.not_found', 'there is no such volume')
      if (hostSessions.count(volume) > 0)
        throw new BerthError('volume.busy', 'the volume is being copied already: wait until that is done')
      hostSessions.attach(hostSessions.start(volume, importVolume(options, wanted)), openChannel(channel))
      return {}
    },
  }

  function known(containerId: string): string {
    if (memories.get(containerId)) return containerId
    throw new BerthError('container.not_found', `container ${containerId} is not on this node`)
  }

  async function refuseTooMany(containerId: string): Promise<void> {
    const { length } = await runtime.execs(containerId)
    if (length + hostSessions.count(containerId) < MAX_SESSIONS) return
    throw new BerthError(
      'quota.exceeded',
      `the container has ${MAX_SESSIONS} open sessions, which is the most: end one first`,
    )
  }
}
