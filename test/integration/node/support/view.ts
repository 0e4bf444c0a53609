import { decodeAck, encodeAck, FRAME } from '@berth/protocol'
import type { Rig } from './rig.ts'

/** A viewer of a session as web would be one: it keeps what comes, and acknowledges it unless it is told to be slow. */
export async function openView(
  rig: Rig,
  execId: string,
  containerId: string,
  /** `last`: it keeps so many characters */
  options: { slow?: boolean; last?: number } = {},
) {
  const channel = rig.control.openChannel()
  let text = ''
  let stderr = ''
  let end: unknown
  let taken = 0
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.data)
      text = (text + Buffer.from(payload).toString()).slice(-(options.last ?? Infinity))
    if (kind === FRAME.stderr) stderr += Buffer.from(payload).toString()
    if (kind === FRAME.end) end = JSON.parse(Buffer.from(payload).toString())
    if (kind === FRAME.ack) taken += decodeAck(payload)
    if (!options.slow && kind !== FRAME.ack) channel.send(FRAME.ack, encodeAck(payload.length))
  })
  const size = { cols: 80, rows: 24 }
  await rig.control.agent().call('exec.attach', { execId, containerId, channel: channel.id, ...size })
  return {
    text: () => text,
    stderr: () => stderr,
    end: () => end,
    /** bytes of our input that the session took */
    taken: () => taken,
    type: (input: string) => channel.send(FRAME.data, Buffer.from(input)),
    write: (bytes: Uint8Array) => channel.send(FRAME.data, bytes),
    /** as web does when its own viewer goes */
    leave: () => channel.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'closed' }))),
    eof: () => channel.send(FRAME.eof, new Uint8Array()),
    catchUp: () => channel.send(FRAME.ack, encodeAck(text.length)),
  }
}
