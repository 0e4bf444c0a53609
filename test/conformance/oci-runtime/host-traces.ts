import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** What a container with this word in its paths has on the host: mounts, control groups, state, processes. */
export function tracesOf(word: string, root: string): readonly string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  const groups = execFileSync('find', ['/sys/fs/cgroup', '-maxdepth', '3', '-type', 'd'], {
    encoding: 'utf8',
  })
  const state = existsSync(root) ? readdirSync(root) : []
  return [...mounts, ...groups.split('\n'), ...state, ...processes()].filter((line) => line.includes(word))
}

function processes(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return '' // it has ended meanwhile
      }
    })
}
