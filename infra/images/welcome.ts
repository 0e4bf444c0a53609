import { join } from 'node:path'
import { buildLayer, copyEntry, directoryEntry, writeLayout } from '@berth/image'
import { busyboxLayer } from './busybox.ts'
import { PATH_ENV, type Recipe } from './recipe.ts'

const FILES = join(import.meta.dirname, 'welcome')

/** The app that a new platform's first visitor sees: busybox's web server with one page. */
export const welcome: Recipe = async ({ dir, platform }) => {
  const base = await busyboxLayer(dir)
  const page = await buildLayer(dir, [
    directoryEntry('srv'),
    directoryEntry('srv/www'),
    directoryEntry('srv/www/cgi-bin'),
    await copyEntry('srv/www/cgi-bin/container', join(FILES, 'container.sh')),
    await copyEntry('srv/www/index.html', join(FILES, 'index.html'), 0o644),
    await copyEntry('srv/start', join(FILES, 'start.sh')),
  ])
  return writeLayout({
    dir,
    platform,
    layers: [base, page],
    config: {
      Env: [PATH_ENV, 'PORT=8080'],
      Cmd: ['/srv/start'],
      WorkingDir: '/srv',
      ExposedPorts: { '8080/tcp': {} },
    },
    history: ['busybox-static of Debian with a link for each of its tools', 'the welcome page'],
  })
}
