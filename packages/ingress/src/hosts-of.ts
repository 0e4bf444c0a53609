import type { DoorRoute } from '@berth/core'

/** The app's own host and those of its owner. */
export function hostsOf({ host, site }: Pick<DoorRoute, 'host' | 'site'>): string[] {
  return [host, ...(site?.domains ?? []).map((domain) => domain.host)]
}
