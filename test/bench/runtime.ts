import { mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestRuntime } from '../integration/runtime/support/test-runtime.ts'
import type { Figure } from './figure.ts'
import { onFreshDisk } from './fresh-disk.ts'
import { measureExec, measureStop } from './runtime/exec-and-stop.ts'
import { measureLog } from './runtime/log.ts'
import { measureManyStarts } from './runtime/many-starts.ts'
import { measureNearNative } from './runtime/near-native.ts'
import { openPeers } from './runtime/peers.ts'
import { measureStarts } from './runtime/starts.ts'

/** The agent's way into a container, in process, beside runc, crun and podman where they are installed: all on one disk. */
export async function benchRuntime(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'bb-')) // short: a folder of podman's may have fifty characters
  try {
    return await onFreshDisk(dir, measure)
  } finally {
    await rmdir(dir)
  }
}

async function measure(disk: string): Promise<Figure[]> {
  const box = await openTestRuntime(disk)
  try {
    const peers = await openPeers(box)
    try {
      return [
        ...(await measureStarts(box, peers.list)),
        ...(await measureExec(box, peers.list)),
        ...(await measureStop(box, peers.list)),
        ...(await measureManyStarts(box)),
        ...(await measureNearNative(box)),
        ...(await measureLog(box)),
      ]
    } finally {
      await peers.close()
    }
  } finally {
    await box.close()
  }
}
