import { expect, test } from 'vitest'
import { createClassifier } from './classify-changes.ts'
import type { Below } from './layer-view.ts'

const IMAGE = ['etc', 'etc/passwd', 'srv', 'srv/old']
const FOLDERS = ['etc', 'srv']

test('what the image has was changed, what it has not was added, and a whiteout deletes', async () => {
  expect(await changes('etc/', 'etc/passwd', 'etc/new', 'etc/.wh.gone', 'top')).toEqual([
    'changed /etc',
    'changed /etc/passwd',
    'added /etc/new',
    'deleted /etc/gone',
    'added /top',
  ])
})

test('a folder that was made anew has nothing of the one before', async () => {
  expect(await changes('srv/', 'srv/.wh..wh..opq', 'srv/old')).toEqual([
    'changed /srv',
    'deleted /srv',
    'added /srv',
    'added /srv/old',
  ])
})

test('what lies below another mount is left out, and its neighbours are not', async () => {
  expect(await changes('etc/', 'etc/hosts', 'etc/hosts2', 'proc/', 'proc/x')).toEqual([
    'changed /etc',
    'added /etc/hosts2',
  ])
})

async function changes(...names: string[]): Promise<string[]> {
  const classify = createClassifier({
    lower: [Buffer.from('')],
    mountPoints: ['/proc', '/etc/hosts'],
    look: async (folders: Below, name) => {
      const paths = folders.map((folder) => `${folder.toString()}/${name}`.slice(1))
      return {
        there: paths.some((path) => IMAGE.includes(path)),
        below: paths.filter((path) => FOLDERS.includes(path)).map((path) => Buffer.from(`/${path}`)),
      }
    },
  })
  const found = []
  for (const name of names) {
    found.push(...(await classify({ name, type: name.endsWith('/') ? 'directory' : 'file' })))
  }
  return found.map(({ kind, path }) => `${kind} ${path}`)
}
