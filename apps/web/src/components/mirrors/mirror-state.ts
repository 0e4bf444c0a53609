import type { MirrorView } from '@berth/protocol'
import type { Tone } from '@berth/ui/status.tsx'

export type MirrorState = 'off' | 'new' | 'ok' | 'failing'

export const MIRROR_TONES = {
  off: 'off',
  new: 'none',
  ok: 'ok',
  failing: 'warn',
} as const satisfies Record<MirrorState, Tone>

/** How an upstream did when it was last asked. */
export function mirrorState({
  enabled,
  okAt,
  failedAt,
}: Pick<MirrorView, 'enabled' | 'okAt' | 'failedAt'>): MirrorState {
  if (!enabled) return 'off'
  if (failedAt && (!okAt || failedAt > okAt)) return 'failing'
  return okAt ? 'ok' : 'new'
}
