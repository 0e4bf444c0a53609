const KEY = 'berth.tenant'

export function readLastTenant(): string | null {
  return typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY)
}

export function writeLastTenant(tenant: string): void {
  localStorage.setItem(KEY, tenant)
}
