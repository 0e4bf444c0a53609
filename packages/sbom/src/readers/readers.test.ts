import { expect, test } from 'vitest'
import { chooseReader } from './choose-reader.ts'

const names = (path: string, text: string) => {
  const found = chooseReader(path)?.(text)
  return found?.kind === 'packages'
    ? found.packages.map(({ type, name, version }) => `${type}:${name}@${version}`)
    : found
}

test('dpkg: what is installed, not what was removed or is described', () => {
  const status = `Package: openssl
Status: install ok installed
Version: 3.0.11-1~deb12u2
Description: tool
 Package: fake
 Version: 1

Package: gone
Status: deinstall ok config-files
Version: 1.0
`
  expect(names('var/lib/dpkg/status', status)).toEqual(['deb:openssl@3.0.11-1~deb12u2'])
  expect(names('var/lib/dpkg/status.d/base', 'Package: base-files\nVersion: 12\n')).toEqual([
    'deb:base-files@12',
  ])
  expect(chooseReader('var/lib/dpkg/status.d/base.md5sums')).toBeUndefined()
})

test('apk', () => {
  expect(names('lib/apk/db/installed', 'C:Q1x=\nP:musl\nV:1.2.5-r0\n\nP:busybox\nV:1.36.1-r2\n')).toEqual([
    'apk:musl@1.2.5-r0',
    'apk:busybox@1.36.1-r2',
  ])
})

test('npm: lock files of all versions, and what is installed', () => {
  const one = { dependencies: { a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } } } }
  expect(names('app/package-lock.json', JSON.stringify(one))).toEqual(['npm:a@1.0.0', 'npm:b@2.0.0'])
  const three = {
    lockfileVersion: 3,
    packages: {
      '': { name: 'own', version: '9.9.9' },
      'packages/mine': { version: '1.0.0' },
      'node_modules/mine': { link: true },
      'node_modules/@s/a': { version: '1.2.3' },
      'node_modules/@s/a/node_modules/b': { version: '4.0.0' },
    },
  }
  expect(names('package-lock.json', JSON.stringify(three))).toEqual(['npm:@s/a@1.2.3', 'npm:b@4.0.0'])
  const installed = '{"name":"@s/a","version":"1.2.3"}'
  expect(names('usr/lib/node_modules/@s/a/package.json', installed)).toEqual(['npm:@s/a@1.2.3'])
  expect(chooseReader('app/package.json')).toBeUndefined()
  expect(chooseReader('app/node_modules/a/lib/package.json')).toBeUndefined()
})

test('pip: metadata, and lock files', () => {
  const metadata = 'Metadata-Version: 2.1\nName: Flask_Login\nVersion: 0.6.3\n\nName: not this\n'
  expect(names('usr/lib/python3/dist-packages/x-1.dist-info/METADATA', metadata)).toEqual([
    'pypi:flask-login@0.6.3',
  ])
  const requirements =
    'flask==3.0.0 # web\nrequests[socks] == 2.31.0; python_version > "3"\nopen>=1\n-r other\nany==1.*\n'
  expect(names('app/requirements.txt', requirements)).toEqual(['pypi:flask@3.0.0', 'pypi:requests@2.31.0'])
  expect(names('Pipfile.lock', '{"default":{"six":{"version":"==1.16.0"}}}')).toEqual(['pypi:six@1.16.0'])
  const poetry =
    '[[package]]\nname = "idna"\nversion = "3.6"\n\n[package.extras]\nname = "no"\n\n[[package]]\nname = "six"\nversion = "1.16.0"\n'
  expect(names('poetry.lock', poetry)).toEqual(['pypi:idna@3.6', 'pypi:six@1.16.0'])
})

test('os-release', () => {
  expect(names('etc/os-release', 'PRETTY_NAME="Debian"\nID=debian\nVERSION_ID="12"\n')).toEqual({
    kind: 'distribution',
    distribution: { id: 'debian', version: '12' },
  })
})

test.each([
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
  'package-lock.json',
  'Pipfile.lock',
  'poetry.lock',
  'etc/os-release',
])('whatever lies in %s is no failure', (path) => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '\0\0\0',
    'Package: a b\nVersion: \0\n',
    '{"packages":{"node_modules/":[]}}',
  ])
    expect(names(path, text)).toBeUndefined()
})

test('a lock file that nests without end is read to some depth', () => {
  const deep = `${'{"dependencies":{"a":{"version":"1"'.replace('{', '')}`
  const text = `{${`${deep},`.repeat(1000)}"x":1${'}}'.repeat(1000)}}`
  expect(names('package-lock.json', text)?.constructor).toBe(Array)
})
