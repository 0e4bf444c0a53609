import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BerthError, newId } from '@berth/core'
import { z } from 'zod'
import { explainFailure } from './init/start-error.ts'
import type { NodeContext } from './node-context.ts'
import { execPlan } from './plan/exec-plan.ts'
import { compileSpec } from './plan/compile-spec.ts'
import type { ExecRequest, ExecSession } from './runtime.ts'
import { DEFAULT_SECCOMP } from './seccomp/default-profile.ts'
import { checkedId, containerFolder, type SavedRun } from './state/container-folder.ts'
import { readJson } from './state/json-file.ts'
import type { Started } from './state/process-records.ts'
import { readSecretEnv, secretEnvPath } from './state/secret-env.ts'
import { linkSupervisor } from './state/supervisor-link.ts'

const SIGHUP = 1
const SIGKILL = 9
const KILL_PAUSE_MS = 20
const USUAL_SIZE = { cols: 80, rows: 24 }

const savedSchema = z.object({ tty: z.boolean() })

/** Further processes of running containers; each has a supervisor of its own, and a folder below the container's. */
export type ExecSessions = ReturnType<typeof createExecSessions>

export function createExecSessions(node: NodeContext) {
  const folderOf = (containerId: string, execId: string) =>
    join(containerFolder(node.dir, containerId).exec, checkedId(execId))
  const socketOf = (execId: string) => join(node.socketDir, `${checkedId(execId)}.sock`)

  /** not to be taken for what a dead supervisor left */
  const starting = new Set<string>()

  /** The session, when its supervisor is alive; what a dead one left is removed. */
  const find = async (containerId: string, execId: string): Promise<ExecSession | undefined> => {
    if (starting.has(execId)) return undefined
    const folder = folderOf(containerId, execId)
    const saved = savedSchema.safeParse(await readJson(join(folder, 'session.json'))).data
    const link = saved && (await linkSupervisor(socketOf(execId)))
    link?.detach()
    if (saved && link) return { id: execId, containerId, tty: saved.tty, socket: socketOf(execId) }
    await rm(folder, { recursive: true, force: true })
    await rm(socketOf(execId), { force: true })
    return undefined
  }

  const list = async (containerId: string): Promise<readonly ExecSession[]> => {
    const ids = await readdir(containerFolder(node.dir, containerId).exec).catch(emptyWhenMissing)
    const found = await Promise.all(ids.map((id) => find(containerId, id)))
    return found.filter((session) => session !== undefined)
  }

  /** Hangs up, and kills who stays; a second SIGKILL ends the supervisor's own waiting for viewers. */
  const kill = async (containerId: string, execId: string): Promise<void> => {
    const link = (await find(containerId, execId)) && (await linkSupervisor(socketOf(execId)))
    if (!link) return
    link.signal(SIGHUP)
    const again = setInterval(() => link.signal(SIGKILL), KILL_PAUSE_MS)
    await link.closed
    clearInterval(again)
    await find(containerId, execId)
  }

  const enter = async (
    id: string,
    run: SavedRun,
    init: Started,
    request: ExecRequest,
  ): Promise<ExecSession> => {
    const { containerId, tty } = request
    const folder = folderOf(containerId, id)
    const secretEnv = await readSecretEnv(secretEnvPath(node.socketDir, containerId))
    const plan = execPlan(execProcess(node, run, { ...request, secretEnv }), {
      preparation: [
        { op: 'ensureDir', path: dirname(folder), mode: 0o700 },
        { op: 'makeDir', path: folder, mode: 0o700 },
        { op: 'saveFile', path: join(folder, 'session.json'), data: JSON.stringify({ tty }), mode: 0o600 },
      ],
      folder,
      socket: socketOf(id),
      init,
      ids: run.request.ids,
      cgroup: node.cgroups.entry(containerId),
      user: request.user ?? run.request.process.user,
      size: request.size ?? USUAL_SIZE,
      filter: node.filterOf(DEFAULT_SECCOMP),
      files: request.files,
    })
    const outcome = await node.start('enter', `${node.instance}/${containerId}/${id}`, plan)
    if (outcome.kind === 'started') return { id, containerId, tty, socket: socketOf(id) }
    await rm(folder, { recursive: true, force: true })
    const { message, exitCode } = explainFailure(outcome, plan)
    // a copy is no command whose code anybody passes on
    throw new BerthError('runtime.exec_failed', message, { details: request.files ? {} : { exitCode } })
  }

  return {
    find,
    list,

    /** Errors: runtime.exec_failed with `exitCode` as a shell would have it. */
    async start(run: SavedRun, init: Started, request: ExecRequest): Promise<ExecSession> {
      const id = newId('exec')
      starting.add(id)
      try {
        return await enter(id, run, init, request)
      } finally {
        starting.delete(id)
      }
    },

    kill,

    /** After the container's end: its sessions have ended too, and nobody need wait for what they printed. */
    async killAll(containerId: string): Promise<void> {
      const found = await list(containerId)
      await Promise.all(found.map(({ id }) => kill(containerId, id)))
    },
  }
}

/** The container's own process, with what the request changes. */
function execProcess(
  node: NodeContext,
  run: SavedRun,
  request: ExecRequest & { secretEnv: Readonly<Record<string, string>> },
) {
  const merged = {
    ...run.request,
    process: {
      ...run.request.process,
      argv: request.argv,
      env: { ...run.request.process.env, ...request.secretEnv, ...request.env },
      secretEnv: {},
      cwd: request.cwd ?? run.request.process.cwd,
      tty: request.tty,
    },
  }
  return compileSpec(merged, [], node.host).process
}

function emptyWhenMissing(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
