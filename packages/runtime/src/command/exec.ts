import { BerthError } from '@berth/core'
import { parseProcessConfig, parseRuntimeConfig, type RuntimeConfig } from '@berth/oci'
import { compileExec } from './compile-exec.ts'
import type { CommandContext } from './context.ts'
import { writePid } from './create.ts'
import { mergeExecProcess } from './exec-process.ts'
import { explainLaunch } from './explain-launch.ts'
import { type Launcher, launch } from './launch.ts'
import type { Plan } from '../plan/operation.ts'
import { type OpenContainer, openContainer, processOf, requireStatus } from './open-container.ts'
import { forwardSignals } from './forward-signals.ts'
import { readHostFacts } from './host-facts.ts'
import { seccompFilter } from './seccomp-filter.ts'
import type { ExecRequest } from './exec-request.ts'

/**
 * One more process in a running container; unless detached, waits for its end and resolves with its exit code. Errors:
 * container.wrong_state, input.invalid, runtime.exec_failed.
 */
export async function execInContainer(context: CommandContext, request: ExecRequest): Promise<number> {
  const container = await openContainer(context, request.id)
  requireStatus(
    container,
    request.evenPaused ? ['created', 'running', 'paused'] : ['created', 'running'],
    'enter',
  )
  const config = parseRuntimeConfig(await container.folder.readConfig())
  const plan = await planOf(context, container, config, request)
  const launcher = launch(context.init, plan, request.preserved)
  const stop = forwardSignals((signal) => launcher.signal(signal))
  try {
    const pid = await awaitExecution(launcher, plan)
    if (request.pidFile !== undefined) await writePid(request.pidFile, pid)
    return request.detach ? 0 : await launcher.exit
  } finally {
    stop()
  }
}

async function planOf(
  context: CommandContext,
  container: OpenContainer,
  config: RuntimeConfig,
  request: ExecRequest,
): Promise<Plan> {
  const { saved } = container
  const [host, seccomp] = await Promise.all([
    readHostFacts(),
    seccompFilter(context.root, config.linux?.seccomp, saved, 'running'),
  ])
  const cgroup = context.cgroups.entry(saved.cgroup)
  const process = processConfig(config, request)
  const places = { request, init: processOf(container), cgroup, seccomp, host }
  return compileExec(config, process, places, context)
}

function processConfig(config: RuntimeConfig, { process, overrides }: ExecRequest) {
  if (process !== undefined) {
    const parsed = parseProcessConfig(process)
    return overrides.terminal ? { ...parsed, terminal: true } : parsed
  }
  if (!config.process)
    throw new BerthError('input.invalid', 'the container has no process to take the rest from')
  return mergeExecProcess(config.process, overrides)
}

async function awaitExecution(launcher: Launcher, plan: Plan): Promise<number> {
  let pid = 0
  for (;;) {
    const line = await launcher.next()
    switch (line.kind) {
      case 'made':
        pid = line.pid
        break
      case 'started':
        return pid
      case 'sync':
      case 'ready':
      case 'failed':
      case 'died':
        throw explainLaunch(line.kind === 'failed' ? line : { kind: 'died' }, plan, 'runtime.exec_failed')
    }
  }
}
