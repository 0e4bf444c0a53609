/** Whether an address lies below a page; an app's pages lie below the list of apps, which is the tenant's home. */
export function isHere(pathname: string, href: string, tenant: string): boolean {
  const home = `/t/${tenant}`
  if (href !== home) return pathname === href || pathname.startsWith(`${href}/`)
  return pathname === home || pathname.startsWith(`${home}/apps/`) || pathname === `${home}/new`
}
