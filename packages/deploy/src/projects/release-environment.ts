import type { Release } from '@berth/db'
import { sealedEnv } from '../rows.ts'
import { secretRefs } from '../secrets/secret-refs.ts'
import type { Environment } from './environment-of.ts'
import { sharedEnvOf } from './shared-env.ts'

export function releaseEnvironment(row: Release): Environment {
  return {
    env: sealedEnv(row),
    sharedEnv: sharedEnvOf({ env: row.sharedEnv }),
    secrets: secretRefs(row),
    sharedSecrets: secretRefs({ secrets: row.sharedSecrets }),
  }
}
