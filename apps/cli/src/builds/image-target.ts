import { basename, resolve } from 'node:path'
import { UsageError } from '../arguments/usage-error.ts'

/** Where a built image goes: `--tag` as `name`, `name:tag` or `tenant/name:tag`; without it, the folder's name. */
export function imageTarget(
  folder: string,
  tenant: string,
  reference: string | undefined,
): { repository: string; tag: string } {
  const text = reference ?? nameOf(folder)
  const slash = text.lastIndexOf('/')
  const colon = text.indexOf(':', slash + 1)
  const name = colon === -1 ? text : text.slice(0, colon)
  const tag = colon === -1 ? 'latest' : text.slice(colon + 1)
  if (name === '' || tag === '' || name.startsWith('/')) {
    throw new UsageError(`"${text}" is no name for an image: write name, name:tag or tenant/name:tag`)
  }
  return { repository: name.includes('/') ? name : `${tenant}/${name}`, tag }
}

/** As a repository may be called. Error: UsageError, when nothing of the folder's name is left. */
function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  if (name !== '') return name
  throw new UsageError(`say how the image is called: --tag NAME`)
}
