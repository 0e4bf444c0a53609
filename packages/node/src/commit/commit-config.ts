import type { ImageConfig } from '@berth/oci'
import type { CommitChange } from '@berth/protocol'

/** The configuration of an image with one more layer: what the base has, and what was asked to be changed of it. Pure. */
export function commitConfig(
  base: ImageConfig,
  commit: { readonly diffId: string; readonly at: Date; readonly change: CommitChange },
): ImageConfig {
  const { diffId, at, change } = commit
  const created = at.toISOString()
  const comment = change.message === undefined ? {} : { comment: change.message }
  return {
    ...base,
    created,
    config: {
      ...base.config,
      ...(change.env && { Env: withEnv(base.config?.Env ?? [], change.env) }),
      // a command stands for the whole: an entrypoint before it would take it as arguments
      ...(change.command && { Cmd: [...change.command], Entrypoint: null }),
      ...(change.port && { ExposedPorts: { [`${change.port}/tcp`]: {} } }),
    },
    rootfs: { ...base.rootfs, diff_ids: [...base.rootfs.diff_ids, diffId] },
    history: [...(base.history ?? []), { created, created_by: 'berth commit', ...comment }],
  }
}

function withEnv(list: readonly string[], change: Readonly<Record<string, string>>): string[] {
  const kept = list.filter((line) => !Object.hasOwn(change, line.split('=', 1)[0] ?? ''))
  return [...kept, ...Object.entries(change).map(([name, value]) => `${name}=${value}`)]
}
