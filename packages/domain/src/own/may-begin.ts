/** Hosts of apps that were asked for the first time within a week: of all tenants, of one. */
export type Begun = { readonly all: number; readonly tenant: number }

/** Below what Let's Encrypt gives in a week below one domain, which is 50; renewals do not count there. */
const ALL_A_WEEK = 40
/** The fewer are left, the fewer are for who had some. */
const SHARES = [
  { below: 20, tenant: 10 },
  { below: 30, tenant: 3 },
  { below: ALL_A_WEEK, tenant: 1 },
] as const

/** Whether the first certificate of one more host may be asked for. Pure. */
export function mayBegin({ all, tenant }: Begun): boolean {
  return tenant < (SHARES.find(({ below }) => all < below)?.tenant ?? 0)
}
