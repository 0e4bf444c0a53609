import { createLog } from '@berth/log'
import { createResolver } from '@berth/network'
import { readEnv } from './resolver/env.ts'

const env = readEnv()
const log = createLog({ name: 'resolver', level: env.BERTH_LOG_LEVEL })
const resolver = createResolver({ directory: env.BERTH_RESOLVER_DIR, log })

await resolver.open()
log.info({ directory: env.BERTH_RESOLVER_DIR }, 'ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void resolver.close().then(() => process.exit(0))
  })
}
