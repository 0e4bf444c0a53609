import { createServer } from 'node:http'
import { createGuard } from '@berth/auth'
import { Secret, systemClock } from '@berth/core'
import { createDb } from '@berth/db'
import { createLog } from '@berth/log'
import { createOutbound } from '@berth/outbound'
import { createMirror, createRegistryHandler } from '@berth/registry'
import { createSealer } from '@berth/vault'
import { openDescribed } from '../described-store.ts'
import type { RegistryProcessOptions } from '../registry-process.ts'

const options = JSON.parse(process.argv[2] ?? '') as RegistryProcessOptions
const { databaseUrl, store, url, key } = options
const db = createDb({ url: databaseUrl, poolSize: 10 })
const blobs = await openDescribed(store)
const log = createLog({ name: 'registry', level: 'error' })
const sealer = createSealer(new Secret(key))
const mirror = createMirror({
  ...{ db, blobs, log },
  outbound: createOutbound({ allow: ['127.0.0.0/8'] }),
  open: (context, sealed) => sealer.open(context, sealed),
  clock: systemClock,
})
const handle = createRegistryHandler({
  ...{ db, blobs, mirror, log },
  auth: createGuard({ db, pepper: new Secret(options.pepper), url, onError: () => undefined }),
  config: { url, key: new Secret(key) },
})
const server = createServer((request, response) => void handle(request, response))
server.requestTimeout = 0
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.stdout.write(`${address.port}\n`)
})
