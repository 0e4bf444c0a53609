import { type LiveBeside, type ManifestBeside, newDomains } from '@berth/manifest'
import type { Session } from '../session/session.ts'

/** Carries out what is no part of a release: domains that are new, and when it falls asleep. */
export async function applyBeside(
  { api }: Session,
  app: { readonly tenant: string; readonly app: string },
  { wanted, live }: { readonly wanted: ManifestBeside; readonly live: LiveBeside },
): Promise<void> {
  for (const host of newDomains(wanted.domains ?? [], live)) await api.domains.add.mutate({ ...app, host })
  const { sleepAfter } = wanted
  if (sleepAfter === undefined || sleepAfter === live.sleepAfter) return
  await api.apps.setSleep.mutate({ ...app, after: sleepAfter })
}
