import type { SecretBox } from '@berth/deploy'
import type { Sealer } from '@berth/vault'

/** Values of a tenant, sealed for that tenant and no other. */
export function createSecretBox(sealer: Sealer): SecretBox {
  return {
    seal: async (tenantId, values) => mapValues(values, (value) => sealer.seal(tenantId, value)),
    open: async (tenantId, values) => mapValues(values, (value) => sealer.open(tenantId, value)),
  }
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}
