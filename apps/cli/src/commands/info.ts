import { formatBytes } from '@berth/core'
import type { InstanceView, ReleaseView } from '@berth/protocol'
import { describeRelease } from '../apps/describe-release.ts'
import { limitsMet } from '../apps/limits-met.ts'
import { saySleep } from '../apps/say-sleep.ts'
import { sayState } from '../apps/say-state.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** About the app and the release that serves; before one did, the one that was tried last. */
export async function info(app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const target = { tenant: await session.tenant(), app }
  const [view, releases] = await Promise.all([
    session.api.apps.get.query(target),
    session.api.releases.list.query(target),
  ])
  const shown = releases.find(({ number }) => number === view.release)
  if (options.json) return printJson({ ...view, ...(shown && configurationOf(shown)) })
  const { limits } = view
  printResult(
    formatTable([
      ['name', view.name],
      ['state', sayState(view)],
      ['address', view.url ?? '-'],
      ['image', view.image ?? '-'],
      ['port', String(view.port ?? '-')],
      ['release', String(view.release ?? '-')],
      ['deployed', view.deployedAt ? `${sayWhen(view.deployedAt)} by ${view.deployedBy ?? '-'}` : '-'],
      ['instances', `${view.running} of ${view.replicas}`],
      [
        'limits',
        `${limits.cpu} cpu, ${formatBytes(limits.memory)}, ${limits.pids} processes, ${formatBytes(limits.disk)} disk`,
      ],
      ['sleep', saySleep(view)],
      ...(shown?.build ? [['build', [shown.build, shown.commit ?? ''].join(' ').trim()]] : []),
      ...metBy(view.instances),
      ...(shown ? describeRelease(shown) : []),
      ['environment', view.envNames.join(' ') || '-'],
      ...(view.sharedEnvNames.length > 0
        ? [[`of project ${view.project}`, view.sharedEnvNames.join(' ')]]
        : []),
    ]),
  )
}

/** How the release runs that the rest tells of. */
function configurationOf({ processes, health, restart, options, build, commit }: ReleaseView) {
  return { processes, health, restart, options, build, commit }
}

/** Which of those that run met their limits. */
function metBy(instances: readonly InstanceView[]): string[][] {
  const running = instances.filter(({ state }) => state === 'running')
  return running.flatMap((one) =>
    limitsMet(one).map((sentence) => ['limits met', `${one.process}.${one.instance} ${sentence}`]),
  )
}
