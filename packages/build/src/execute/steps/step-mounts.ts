import { chmod, chown, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { showPath } from '@berth/image'
import type { VolumeMount } from '@berth/runtime'
import type { PlannedMount } from '../../plan/planned-mount.ts'
import type { RunAction } from '../../plan/step-action.ts'
import { at, BuildFailed } from '../build-failed.ts'
import type { CacheMounts } from '../cache/cache-mounts.ts'
import type { Site } from '../site.ts'
import { byteText } from '../tree/byte-text.ts'
import { copyTree } from '../tree/copy-tree.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { hostPath } from '../tree/tree-entry.ts'
import { leaseCaches } from './lease-caches.ts'
import { readAgentKey } from '../../ssh/agent-key.ts'
import { type ServedAgent, serveAgent } from '../ssh/serve-agent.ts'
import { openOrigin, type Origins } from './open-origin.ts'

/** What a step finds beside its layers. */
export type StepMounts = {
  readonly volumes: readonly VolumeMount[]
  readonly tmpfs: readonly { readonly destination: string; readonly bytes: number }[]
  readonly env: Readonly<Record<string, string>>
  release(): Promise<void>
}

/** Names the socket of an agent (ssh(1)). */
const AGENT_VARIABLE = 'SSH_AUTH_SOCK'

type Mount<T extends PlannedMount['type']> = Extract<PlannedMount, { type: T }>

/** Makes what the mounts of a RUN show, below `extra`, a folder that goes with the step. Error: BuildFailed. */
export async function prepareMounts(options: {
  readonly site: Site
  readonly origins: Origins
  readonly caches: CacheMounts
  readonly action: RunAction
  readonly extra: string
}): Promise<StepMounts> {
  const { site, origins, action, extra } = options
  const volumes: VolumeMount[] = []
  const tmpfs: { destination: string; bytes: number }[] = []
  const env: Record<string, string> = {}
  const agents: ServedAgent[] = []
  let count = 0

  const leased = await leaseCaches({ ...options, mounts: action.mounts })
  try {
    for (const mount of action.mounts) await prepare(mount)
    for (const { path, content } of action.files) {
      const source = await file(Buffer.from(content), { mode: 0o755, uid: 0, gid: 0 })
      volumes.push({ source, destination: path, readonly: true, file: true })
    }
  } catch (error) {
    await release()
    throw error
  }
  return { volumes, tmpfs, env, release }

  async function release(): Promise<void> {
    for (const one of agents) await one.close()
    await leased.release()
  }

  async function prepare(mount: PlannedMount): Promise<void> {
    switch (mount.type) {
      case 'bind':
        return void volumes.push(await bind(mount))
      case 'cache':
        volumes.push({
          source: leased.folderOf(mount),
          destination: mount.target,
          readonly: mount.readOnly,
        })
        return
      case 'tmpfs': {
        const bytes = Math.min(mount.size ?? site.spec.limits.memory, site.spec.limits.memory)
        return void tmpfs.push({ destination: mount.target, bytes })
      }
      case 'secret':
        return secret(mount)
      case 'ssh':
        return agent(mount)
    }
  }

  /** What of the source is only read is mounted as it lies; everything else is a copy, which is thrown away. */
  async function bind(mount: Mount<'bind'>): Promise<VolumeMount> {
    const tree = await openOrigin(site, origins, mount.origin)
    try {
      const { path, entry } = await resolveBelow(tree.root, byteText(mount.source))
      if (!entry) throw refused(mount, `there is no ${showPath(path)} to be mounted`)
      const shape = {
        destination: mount.target,
        readonly: !mount.readWrite,
        file: entry.kind !== 'directory',
      }
      if (mount.origin.kind === 'context' && !mount.readWrite) {
        return { source: hostPath(tree.root, path).toString(), ...shape }
      }
      const name = `bind-${count++}`
      await copyTree({ ...site.tools, from: tree.root, path, to: extra, name, signal: site.signal })
      return { source: join(extra, name), ...shape }
    } finally {
      await tree.close()
    }
  }

  async function secret(mount: Mount<'secret'>): Promise<void> {
    // an id is the recipe's: `constructor` is no secret
    const value = Object.hasOwn(site.spec.secrets, mount.id) ? site.spec.secrets[mount.id] : undefined
    if (value === undefined) {
      if (mount.required)
        throw refused(mount, `there is no secret "${mount.id}": set it for the app, or make it optional`)
      return
    }
    if (mount.env !== null) env[mount.env] = value
    if (mount.target === null) return
    const source = await file(Buffer.from(value), mount)
    volumes.push({ source, destination: mount.target, readonly: true, file: true })
  }

  /** The key stays here: the step finds a socket, which signs. The first one is named, as in BuildKit also when it is not there. */
  async function agent(mount: Mount<'ssh'>): Promise<void> {
    if (!action.env.some((pair) => pair.startsWith(`${AGENT_VARIABLE}=`)))
      env[AGENT_VARIABLE] ??= mount.target
    const key = Object.hasOwn(site.spec.ssh, mount.id) ? site.spec.ssh[mount.id] : undefined
    if (key === undefined) {
      if (mount.required)
        throw refused(
          mount,
          `there is no SSH key "${mount.id}": give one with --ssh, or make a deploy key of the app`,
        )
      return
    }
    const folder = join(extra, `agent-${count++}`)
    const served = await serveAgent({ folder, keys: [readAgentKey(key)], owner: mount })
    agents.push(served)
    volumes.push({ source: served.path, destination: mount.target, readonly: true, file: true })
  }

  async function file(content: Buffer, owner: { mode: number; uid: number; gid: number }): Promise<string> {
    await mkdir(extra, { recursive: true })
    const path = join(extra, `file-${count++}`)
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
    await chown(path, owner.uid, owner.gid)
    await chmod(path, owner.mode)
    return path
  }

  function refused(mount: PlannedMount, message: string): BuildFailed {
    return new BuildFailed({ kind: 'step', message, ...at(site.file, mount.place) })
  }
}
