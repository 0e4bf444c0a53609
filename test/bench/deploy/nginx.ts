import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/platform.ts'
import { visit } from '../../support/visit.ts'

const run = promisify(execFile)
const NGINX = '/usr/sbin/nginx'

const LOADER = 'ld-linux-x86-64.so.2'

const DOCKERFILE = `FROM busybox
COPY nginx /nginx
EXPOSE 8080
CMD ["/nginx/${LOADER}", "--library-path", "/nginx", "/nginx/nginx", "-c", "/nginx/conf", "-e", "/dev/null", "-g", "daemon off;"]
`

/** A folder to build an app from: the machine's nginx with its libraries, which answers everything with one line. */
export async function nginxSource(folder: string): Promise<void> {
  const { stdout } = await run('ldd', [NGINX])
  const libraries = [...stdout.matchAll(/(\/\S+) \(/g)].flatMap(([, file]) => file ?? [])
  await mkdir(join(folder, 'nginx'))
  for (const file of [NGINX, ...libraries]) {
    await cp(file, join(folder, 'nginx', basename(file)), { dereference: true })
  }
  const answer = 'location / { return 200 "hello\\n"; }'
  await writeFile(join(folder, 'nginx/conf'), configuration('/tmp', `listen 8080; ${answer}`))
  await writeFile(join(folder, 'Dockerfile'), DOCKERFILE)
}

export type Proxy = { readonly url: string; close(): Promise<void> }

/** nginx in front of one server, as bare as it goes: connections to it are kept. */
export async function openNginx(folder: string, server: string): Promise<Proxy> {
  const port = await freePort()
  const pass = 'location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; }'
  const file = join(folder, 'proxy.conf')
  await writeFile(
    file,
    configuration(
      folder,
      `listen 127.0.0.1:${port}; ${pass}`,
      `upstream app { server ${server}; keepalive 64; }`,
    ),
  )
  const child = spawn(NGINX, ['-c', file, '-g', 'daemon off;'], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}/`
  const answers = () =>
    visit(url).then(
      ({ status }) => status === 200,
      () => false,
    )
  await eventually(answers, { what: 'nginx' })
  return {
    url,
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function configuration(folder: string, server: string, more = ''): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')
  return `user root;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log /dev/null crit;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000; ${temporary} ${more} server { ${server} } }
`
}
