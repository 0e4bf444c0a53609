import type { Socket } from 'socket.io-client'

const EVERY_MS = 20_000

/** Says whether the page is in sight, so that a lab in a forgotten tab comes to rest. */
export function tellPresence(socket: Socket): () => void {
  const tell = () => {
    if (socket.connected) socket.emit('presence', { visible: document.visibilityState === 'visible' })
  }
  const timer = setInterval(tell, EVERY_MS)
  document.addEventListener('visibilitychange', tell)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tell)
  }
}
