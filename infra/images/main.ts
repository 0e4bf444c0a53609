import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { toBerthError } from '@berth/core'
import { pushLayout } from '@berth/image'
import { BASE_IMAGES, buildBaseImage } from './build.ts'

const USAGE = `usage: main.ts NAME --push URL (--token TOKEN | --token-stdin) [--socket PATH] [--work DIR] [--node-package DIR]
  NAME            ${BASE_IMAGES.join(', ')}
  --push URL      registry; the image becomes library/NAME
  --token TOKEN   API token with registry:push
  --token-stdin   or read it from standard input, where no other user sees it
  --socket PATH   reach the registry by its unix socket
  --work DIR      where to build; needs up to 1 GiB for debian and node
`

/** Builds a base image and pushes it into the platform's library; prints the image's name and digest. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      push: { type: 'string' },
      token: { type: 'string' },
      'token-stdin': { type: 'boolean', default: false },
      socket: { type: 'string' },
      work: { type: 'string', default: tmpdir() },
      'node-package': { type: 'string', default: dirname(dirname(process.execPath)) },
    },
  })
  const [name] = positionals
  const token = values['token-stdin'] ? (await text(process.stdin)).trim() : values.token
  if (!name || !values.push || !token) {
    process.stderr.write(USAGE)
    process.exitCode = 2
    return
  }
  const workDir = await mkdtemp(join(values.work, 'berth-image-'))
  try {
    const log = (line: string) => process.stderr.write(`${name}: ${line}\n`)
    const layout = await buildBaseImage(name, { workDir, nodePackage: values['node-package'], log })
    const [repository, tag = 'latest'] = `library/${name}`.split(':')
    const digest = await pushLayout(layout, {
      url: values.push,
      repository: repository ?? '',
      tag,
      auth: { kind: 'basic', username: 'berth', password: token },
      ...(values.socket ? { socketPath: values.socket } : {}),
    })
    process.stdout.write(`${repository}:${tag}@${digest}\n`)
  } finally {
    await rm(workDir, { recursive: true })
  }
}

main().catch((error: unknown) => {
  const { code, message, cause } = toBerthError(error)
  const why = cause instanceof Error ? `\n  ${cause.message}` : ''
  process.stderr.write(`${code}: ${message}${why}\n`)
  process.exitCode = 1
})
