import type { SandboxViewer } from '@berth/protocol'
import type { BerthSocket } from '../socket.ts'

type Size = { readonly cols: number; readonly rows: number }

type Seat = { readonly sandboxId: string; readonly execId: string; viewer: SandboxViewer }

/** Who looks at shells of sandboxes through this process, and how large each shell is. */
export type Audience = {
  /** Tells all who look at the sandbox; a socket has one seat. */
  sit(socket: BerthSocket, seat: Seat): void
  leave(socket: BerthSocket): void
  /** The driver's window is so large: who looks on shows it so. */
  resized(socket: BerthSocket, size: Size): void
  /** True when this driver's size is not the one that holds. */
  isOtherSize(execId: string, size: Size): boolean
  sizeOf(execId: string): Size | undefined
}

export function createAudience(): Audience {
  const seats = new Map<BerthSocket, Seat>()
  const sizes = new Map<string, Size>()

  return {
    sit(socket, seat) {
      leave(socket)
      seats.set(socket, seat)
      tell(seat.sandboxId)
    },
    leave,
    resized(socket, size) {
      const own = seats.get(socket)
      if (!own) return
      sizes.set(own.execId, size)
      for (const [other, { execId }] of seats) {
        if (other !== socket && execId === own.execId) other.emit('size', size)
      }
    },
    isOtherSize(execId, { cols, rows }) {
      const known = sizes.get(execId)
      return known?.cols !== cols || known.rows !== rows
    },
    sizeOf: (execId) => sizes.get(execId),
  }

  function leave(socket: BerthSocket): void {
    const seat = seats.get(socket)
    if (!seats.delete(socket) || !seat) return
    const isLast = ![...seats.values()].some(({ execId }) => execId === seat.execId)
    if (isLast) sizes.delete(seat.execId)
    tell(seat.sandboxId)
  }

  function tell(sandboxId: string): void {
    const here = [...seats].filter(([, seat]) => seat.sandboxId === sandboxId)
    const viewers = onePerPerson(here.map(([, { viewer }]) => viewer))
    for (const [socket] of here) socket.emit('viewers', viewers)
  }
}

/** With several windows somebody drives when they do so in one of them. */
function onePerPerson(viewers: readonly SandboxViewer[]): SandboxViewer[] {
  const drivers = viewers.filter(({ role }) => role === 'driver')
  return [...new Map([...viewers, ...drivers].map((viewer) => [viewer.userId, viewer])).values()]
}
