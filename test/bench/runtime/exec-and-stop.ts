import { attachClient } from '@berth/runtime'
import type { TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { type Figure, ratio, spread, timed } from '../figure.ts'
import type { Peer } from './peers.ts'

const ROUNDS = 60
const PEER_ROUNDS = 20

/** One more process in a container that runs: until it runs, and until its end was told; in turns with the peers. */
export async function measureExec(box: TestRuntime, peers: readonly Peer[]): Promise<readonly Figure[]> {
  const { id } = await box.start(['sleep', '1000'])
  const figures: Figure[] = []
  const { started, ended } = await execInto(box, id, ROUNDS)
  for (const peer of peers) {
    const staying = await peer.stay()
    const theirs: number[] = []
    const ours: number[] = []
    for (let round = 0; round < PEER_ROUNDS; round++) {
      theirs.push(await timed(staying.exec))
      ours.push(...(await execInto(box, id, 1)).ended)
    }
    await staying.remove()
    figures.push(...compared('exec', 'until exit seen', peer, { ours, theirs }))
  }
  await box.runtime.remove(id)
  return [...spread('exec: process started', started), ...spread('exec: exit seen', ended), ...figures]
}

/** The end of a program that runs, and all that was made for it taken back. */
export async function measureStop(box: TestRuntime, peers: readonly Peer[]): Promise<readonly Figure[]> {
  const times: number[] = []
  const figures: Figure[] = []
  for (let round = 0; round < ROUNDS; round++) times.push(await stopOnce(box))
  for (const peer of peers) {
    const theirs: number[] = []
    const ours: number[] = []
    for (let round = 0; round < PEER_ROUNDS; round++) {
      const staying = await peer.stay()
      theirs.push(await timed(staying.remove))
      ours.push(await stopOnce(box))
    }
    figures.push(...compared('kill and delete', 'until all is gone', peer, { ours, theirs }))
  }
  return [...spread('kill and delete', times), ...figures]
}

function compared(
  what: string,
  until: string,
  { name }: Peer,
  { ours, theirs }: { ours: readonly number[]; theirs: readonly number[] },
): readonly Figure[] {
  return [...spread(`${what}: ${name}`, theirs), ratio(`${what}: ours ${until}, over ${name}`, ours, theirs)]
}

async function execInto(box: TestRuntime, containerId: string, rounds: number) {
  const started: number[] = []
  const ended: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    const session = await box.runtime.exec({ containerId, argv: ['true'], env: {}, tty: false })
    started.push(performance.now() - begin)
    await endOf(session.socket)
    ended.push(performance.now() - begin)
  }
  return { started, ended }
}

async function stopOnce(box: TestRuntime): Promise<number> {
  const { id } = await box.start(['sleep', '1000'])
  return timed(async () => {
    await box.runtime.kill(id, 'SIGKILL')
    await box.runtime.remove(id)
  })
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
