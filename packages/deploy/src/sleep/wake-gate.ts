/** Wakes of one tenant by visitors: so many at once, and then one in so many milliseconds. */
const BURST = 20
const EACH_MS = 3000
/** What a visitor woke is not woken again by one before so long: it may be put to sleep again and again. */
const REST_MS = 10_000

/** Lets visitors wake apps, and no faster than a machine can bear: who is turned away stays held, and asks again. */
export type WakeGate = {
  mayWake(app: { readonly id: string; readonly tenantId: string }): boolean
}

export function createWakeGate(now: () => number = Date.now): WakeGate {
  const tenants = new Map<string, { left: number; at: number }>()
  const woken = new Map<string, number>()
  return {
    mayWake({ id, tenantId }) {
      // the oldest stand first
      for (const [app, at] of woken) {
        if (now() - at < REST_MS) break
        woken.delete(app)
      }
      const before = tenants.get(tenantId) ?? { left: BURST, at: now() }
      const left = Math.min(BURST, before.left + (now() - before.at) / EACH_MS)
      if (woken.has(id) || left < 1) return false
      woken.set(id, now())
      tenants.set(tenantId, { left: left - 1, at: now() })
      return true
    },
  }
}
