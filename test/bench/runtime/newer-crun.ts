import { execFile } from 'node:child_process'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const CACHE = '/var/cache/berth/crun-1.21'
const POOL = 'http://deb.debian.org/debian/pool/main'

/** From Debian 13: a crun that keeps its seccomp programs, and the libraries that it wants, by their SHA-256. */
const PACKAGES = {
  'c/crun/crun_1.21-1_amd64.deb': 'f94f8d4acf08a304884666d67d9faa797ab8401b46c311827783a432cb15b652',
  'g/glibc/libc6_2.41-12+deb13u4_amd64.deb':
    '967aa62605721081c3eb2a17650611a792aa802d76a6511d1840242623d204c9',
  'libc/libcap2/libcap2_2.75-10+deb13u1+b3_amd64.deb':
    '89fc4d34fc7a28ad6f0fcd0c561ab253b9dedf6f77f5a000b47c276c8295bf67',
  'libs/libseccomp/libseccomp2_2.6.0-2_amd64.deb':
    '89d5138e05fb6a86b9afd8b54dc0fb4b14f4c27c05e6c5f767c2132bdf808531',
  's/systemd/libsystemd0_257.13-1~deb13u1_amd64.deb':
    'ab0d4127b5e46e6f8c015a1db15a62ba9ae274cdefa150083adf90ada0600ea1',
  'y/yajl/libyajl2_2.1.0-5+b2_amd64.deb': '98497e30d6672298111b74e59890b3232b947abe4ecf04e39f480413b755e4f5',
} as const

/**
 * The command of that crun, which nothing is installed for: its own loader starts it with its own libraries. Fetched
 * once; undefined, with a line on stderr, where it cannot be had.
 */
export async function newerCrun(): Promise<readonly string[] | undefined> {
  const done = join(CACHE, 'root')
  try {
    await access(done)
  } catch {
    try {
      await fetchTo(done) // it is not there yet
    } catch (error) {
      process.stderr.write(`crun 1.21 is left out: ${String(error).split('\n')[0]}\n`)
      return undefined
    }
  }
  const loader = join(done, 'usr/lib64/ld-linux-x86-64.so.2')
  return [loader, '--library-path', join(done, 'usr/lib/x86_64-linux-gnu'), join(done, 'usr/bin/crun')]
}

async function fetchTo(folder: string): Promise<void> {
  const draft = join(CACHE, 'draft')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  for (const [path, sha256] of Object.entries(PACKAGES)) {
    const file = join(CACHE, basename(path))
    await run('/usr/lib/apt/apt-helper', ['download-file', `${POOL}/${path}`, file, `SHA256:${sha256}`])
    await run('dpkg-deb', ['-x', file, draft])
  }
  await rename(draft, folder)
}
