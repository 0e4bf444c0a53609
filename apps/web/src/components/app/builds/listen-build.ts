import type { Bell } from '@berth/core/bell.ts'
import type { Socket } from 'socket.io-client'
import { ask, openSocket } from '../../../live/socket.ts'

/** Rings whenever the platform says that a build has something new. `isLive`: it tells of all that is. */
export function listenBuild(
  of: { readonly tenant: string; readonly app: string; readonly id: string },
  bell: Bell,
): { isLive(): boolean; close(): void } {
  let isLive = false
  let isOver = false
  let socket: Socket | undefined
  const turn = (live: boolean) => {
    isLive = live
    bell.ring()
  }
  void openSocket('/builds').then((opened) => {
    if (isOver) return
    socket = opened
    opened.on('connect', () => {
      ask(opened, 'watch', of).then(
        () => turn(true),
        () => turn(false), // refused or lost: it is looked at by the clock, which shows what is wrong
      )
    })
    opened.on('disconnect', () => turn(false))
    opened.on('more', (taken?: () => void) => {
      taken?.()
      bell.ring()
    })
    opened.connect()
  })
  return {
    isLive: () => isLive,
    close: () => {
      isOver = true
      socket?.removeAllListeners()
      socket?.close()
    },
  }
}
