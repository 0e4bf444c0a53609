import { BerthError } from '@berth/core'
import type { Db } from '@berth/db'
import { labNotFound } from './find-lab.ts'
import { remoteOf } from './lab-queries.ts'
import type { Caller, FetchFolder, ReadFiles, ResolveImage } from './ports.ts'
import { saveLab } from './save-lab.ts'

export type FetchLab = Caller & {
  readonly name: string
  readonly isNew?: boolean | undefined
  /** what is not given stays as it was the last time */
  readonly url?: string | undefined
  readonly branch?: string | undefined
  readonly directory?: string | undefined
}

/** A version of what lies at another git server. Errors: those of `saveLab` and `FetchFolder`, input.invalid. */
export async function fetchLab(
  deps: {
    readonly db: Db
    readonly resolve: ResolveImage
    readonly read: ReadFiles
    readonly fetch: FetchFolder
  },
  { url: asked, branch, directory, ...save }: FetchLab,
): Promise<void> {
  const { tenant, by, name } = save
  const known = await deps.db.lab.findFirst({ where: { tenantId: tenant.id, name, deletedAt: null } })
  const before = known && remoteOf(known)
  const url = asked ?? before?.url
  if (url === undefined && !known) throw labNotFound(name)
  if (url === undefined)
    throw new BerthError('input.invalid', `nothing is known of where ${name} comes from: give a git address`)
  // of another address nothing is known but what was said
  const place = before?.url === url ? before : null
  const wanted = {
    url,
    branch: branch ?? place?.branch ?? null,
    directory: folderOf(directory) ?? (directory === undefined ? (place?.directory ?? null) : null),
  }
  const folder = await deps.fetch({ tenantId: tenant.id, by, ...wanted })
  const remote = { url, branch: folder.branch, directory: wanted.directory, commit: folder.commit }
  await saveLab(deps, { ...save, files: folder.files, remote })
}

/** `./labs/one/` is `labs/one`; `.` is all of it: null. */
function folderOf(given: string | undefined): string | null {
  const parts = (given ?? '').split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..'))
    throw new BerthError('input.invalid', 'the folder is one of the repository: relative, without ".."')
  return parts.length === 0 ? null : parts.join('/')
}
