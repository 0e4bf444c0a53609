import { FOLDER, PORT, type Stack } from './stack.ts'

/** where the files of a site lie in its image */
const SITE = '/srv/www'

/** A folder of files that are served as they are. */
export const staticStack: Stack = {
  name: 'static',
  knownBy: 'index.html or public/index.html (static site)',
  detect(facts, web) {
    const folder = facts.has('index.html') ? '.' : 'public'
    const page = folder === '.' ? 'index.html' : 'public/index.html'
    if (!facts.has(page)) return null
    const notFound = facts.has(folder === '.' ? '404.html' : 'public/404.html')
    return {
      kind: 'plan',
      name: 'static',
      because: `the source has ${page}`,
      dockerfile: ['FROM busybox', `COPY ${folder} ${SITE}`, ...serveSite(notFound, web), ''].join('\n'),
      ignore: ['.git', '.gitignore', '.dockerignore', 'Procfile', 'app.json', 'berth.yml'],
      facts: [
        { name: 'site', value: folder === '.' ? 'the whole source' : 'the folder public' },
        { name: 'server', value: 'httpd of busybox' },
      ],
    }
  },
}

/** The last lines of an image that serves SITE. */
function serveSite(hasNotFound: boolean, web?: string): string[] {
  const server = ['httpd', '-f', '-p', String(PORT), '-h', SITE]
  const settings = hasNotFound ? [`RUN echo E404:${SITE}/404.html > /etc/httpd.conf`] : []
  const command = web === undefined ? server : ['/bin/sh', '-c', web]
  return [...settings, `ENV PORT=${PORT}`, `EXPOSE ${PORT}`, `CMD ${JSON.stringify(command)}`]
}

/** The stage that serves what another one built into `folder`. */
export function siteOf(stage: string, folder: string): string[] {
  return ['FROM busybox', `COPY --from=${stage} ${FOLDER}/${folder} ${SITE}`, ...serveSite(false)]
}
