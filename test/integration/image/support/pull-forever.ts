import { createImageStore } from '@berth/image'
import { createLog } from '@berth/log'

/** A process that pulls, to be killed in the middle: node pull-forever.ts STORE INIT URL DIGEST */
const [dir = '', init = '', url = '', digest = ''] = process.argv.slice(2)
const log = createLog({ name: 'pull', level: 'silent' })
const store = await createImageStore({ dir, init, log, keepFrom: 2_000_000 })
await store.pull({
  source: { url, repository: 'team/app', token: 'not asked for' },
  digest,
  platform: { os: 'linux', architecture: 'amd64' },
})
