import { readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { userInfo } from 'node:os'
import { parseRuntimeConfig, type RuntimeConfig } from '@berth/oci'
import type { CgroupEntry } from '../cgroup/paths.ts'
import type { ScopeHold } from '../cgroup/systemd/hold-scope.ts'
import type { Scope } from '../cgroup/systemd/scope.ts'
import { compileCreate } from './compile-create.ts'
import type { CommandContext } from './context.ts'
import { type ContainerFolder, containerFolder } from './container-folder.ts'
import { describeState, type SavedContainer } from './container-state.ts'
import { destroyContainer } from './destroy.ts'
import { explainLaunch } from './explain-launch.ts'
import { launch, type Launcher } from './launch.ts'
import { launchFlags } from './launch-flags.ts'
import { runHooks } from './run-hooks.ts'
import { readHostFacts } from './host-facts.ts'
import { seccompFilter } from './seccomp-filter.ts'
import type { CreateRequest } from './create-request.ts'

export type { CreateRequest }

/**
 * Makes a container which waits to be started. When anything fails nothing is left: no process, control group or folder.
 * Errors: input.invalid, container.exists, runtime.start_failed, runtime.hook_failed.
 */
export async function createContainer(context: CommandContext, request: CreateRequest): Promise<Launcher> {
  const bundle = resolve(request.bundle)
  const text = await readFile(join(bundle, request.config), 'utf8')
  const config = parseRuntimeConfig(text)
  launchFlags(config.process ?? {}, request) // refused before anything is made
  const folder = containerFolder(context.root, request.id)
  const scope = context.scopes.choose(config.linux?.cgroupsPath, request.id)
  const made = firstState(context, request, config, { bundle, scope })
  await folder.make(text, made)
  const { cgroup, hold } = await makeCgroup(context, folder, { made, config, scope })
  const progress: Progress = { saved: made, launcher: undefined, hold }
  try {
    return await makeProcess(context, { request, config, folder, cgroup, progress })
  } catch (error) {
    progress.launcher?.abandon()
    await progress.launcher?.exit
    await hold?.release()
    await destroyContainer(context, { folder, saved: progress.saved })
    throw error
  }
}

/** A group that could not be made, because it is somebody else's, is left as it is. */
async function makeCgroup(
  { cgroups, scopes }: CommandContext,
  folder: ContainerFolder,
  { made, config, scope }: { made: SavedContainer; config: RuntimeConfig; scope: Scope | undefined },
): Promise<{ cgroup: CgroupEntry; hold: ScopeHold | undefined }> {
  const resources = config.linux?.resources ?? {}
  let hold: ScopeHold | undefined
  try {
    hold = scope && (await scopes.hold(scope, { id: made.id, resources }))
    return { cgroup: await cgroups.create(made.cgroup, resources, hold?.pid), hold }
  } catch (error) {
    await hold?.release()
    await folder.remove()
    throw error
  }
}

/** What has to be undone when it fails half-way. */
type Progress = {
  saved: SavedContainer
  launcher: Launcher | undefined
  readonly hold: ScopeHold | undefined
}

function firstState(
  { cgroups, now }: CommandContext,
  { id }: CreateRequest,
  config: RuntimeConfig,
  { bundle, scope }: { bundle: string; scope: Scope | undefined },
): SavedContainer {
  return {
    ociVersion: config.ociVersion,
    id,
    bundle,
    rootfs: resolve(bundle, config.root?.path ?? ''),
    annotations: config.annotations ?? {},
    created: now().toISOString(),
    owner: userInfo().username,
    cgroup: scope?.group ?? cgroups.resolve(config.linux?.cgroupsPath, id),
    scope: scope?.name,
    process: null,
    complete: false,
    startable: config.process !== undefined,
    hooks: { poststart: config.hooks?.poststart ?? [], poststop: config.hooks?.poststop ?? [] },
  }
}

async function makeProcess(context: CommandContext, creation: Creation): Promise<Launcher> {
  const { request, config, folder, progress } = creation
  const plan = await planOf(context, creation)
  const launcher = launch(context.init, plan, request.preserved)
  progress.launcher = launcher
  for (;;) {
    const line = await launcher.next()
    switch (line.kind) {
      case 'made':
        progress.saved = { ...progress.saved, process: { pid: line.pid, startTime: line.startTime } }
        await folder.save(progress.saved)
        await progress.hold?.release()
        break
      case 'sync':
        await runRuntimeHooks(context, config, progress.saved)
        launcher.go()
        break
      case 'ready':
        progress.saved = { ...progress.saved, complete: true }
        await folder.save(progress.saved)
        if (request.pidFile !== undefined) await writePid(request.pidFile, progress.saved.process?.pid)
        return launcher
      case 'started':
      case 'failed':
      case 'died':
        throw explainLaunch(line.kind === 'started' ? { kind: 'died' } : line, plan, 'runtime.start_failed')
    }
  }
}

type Creation = {
  readonly request: CreateRequest
  readonly config: RuntimeConfig
  readonly folder: ContainerFolder
  readonly cgroup: CgroupEntry
  readonly progress: Progress
}

async function planOf(context: CommandContext, { request, config, folder, cgroup, progress }: Creation) {
  const { saved } = progress
  const [host, seccomp] = await Promise.all([
    readHostFacts(),
    seccompFilter(context.root, config.linux?.seccomp, saved, 'creating'),
  ])
  const places = { request, folder: folder.path, saved, cgroup, seccomp, host }
  return compileCreate(config, places, context)
}

/** The namespaces are made, the root has not been changed yet; these run in the namespaces of the caller. */
async function runRuntimeHooks(
  context: CommandContext,
  { hooks }: RuntimeConfig,
  saved: SavedContainer,
): Promise<void> {
  const state = describeState(saved, 'created')
  await runHooks(context, 'prestart', hooks?.prestart, state)
  await runHooks(context, 'createRuntime', hooks?.createRuntime, state)
}

/** Whoever waits for the file must not read half of a number. */
export async function writePid(path: string, pid: number | undefined): Promise<void> {
  await writeFile(`${path}.new`, String(pid))
  await rename(`${path}.new`, path)
}
