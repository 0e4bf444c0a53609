import { type BlobStore, createFileBlobStore } from '@berth/blob'
import { systemClock } from '@berth/core'
import { createDb, type Db } from '@berth/db'
import { createLog } from '@berth/log'
import { collect } from '@berth/registry'
import { GRACE_MS, LEASE_MS } from '../collect-fixture.ts'

/** Where a collecting process is killed: at its nth query, or around the removal of its first content. */
const [databaseUrl = '', root = '', point = ''] = process.argv.slice(2)
const LATER_MS = 2 * (GRACE_MS + LEASE_MS)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('killed')
}

function dieAt(name: string): void {
  if (name === point) die()
}

const db = createDb({ url: databaseUrl })
let queries = 0
const counted = db.$extends({
  query: {
    $allOperations: async ({ args, query }) => {
      dieAt(`query ${++queries}`)
      return query(args)
    },
  },
})
const files = createFileBlobStore(root)
const blobs: BlobStore = {
  ...files,
  setAside: async (digest) => {
    dieAt('before the file is moved')
    const aside = await files.setAside(digest)
    dieAt('when the file is moved')
    return {
      ...aside,
      finish: async () => {
        dieAt('when the row is deleted')
        await aside.finish()
        dieAt('when the file is deleted')
      },
    }
  },
}
await collect(
  {
    db: counted as unknown as Db, // the extension only counts
    blobs,
    clock: { now: () => new Date(systemClock.now().getTime() + LATER_MS) },
    log: createLog({ name: 'dying', level: 'fatal' }),
    leaseMs: LEASE_MS,
    graceMs: GRACE_MS,
  },
  { by: null, dryRun: false, reconcile: true },
)
process.stdout.write(`${queries}\n`)
process.exit(0)
