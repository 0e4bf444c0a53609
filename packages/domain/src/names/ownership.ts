import { createHash } from 'node:crypto'

/** The TXT record by which the owner of a host says which tenant may have it here. It holds no secret: DNS is public. */
export function ownershipRecord(
  tenantId: string,
  host: string,
): { readonly name: string; readonly value: string } {
  const bare = host.replace(/^\*\./, '')
  const digest = createHash('sha256').update(`berth domain ${tenantId} ${bare}`).digest('hex').slice(0, 32)
  return { name: `_berth.${bare}`, value: `berth=${digest}` }
}
