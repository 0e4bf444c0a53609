import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { forgetStalePostmaster } from './stale-postmaster.ts'

async function clusterOf(pid: number): Promise<string> {
  const cluster = await mkdtemp(path.join(tmpdir(), 'berth-'))
  onTestFinished(() => rm(cluster, { recursive: true }))
  await writeFile(path.join(cluster, 'postmaster.pid'), `${pid}\n${cluster}\n`)
  return cluster
}

test('a pid that belongs to another program by now is forgotten', async () => {
  const cluster = await clusterOf(process.pid)
  await forgetStalePostmaster(cluster)
  expect(await readdir(cluster)).toEqual([])
})

test('a process that works in the cluster keeps its file', async () => {
  const cluster = await clusterOf(0)
  const child = spawn('sleep', ['60'], { cwd: cluster })
  await once(child, 'spawn')
  await writeFile(path.join(cluster, 'postmaster.pid'), `${child.pid}\n`)
  await forgetStalePostmaster(cluster)
  expect(await readdir(cluster)).toEqual(['postmaster.pid'])
  child.kill('SIGKILL')
})

test('a pid that nobody has, and no file at all, are left to Postgres', async () => {
  const cluster = await clusterOf(2 ** 30)
  await forgetStalePostmaster(cluster)
  expect(await readdir(cluster)).toEqual(['postmaster.pid'])
  await forgetStalePostmaster(path.join(cluster, 'none'))
})
