import { mkdirSync, readFileSync, rmdirSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandCgroups } from './command-cgroups.ts'
const parseHierarchies = (t: string) =>
  t
    .split('\n')
    .filter((l) => / - cgroup2? /.test(l))
    .map((l) => ({ path: l.split(' ')[4] ?? '', version: l.includes(' - cgroup2 ') ? 2 : 1 }))
import { NO_CGROUPS } from './no-cgroups.ts'

export function openCommandCgroups(manager: 'cgroupfs' | 'systemd' | 'disabled'): CommandCgroups {
  if (manager === 'disabled') return NO_CGROUPS
  const hs = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'))
  const dirs = (p: string) => hs.map((h) => join(h.path, p))
  const entry = (p: string) => ({
    tasks: hs.filter((h) => h.version === 1).map((h) => join(h.path, p, 'tasks')),
    bornIn: hs.filter((h) => h.version === 2).map((h) => join(h.path, p))[0] ?? '',
  })
  const members = (p: string) => [
    ...new Set(
      dirs(p)
        .filter((d) => existsSync(d))
        .flatMap((d) =>
          readFileSync(join(d, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number),
        ),
    ),
  ]
  const fr = (p: string) => join('/sys/fs/cgroup/freezer', p, 'freezer.state')
  return {
    resolve: (path, id) => path ?? `/berth-runtime/${id}`,
    create: async (p) => {
      for (const d of dirs(p)) {
        mkdirSync(d, { recursive: true })
        if (d.includes('cpuset/'))
          for (const f of ['cpus', 'mems']) {
            let q = '/sys/fs/cgroup/cpuset'
            for (const part of p.split('/').filter(Boolean)) {
              writeFileSync(join(q, part, `cpuset.${f}`), readFileSync(join(q, `cpuset.${f}`)))
              q = join(q, part)
            }
          }
      }
      return entry(p)
    },
    entry,
    update: async () => {},
    stats: async () => ({}),
    oomKills: async () => 0,
    members: async (p) => members(p),
    freeze: async (p) => writeFileSync(fr(p), 'FROZEN'),
    thaw: async (p) => {
      if (existsSync(fr(p))) writeFileSync(fr(p), 'THAWED')
    },
    isFrozen: async (p) => existsSync(fr(p)) && readFileSync(fr(p), 'utf8').trim() !== 'THAWED',
    kill: async (p) => {
      for (const pid of members(p)) process.kill(pid, 'SIGKILL')
    },
    remove: async (p) => {
      for (let i = 0; i < 200; i++) {
        try {
          for (const d of dirs(p)) if (existsSync(d)) rmdirSync(d)
          return
        } catch {
          for (const pid of members(p))
            try {
              process.kill(pid, 'SIGKILL')
            } catch {
              // it has ended meanwhile
            }
          await new Promise((r) => setTimeout(r, 10))
        }
      }
    },
  }
}
