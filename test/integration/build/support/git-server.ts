import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'

export const GIT_HOST = 'git.test'

export type GitServer = {
  readonly port: number
  /** its own certificate */
  readonly caFile: string
  /** commits the files to `main` of a repository, and returns the commit's name */
  commit(repository: string, files: Readonly<Record<string, string>>): Promise<string>
  git(repository: string, ...args: string[]): string
  close(): void
}

/** git's own server over https, below `git.test`. */
export async function startGitServer(folder: string): Promise<GitServer> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755) // whoever fetches is somebody else, and reads the certificate
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${GIT_HOST}`],
      ...['-addext', `subjectAltName=DNS:${GIT_HOST}`, '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  )
  const tls = { key: await readFile(key), cert: await readFile(cert) }
  const server = createServer(tls, (request, response) => void answer(folder, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const git = (repository: string, ...args: string[]) =>
    execFileSync(
      'git',
      ['-C', join(folder, repository), '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args],
      {
        encoding: 'utf8',
      },
    ).trim()
  return {
    port: (server.address() as AddressInfo).port,
    caFile: cert,
    git,
    async commit(repository, files) {
      const root = join(folder, repository)
      await mkdir(root, { recursive: true })
      execFileSync('git', ['init', '-q', '-b', 'main', root])
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, file)), { recursive: true })
        await writeFile(join(root, file), text)
      }
      git(repository, 'add', '-A')
      git(repository, 'commit', '-q', '-m', 'a change')
      return git(repository, 'rev-parse', 'HEAD')
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** git-http-backend(1), as a CGI program. */
async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://git.test')
  const child = spawn('git', ['http-backend'], {
    env: {
      ...{
        PATH: '/usr/bin:/bin',
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        REMOTE_ADDR: '127.0.0.1',
      },
      ...{
        PATH_INFO: pathname,
        QUERY_STRING: searchParams.toString(),
        REQUEST_METHOD: request.method ?? 'GET',
      },
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  request.pipe(child.stdin)
  const whole = await buffer(child.stdout)
  const end = whole.indexOf('\r\n\r\n')
  const lines = whole.subarray(0, end).toString().split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => line.split(': ', 2)))
  response.writeHead(Number.parseInt(headers['Status'] ?? '200', 10), headers)
  response.end(whole.subarray(end + 4))
}
