import { BerthError } from '@berth/core'
import type { Call, RepositoryCall } from './http/call.ts'
import { base } from './routes/base.ts'
import { blobDelete } from './routes/blob-delete.ts'
import { blobGet } from './routes/blob-get.ts'
import { catalog } from './routes/catalog.ts'
import { manifestDelete } from './routes/manifest-delete.ts'
import { manifestGet } from './routes/manifest-get.ts'
import { manifestPut } from './routes/manifest-put.ts'
import { referrers } from './routes/referrers.ts'
import { tagsList } from './routes/tags-list.ts'
import { token, tokenByForm } from './routes/token.ts'
import { uploadAppend } from './routes/upload-append.ts'
import { uploadCancel } from './routes/upload-cancel.ts'
import { uploadFinish } from './routes/upload-finish.ts'
import { uploadStart } from './routes/upload-start.ts'
import { uploadStatus } from './routes/upload-status.ts'
import type { Action } from './scope.ts'

/** Open to everybody who comes; what it shows it decides itself. */
type OpenRoute = { readonly kind: 'open'; readonly handle: (call: Call) => Promise<void> }

/** Within a repository: no handler runs before the action was allowed. */
type RepositoryRoute = {
  readonly kind: 'repository'
  readonly action: Action
  readonly handle: (call: RepositoryCall) => Promise<void>
}

type Route = OpenRoute | RepositoryRoute

const open = (handle: OpenRoute['handle']): OpenRoute => ({ kind: 'open', handle })
const inRepository = (action: Action, handle: RepositoryRoute['handle']): RepositoryRoute => ({
  kind: 'repository',
  action,
  handle,
})

/** Path → method → route. What is not here does not exist. The first path that fits is taken. */
const TABLE: readonly { readonly path: RegExp; readonly methods: Readonly<Record<string, Route>> }[] = [
  { path: /^\/v2\/?$/, methods: { GET: open(base), HEAD: open(base) } },
  { path: /^\/v2\/token$/, methods: { GET: open(token), POST: open(tokenByForm) } },
  { path: /^\/v2\/_catalog$/, methods: { GET: open(catalog) } },
  { path: /^\/v2\/(.+)\/tags\/list$/, methods: { GET: inRepository('pull', tagsList) } },
  {
    path: /^\/v2\/(.+)\/manifests\/([^/]+)$/,
    methods: {
      GET: inRepository('pull', manifestGet),
      HEAD: inRepository('pull', manifestGet),
      PUT: inRepository('push', manifestPut),
      DELETE: inRepository('delete', manifestDelete),
    },
  },
  { path: /^\/v2\/(.+)\/blobs\/uploads\/?$/, methods: { POST: inRepository('push', uploadStart) } },
  {
    path: /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
    methods: {
      GET: inRepository('push', uploadStatus),
      PATCH: inRepository('push', uploadAppend),
      PUT: inRepository('push', uploadFinish),
      DELETE: inRepository('push', uploadCancel),
    },
  },
  {
    path: /^\/v2\/(.+)\/blobs\/([^/]+)$/,
    methods: {
      GET: inRepository('pull', blobGet),
      HEAD: inRepository('pull', blobGet),
      DELETE: inRepository('delete', blobDelete),
    },
  },
  { path: /^\/v2\/(.+)\/referrers\/([^/]+)$/, methods: { GET: inRepository('pull', referrers) } },
]

export type Matched = { readonly route: Route; readonly name: string; readonly param: string }

/** Errors: registry.name_unknown for a path that there is not, registry.unsupported for a method. */
export function matchRoute(method: string, path: string): Matched {
  const { row, found } = firstFit(path)
  if (!row) throw new BerthError('registry.name_unknown', 'there is nothing at this path')
  const route = Object.hasOwn(row.methods, method) ? row.methods[method] : undefined
  if (!route) {
    const allowed = Object.keys(row.methods)
    throw new BerthError('registry.unsupported', `${method} is not possible here: ${allowed.join(', ')} are`)
  }
  const [, name = '', param = ''] = found
  return { route, name, param: decode(param) }
}

function firstFit(path: string) {
  for (const row of TABLE) {
    const found = row.path.exec(path)
    if (found) return { row, found }
  }
  return { found: [] }
}

/** Some clients escape the colon of a digest. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
