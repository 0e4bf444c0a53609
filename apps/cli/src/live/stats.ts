import type { InstanceProcesses, InstanceStats } from '@berth/protocol'
import type { Session } from '../session/session.ts'
import { ask, connectionError, isPassing, openSocket, refusal } from './socket.ts'

type AppOf = { readonly tenant: string; readonly app: string }

/** Hands what the instances use to `show`, about every second, until that says that it is enough. */
export async function watchStats(
  session: Session,
  app: AppOf,
  show: (stats: readonly InstanceStats[]) => Promise<'more' | 'enough'>,
): Promise<void> {
  const socket = openSocket(session, '/stats')
  try {
    await new Promise<void>((resolve, reject) => {
      let isFirst = true
      let shown = Promise.resolve()
      // also after an outage: the other side forgets who watches
      socket.on('connect', () => {
        isFirst = false
        ask(socket, 'watch', app).catch((error: unknown) => {
          if (!isPassing(error)) reject(error)
        })
      })
      socket.on('connect_error', (error) => {
        const refused = refusal(error)
        if (isFirst || (refused && !isPassing(refused))) reject(connectionError(session, error))
      })
      socket.on('stats', (stats: readonly InstanceStats[]) => {
        shown = shown.then(async () => {
          if ((await show(stats)) === 'enough') resolve()
        })
        shown.catch(reject)
      })
    })
  } finally {
    socket.close()
  }
}

export async function readProcesses(session: Session, app: AppOf): Promise<readonly InstanceProcesses[]> {
  const socket = openSocket(session, '/stats')
  try {
    return await new Promise((resolve, reject) => {
      socket.on('connect_error', (error) => reject(connectionError(session, error)))
      ask<{ instances: readonly InstanceProcesses[] }>(socket, 'top', app).then(
        ({ instances }) => resolve(instances),
        reject,
      )
    })
  } finally {
    socket.close()
  }
}
