import { stripVTControlCharacters } from 'node:util'
import type { BuildDetailView } from '@berth/protocol'
import { say } from '../output.ts'
import type { Session } from '../session/session.ts'
import { withoutControl } from '../terminal/without-control.ts'
import { describeFailure, describeWarning } from './describe-failure.ts'
import { followBuild } from './follow-build.ts'
import { listenBuild } from './listen-build.ts'

type Watched = {
  readonly tenant: string
  readonly app?: string | undefined
  /** of an image that nothing is deployed of */
  readonly repository?: string | undefined
  readonly id: string
}

/**
 * Shows what a build prints, on standard error, until it has ended, and says why when it failed. Ctrl-C cancels it; a
 * second one leaves it alone.
 */
export async function watchBuild(session: Session, watched: Watched): Promise<BuildDetailView> {
  const { api } = session
  const { id } = watched
  let asked = false
  const cancel = () => {
    if (asked) {
      say(`berth: build ${id} goes on: berth builds cancel ${id}`)
      process.exit(130)
    }
    asked = true
    say('canceling the build; Ctrl-C again leaves it alone')
    cancelBuild(session, watched).catch((error: unknown) => say(`berth: ${String(error)}`))
  }
  process.on('SIGINT', cancel)
  try {
    const listen = listenBuild(session, watched)
    const build = await followBuild({ api, ...watched, print: printOutput, say, listen })
    for (const line of build.warnings.flatMap(describeWarning)) say(line)
    if (build.outputLost > 0) say(`${build.outputLost} bytes of output were left out`)
    return build
  } finally {
    process.off('SIGINT', cancel)
  }
}

function cancelBuild({ api: { builds } }: Session, { tenant, app, repository, id }: Watched) {
  if (repository !== undefined) return builds.cancelImage.mutate({ tenant, id, repository })
  return builds.cancel.mutate({ tenant, id, ...(app !== undefined && { app }) })
}

/** Exits with 1 when there is no image. */
export function sayEnd(build: BuildDetailView): void {
  if (build.state === 'succeeded') return
  const lines = build.failure ? describeFailure(build.failure) : ['nobody knows why']
  const [first = '', ...rest] = lines
  say(`berth: build ${build.id} ${build.state}: ${first}`)
  for (const line of rest) say(line)
  process.exitCode = 1
}

/** What a step prints must not steer this terminal. */
function printOutput(text: string): void {
  const plain = stripVTControlCharacters(text).replaceAll(/\r\n?/g, '\n')
  process.stderr.write(withoutControl(plain))
}
