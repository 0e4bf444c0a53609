import type { Bell } from '@berth/core'
import { ask, openSocket } from '../live/socket.ts'
import type { Session } from '../session/session.ts'
import type { BuildListening } from './follow-build.ts'

type Of = {
  readonly tenant: string
  readonly app?: string | undefined
  readonly repository?: string | undefined
  readonly id: string
}

/** Rings whenever the platform says that a build has something new. Without a connection nothing rings. */
export function listenBuild(session: Session, of: Of): (bell: Bell) => BuildListening {
  return (bell) => {
    const socket = openSocket(session, '/builds')
    let isLive = false
    const watch = () => {
      ask(socket, 'watch', of).then(
        () => {
          isLive = true
          bell.ring()
        },
        () => {
          isLive = false // it is looked at by the clock, which says itself what is wrong
        },
      )
    }
    socket.on('connect', watch)
    socket.on('disconnect', () => {
      isLive = false
      bell.ring()
    })
    socket.on('more', (taken?: () => void) => {
      taken?.()
      bell.ring()
    })
    return { isLive: () => isLive, close: () => void socket.close() }
  }
}
