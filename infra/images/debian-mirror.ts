import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const PUBLIC = 'http://deb.debian.org/debian'

/** The Debian archive that this machine's apt is set to; the public one when it has none. */
export async function debianMirror(): Promise<string> {
  const format = '$(LABEL)|$(COMPONENT)|$(REPO_URI)'
  const { stdout } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])
  return chooseMirror(stdout)
}

/** Lines of `label|component|address`; a machine may know several archives, most of them not Debian's. */
export function chooseMirror(lines: string): string {
  for (const line of lines.split('\n')) {
    const [label, component, uri] = line.split('|')
    if (label === 'Debian' && component === 'main' && uri?.startsWith('http')) return uri.replace(/\/$/, '')
  }
  return PUBLIC
}
