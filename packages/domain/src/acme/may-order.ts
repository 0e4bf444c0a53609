/** Orders of the last hour: of all, of one tenant (null: it is for the platform's own address), of one host. */
export type Ordered = { readonly all: number; readonly tenant: number | null; readonly host: number }

/** Below what Let's Encrypt allows an account, 300 orders in three hours: the platform's own address has the rest. */
const ALL_AN_HOUR = 80
/** What one tenant may have while so many were made by all: the fewer are left, the fewer are for who had some. */
const SHARES = [
  { below: 40, tenant: 20 },
  { below: 60, tenant: 5 },
  { below: ALL_AN_HOUR, tenant: 2 },
] as const
/** Five failed challenges of one host an hour are allowed there; removing and adding it again does not help. */
const HOST_AN_HOUR = 4

/** Whether one more may be made. Pure. */
export function mayOrder({ all, tenant, host }: Ordered): boolean {
  if (tenant === null) return host < HOST_AN_HOUR
  const share = SHARES.find(({ below }) => all < below)?.tenant ?? 0
  return tenant < share && host < HOST_AN_HOUR
}
