import { openTestRuntime } from '../integration/runtime/support/test-runtime.ts'
import type { Figure } from './figure.ts'
import { measureExec, measureStop } from './runtime/exec-and-stop.ts'
import { measureLog } from './runtime/log.ts'
import { measureManyStarts } from './runtime/many-starts.ts'
import { measureNearNative } from './runtime/near-native.ts'
import { openPeers } from './runtime/peers.ts'
import { measureStarts } from './runtime/starts.ts'

/** The agent's way into a container, in process, beside runc, crun and podman where they are installed. */
export async function benchRuntime(): Promise<Figure[]> {
  const box = await openTestRuntime()
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
