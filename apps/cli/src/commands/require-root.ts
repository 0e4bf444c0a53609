import { BerthError } from '@berth/core'

export function requireRoot(command: string): void {
  if (process.getuid?.() === 0) return
  throw new BerthError('auth.forbidden', `${command} needs root: run it with sudo`)
}
