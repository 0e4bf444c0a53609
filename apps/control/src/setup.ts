import path from 'node:path'
import { text } from 'node:stream/consumers'
import { loadS3 } from '@berth/blob'
import { toBerthError } from '@berth/core'
import { createDb, migrate } from '@berth/db'
import { readKeyFile } from '@berth/vault'
import { readS3Settings } from './blobs/s3-env.ts'
import { readEnv } from './setup/env.ts'
import { makeCredentials } from './setup/credentials.ts'
import { keepCertificate } from './setup/keep-certificate.ts'

/**
 * `setup.js` brings the database up to date and prints `{}`, when the bucket for images, if there is one, can be used. `setup.js --credentials` also makes the first
 * administrator, tenant and node, or new credentials for them, and prints these. With `--certificate` it keeps the one
 * for the platform's address that comes in as JSON. Each step may be repeated after a
 * crash. The last line of stderr says why it failed.
 */
async function main(args: readonly string[]): Promise<object> {
  const env = readEnv()
  const bucket = readS3Settings(env)
  if (bucket) await (await loadS3()).checkBucket(bucket)
  const dir = path.join(import.meta.dirname, '../../../prisma/migrations')
  await migrate({ url: env.DATABASE_URL, dir, log: (line) => void process.stderr.write(`${line}\n`) })
  if (args.length === 0) return {}
  const db = createDb({ url: env.DATABASE_URL, poolSize: 2 })
  try {
    if (args.includes('--certificate')) await keepCertificate(db, env, await text(process.stdin))
    if (!args.includes('--credentials')) return {}
    return await makeCredentials({ db, pepper: readKeyFile(env.BERTH_PEPPER_FILE), url: env.BERTH_URL })
  } finally {
    await db.$disconnect()
  }
}

try {
  process.stdout.write(`${JSON.stringify(await main(process.argv.slice(2)))}\n`)
} catch (error) {
  const { message, cause } = toBerthError(error)
  process.stderr.write(`${cause instanceof Error ? cause.stack : ''}\n${message.replaceAll('\n', ' ')}\n`)
  process.exitCode = 1
}
