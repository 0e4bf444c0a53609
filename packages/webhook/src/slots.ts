/** What is under way, and how much more may be: so that who answers slowly holds up nobody else. */
export type Slots = {
  /** how many more a webhook may have under way */
  free(hook: { readonly id: string; readonly tenantId: string }): number
  take(hook: { readonly id: string; readonly tenantId: string }): void
  give(hook: { readonly id: string; readonly tenantId: string }): void
  isFull(): boolean
  fullWebhooks(): readonly string[]
  fullTenants(): readonly string[]
}

export type SlotLimits = { readonly all: number; readonly tenant: number; readonly webhook: number }

export function createSlots(limits: SlotLimits): Slots {
  const tenants = new Map<string, number>()
  const webhooks = new Map<string, number>()
  let all = 0
  const change = (hook: { readonly id: string; readonly tenantId: string }, by: number) => {
    all += by
    add(tenants, hook.tenantId, by)
    add(webhooks, hook.id, by)
  }
  return {
    free: ({ id, tenantId }) =>
      Math.max(
        0,
        Math.min(
          limits.all - all,
          limits.tenant - (tenants.get(tenantId) ?? 0),
          limits.webhook - (webhooks.get(id) ?? 0),
        ),
      ),
    take: (hook) => change(hook, 1),
    give: (hook) => change(hook, -1),
    isFull: () => all >= limits.all,
    fullWebhooks: () => atLimit(webhooks, limits.webhook),
    fullTenants: () => atLimit(tenants, limits.tenant),
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const now = (counts.get(key) ?? 0) + by
  if (now === 0) counts.delete(key)
  else counts.set(key, now)
}

function atLimit(counts: ReadonlyMap<string, number>, limit: number): readonly string[] {
  return [...counts].filter(([, count]) => count >= limit).map(([key]) => key)
}
