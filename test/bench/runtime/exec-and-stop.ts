import { attachClient } from '@berth/runtime'
import type { TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { type Figure, spread, timed } from '../figure.ts'

const ROUNDS = 60

/** One more process in a container that runs: until it runs, and until its end was told. */
export async function measureExec(box: TestRuntime): Promise<readonly Figure[]> {
  const { id } = await box.start(['sleep', '1000'])
  const started: number[] = []
  const ended: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now()
    const session = await box.runtime.exec({ containerId: id, argv: ['true'], env: {}, tty: false })
    started.push(performance.now() - begin)
    await endOf(session.socket)
    ended.push(performance.now() - begin)
  }
  await box.runtime.remove(id)
  return [...spread('exec: process started', started), ...spread('exec: exit seen', ended)]
}

/** The end of a program that runs, and all that was made for it taken back. */
export async function measureStop(box: TestRuntime): Promise<readonly Figure[]> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { id } = await box.start(['sleep', '1000'])
    times.push(
      await timed(async () => {
        await box.runtime.kill(id, 'SIGKILL')
        await box.runtime.remove(id)
      }),
    )
  }
  return spread('kill and delete', times)
}

async function endOf(socket: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    attachClient(socket, {
      onStdout: () => undefined,
      onStderr: () => undefined,
      onEnd: () => resolve(),
    }).catch(reject)
  })
}
