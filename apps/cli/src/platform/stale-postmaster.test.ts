import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { forgetStalePostmaster } from './stale-postmaster.ts'

async function clusterOf(pid: number) {
  const cluster = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  await writeFile(path.join(cluster.path, 'postmaster.pid'), `${pid}\n${cluster.path}\n`)
  return cluster
}

test('a pid that belongs to another program by now is forgotten', async () => {
  await using cluster = await clusterOf(process.pid)
  await forgetStalePostmaster(cluster.path)
  expect(await readdir(cluster.path)).toEqual([])
})

test('a process that works in the cluster keeps its file', async () => {
  await using cluster = await clusterOf(0)
  const child = spawn('sleep', ['60'], { cwd: cluster.path })
  await once(child, 'spawn')
  await writeFile(path.join(cluster.path, 'postmaster.pid'), `${child.pid}\n`)
  await forgetStalePostmaster(cluster.path)
  expect(await readdir(cluster.path)).toEqual(['postmaster.pid'])
  child.kill('SIGKILL')
})

test('a pid that nobody has, and no file at all, are left to Postgres', async () => {
  await using cluster = await clusterOf(2 ** 30)
  await forgetStalePostmaster(cluster.path)
  expect(await readdir(cluster.path)).toEqual(['postmaster.pid'])
  await forgetStalePostmaster(path.join(cluster.path, 'none'))
})
