import { systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { keepBrought } from '@berth/domain'
import { createSealer, readKeyFile } from '@berth/vault'
import { z } from 'zod'
import { createSecretBox } from '../secret-box.ts'
import type { SetupEnv } from './env.ts'

const givenSchema = z.strictObject({ chain: z.string(), key: z.string() })

/** `json`: chain and key, PEM. Error: certificate.invalid. */
export async function keepCertificate(db: Db, env: SetupEnv, json: string): Promise<void> {
  const own = {
    platformHost: new URL(env.BERTH_URL).hostname,
    appsDomain: env.BERTH_APPS_DOMAIN.replace(/:\d+$/, ''),
  }
  const secrets = createSecretBox(createSealer(readKeyFile(env.BERTH_MASTER_KEY_FILE)))
  await keepBrought({ db, secrets, own, clock: systemClock }, givenSchema.parse(JSON.parse(json)))
}
